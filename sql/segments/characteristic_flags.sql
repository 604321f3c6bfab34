-- The six characteristics of every party, each true or false on its own, with the numbers that decided them.
-- Parties without any activity up to as_of are here too, with every flag false.
with

all_parties as (
    select party_key
    from parties
),

evidence as (
    select
        party_key, first_order_date, last_order_date, order_count, order_date_count, span_days, median_gap_days,
        max_gap_days, days_since_first_order, days_since_last_order, promotion_order_count, novel_order_count,
        median_lead_days, usage_count, days_since_first_usage, days_since_last_usage, days_since_last_interest,
        has_interest_since_order, recent_active_months, full_month_count, spend_slope, usage_slope, referred_count,
        has_referral_data
    from party_evidence
),

shared_evidence as (
    select
        all_parties.party_key, evidence.first_order_date, evidence.last_order_date, evidence.span_days,
        evidence.median_gap_days, evidence.max_gap_days, evidence.days_since_first_order,
        evidence.days_since_last_order, evidence.median_lead_days, evidence.days_since_first_usage,
        evidence.days_since_last_usage, evidence.days_since_last_interest,
        coalesce(evidence.order_count, 0) as order_count,
        coalesce(evidence.order_date_count, 0) as order_date_count,
        coalesce(evidence.promotion_order_count, 0) as promotion_order_count,
        coalesce(evidence.novel_order_count, 0) as novel_order_count,
        coalesce(evidence.usage_count, 0) as usage_count,
        coalesce(evidence.has_interest_since_order, false) as has_interest_since_order,
        coalesce(evidence.recent_active_months, 0) as recent_active_months,
        coalesce(evidence.full_month_count, 0) as full_month_count,
        coalesce(evidence.spend_slope, 0e0) as spend_slope,
        coalesce(evidence.usage_slope, 0e0) as usage_slope,
        coalesce(evidence.referred_count, 0) as referred_count,
        coalesce(evidence.has_referral_data, false) as has_referral_data,
        cast(evidence.promotion_order_count as double) / nullif(evidence.order_count, 0) as promotion_order_share,
        cast(evidence.novel_order_count as double) / nullif(evidence.order_count - 1, 0) as novel_order_share
    from all_parties
    left join evidence on evidence.party_key = all_parties.party_key
),

characteristic_flags as (
    select
        cast(shared_evidence.party_key as varchar) as party_key,
        cast(coalesce(
            coalesce(shared_evidence.days_since_first_order, shared_evidence.days_since_first_usage)
            <= settings.new_days, false
        ) as boolean) as is_new,
        cast(coalesce(
            (
                shared_evidence.days_since_last_interest <= settings.potential_days
                and (shared_evidence.order_count = 0 or shared_evidence.has_interest_since_order)
            )
            or (shared_evidence.order_count = 0 and shared_evidence.days_since_last_usage <= settings.potential_days),
            false
        ) as boolean) as is_potential,
        cast(coalesce(
            shared_evidence.order_count >= settings.impulsive_min_orders
            and shared_evidence.novel_order_share >= settings.impulsive_new_category_share
            and shared_evidence.median_lead_days <= settings.impulsive_max_median_days, false
        ) as boolean) as is_impulsive,
        cast(coalesce(
            shared_evidence.order_count >= settings.thrifty_min_orders
            and shared_evidence.promotion_order_share >= settings.thrifty_min_share, false
        ) as boolean) as is_thrifty,
        cast(coalesce(
            shared_evidence.order_date_count >= settings.loyal_min_dates
            and shared_evidence.span_days >= settings.loyal_min_span_days
            and shared_evidence.max_gap_days <= settings.loyal_max_gap_ratio * shared_evidence.median_gap_days
            and shared_evidence.days_since_last_order
            <= settings.loyal_max_silence_ratio * shared_evidence.median_gap_days, false
        ) as boolean) as is_loyal,
        cast(
            shared_evidence.recent_active_months >= settings.growing_min_active_months
            and shared_evidence.full_month_count >= settings.growing_trend_months
            and (shared_evidence.spend_slope > 0 or shared_evidence.usage_slope > 0)
            and (
                shared_evidence.referred_count >= settings.growing_min_referrals
                or not shared_evidence.has_referral_data
            ) as boolean
        ) as is_growing,
        cast(shared_evidence.first_order_date as date) as first_order_date,
        cast(shared_evidence.last_order_date as date) as last_order_date,
        cast(shared_evidence.days_since_first_order as bigint) as days_since_first_order,
        cast(shared_evidence.days_since_last_order as bigint) as days_since_last_order,
        cast(shared_evidence.days_since_first_usage as bigint) as days_since_first_usage,
        cast(shared_evidence.days_since_last_usage as bigint) as days_since_last_usage,
        cast(shared_evidence.days_since_last_interest as bigint) as days_since_last_interest,
        cast(shared_evidence.has_interest_since_order as boolean) as has_interest_since_order,
        cast(shared_evidence.order_count as bigint) as order_count,
        cast(shared_evidence.novel_order_count as bigint) as novel_order_count,
        cast(shared_evidence.novel_order_share as double) as novel_order_share,
        cast(shared_evidence.median_lead_days as double) as median_lead_days,
        cast(shared_evidence.promotion_order_count as bigint) as promotion_order_count,
        cast(shared_evidence.promotion_order_share as double) as promotion_order_share,
        cast(shared_evidence.order_date_count as bigint) as order_date_count,
        cast(shared_evidence.span_days as bigint) as span_days,
        cast(shared_evidence.median_gap_days as double) as median_gap_days,
        cast(shared_evidence.max_gap_days as bigint) as max_gap_days,
        cast(shared_evidence.usage_count as bigint) as usage_count,
        cast(shared_evidence.recent_active_months as bigint) as recent_active_months,
        cast(shared_evidence.full_month_count as bigint) as full_month_count,
        cast(shared_evidence.spend_slope as double) as spend_slope,
        cast(shared_evidence.usage_slope as double) as usage_slope,
        cast(shared_evidence.referred_count as bigint) as referred_count,
        cast(shared_evidence.has_referral_data as boolean) as has_referral_data
    from shared_evidence
    cross join settings
)

select * from characteristic_flags
