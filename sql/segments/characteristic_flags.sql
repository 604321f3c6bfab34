-- The six characteristics of every party, each true or false on its own, with the numbers that decided them.
-- Parties without any activity up to as_of are here too, with every flag false.
with

evidence as (
    select
        party_key, first_order_date, last_order_date, order_count, order_date_count, span_days, median_gap_days,
        max_gap_days, days_since_first_order, days_since_last_order, promotion_order_count, novel_order_count,
        median_lead_days, usage_count, days_since_first_usage, days_since_last_usage, days_since_last_interest,
        has_interest_since_order, recent_active_months, full_month_count, spend_slope, usage_slope, referred_count,
        has_referral_data,
        cast(promotion_order_count as double) / nullif(order_count, 0) as promotion_order_share,
        cast(novel_order_count as double) / nullif(order_count - 1, 0) as novel_order_share
    from party_evidence
),

characteristic_flags as (
    select
        cast(evidence.party_key as varchar) as party_key,
        cast(coalesce(
            coalesce(evidence.days_since_first_order, evidence.days_since_first_usage)
            <= settings.new_days, false
        ) as boolean) as is_new,
        cast(coalesce(
            (
                evidence.days_since_last_interest <= settings.potential_days
                and (evidence.order_count = 0 or evidence.has_interest_since_order)
            )
            or (evidence.order_count = 0 and evidence.days_since_last_usage <= settings.potential_days),
            false
        ) as boolean) as is_potential,
        cast(coalesce(
            evidence.order_count >= settings.impulsive_min_orders
            and evidence.novel_order_share >= settings.impulsive_new_category_share
            and evidence.median_lead_days <= settings.impulsive_max_median_days, false
        ) as boolean) as is_impulsive,
        cast(coalesce(
            evidence.order_count >= settings.thrifty_min_orders
            and evidence.promotion_order_share >= settings.thrifty_min_share, false
        ) as boolean) as is_thrifty,
        cast(coalesce(
            evidence.order_date_count >= settings.loyal_min_dates
            and evidence.span_days >= settings.loyal_min_span_days
            and evidence.max_gap_days <= settings.loyal_max_gap_ratio * evidence.median_gap_days
            and evidence.days_since_last_order
            <= settings.loyal_max_silence_ratio * evidence.median_gap_days, false
        ) as boolean) as is_loyal,
        cast(
            evidence.recent_active_months >= settings.growing_min_active_months
            and evidence.full_month_count >= settings.growing_trend_months
            and (evidence.spend_slope > 0 or evidence.usage_slope > 0)
            and (
                evidence.referred_count >= settings.growing_min_referrals
                or not evidence.has_referral_data
            ) as boolean
        ) as is_growing,
        cast(evidence.first_order_date as date) as first_order_date,
        cast(evidence.last_order_date as date) as last_order_date,
        cast(evidence.days_since_first_order as bigint) as days_since_first_order,
        cast(evidence.days_since_last_order as bigint) as days_since_last_order,
        cast(evidence.days_since_first_usage as bigint) as days_since_first_usage,
        cast(evidence.days_since_last_usage as bigint) as days_since_last_usage,
        cast(evidence.days_since_last_interest as bigint) as days_since_last_interest,
        cast(evidence.has_interest_since_order as boolean) as has_interest_since_order,
        cast(evidence.order_count as bigint) as order_count,
        cast(evidence.novel_order_count as bigint) as novel_order_count,
        cast(evidence.novel_order_share as double) as novel_order_share,
        cast(evidence.median_lead_days as double) as median_lead_days,
        cast(evidence.promotion_order_count as bigint) as promotion_order_count,
        cast(evidence.promotion_order_share as double) as promotion_order_share,
        cast(evidence.order_date_count as bigint) as order_date_count,
        cast(evidence.span_days as bigint) as span_days,
        cast(evidence.median_gap_days as double) as median_gap_days,
        cast(evidence.max_gap_days as bigint) as max_gap_days,
        cast(evidence.usage_count as bigint) as usage_count,
        cast(evidence.recent_active_months as bigint) as recent_active_months,
        cast(evidence.full_month_count as bigint) as full_month_count,
        cast(evidence.spend_slope as double) as spend_slope,
        cast(evidence.usage_slope as double) as usage_slope,
        cast(evidence.referred_count as bigint) as referred_count,
        cast(evidence.has_referral_data as boolean) as has_referral_data
    from evidence
    cross join settings
)

select * from characteristic_flags
