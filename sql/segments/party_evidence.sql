-- The numbers that decide the characteristics of every party, over what happened up to as_of.
-- Gaps lie between distinct order dates; lead times run from the first sign of interest since the order before to
-- every order after the first, 0 where there was no sign.
with

events as (
    select
        party_key, event, happened_at, order_date, usage_count, revenue_amount, is_on_promotion, has_new_category,
        other_key, names_referrer, months_back, days_back, full_month_count, orders_before, last_contact_at, gap_days,
        event = 'order' as is_order,
        event = 'order' and orders_before > 0 as is_later_order,
        coalesce(lead_days, 0e0) as lead_days
    from party_sequence
),

summed_parties as (
    select
        events.party_key,
        min(events.order_date) as first_order_date,
        max(events.order_date) as last_order_date,
        max(case when events.is_order then events.happened_at end) as last_order_at,
        count_if(events.is_order) as order_count,
        count(distinct events.order_date) as order_date_count,
        array_agg(events.gap_days order by events.gap_days) filter (where events.gap_days > 0) as gaps,
        max(events.gap_days) as max_gap_days,
        max(case when events.is_order then events.days_back end) as days_since_first_order,
        min(case when events.is_order then events.days_back end) as days_since_last_order,
        count_if(events.is_on_promotion) as promotion_order_count,
        count_if(
            events.is_later_order and events.has_new_category
            and coalesce(
                events.last_contact_at < date_add('day', -settings.impulsive_quiet_days, events.happened_at), true
            )
        ) as novel_order_count,
        array_agg(events.lead_days order by events.lead_days) filter (where events.is_later_order) as lead_times,
        sum(case when events.event = 'use' then events.usage_count end) as usage_count,
        max(case when events.event = 'use' then events.days_back end) as days_since_first_usage,
        min(case when events.event = 'use' then events.days_back end) as days_since_last_usage,
        max(case when events.event = 'interest' then events.happened_at end) as last_interest_at,
        min(case when events.event = 'interest' then events.days_back end) as days_since_last_interest,
        count(distinct case
            when events.event in ('order', 'use')
                and events.months_back between 0 and settings.growing_recent_months - 1 then events.months_back
        end) as recent_active_months,
        sum(case
            when events.months_back between 0 and settings.growing_trend_months - 1
                then (settings.growing_trend_months - 1 - 2 * events.months_back) * events.revenue_amount
        end) as spend_weight,
        sum(case
            when events.event = 'use' and events.months_back between 0 and settings.growing_trend_months - 1
                then (settings.growing_trend_months - 1 - 2 * events.months_back) * events.usage_count
        end) as usage_weight,
        max(events.full_month_count) as full_month_count,
        count(distinct case when events.event = 'referral' then events.other_key end) as referred_count,
        bool_or(events.names_referrer) as names_referrer
    from events
    cross join settings
    group by events.party_key
),

party_evidence as (
    select
        cast(summed_parties.party_key as varchar) as party_key,
        cast(summed_parties.first_order_date as date) as first_order_date,
        cast(summed_parties.last_order_date as date) as last_order_date,
        cast(summed_parties.order_count as bigint) as order_count,
        cast(summed_parties.order_date_count as bigint) as order_date_count,
        cast(date_diff('day', summed_parties.first_order_date, summed_parties.last_order_date) as bigint) as span_days,
        cast((
            element_at(summed_parties.gaps, (cardinality(summed_parties.gaps) + 1) / 2)
            + element_at(summed_parties.gaps, cardinality(summed_parties.gaps) / 2 + 1)
        ) / 2e0 as double) as median_gap_days,
        cast(summed_parties.max_gap_days as bigint) as max_gap_days,
        cast(summed_parties.days_since_first_order as bigint) as days_since_first_order,
        cast(summed_parties.days_since_last_order as bigint) as days_since_last_order,
        cast(summed_parties.promotion_order_count as bigint) as promotion_order_count,
        cast(summed_parties.novel_order_count as bigint) as novel_order_count,
        cast((
            element_at(summed_parties.lead_times, (cardinality(summed_parties.lead_times) + 1) / 2)
            + element_at(summed_parties.lead_times, cardinality(summed_parties.lead_times) / 2 + 1)
        ) / 2e0 as double) as median_lead_days,
        cast(coalesce(summed_parties.usage_count, 0) as bigint) as usage_count,
        cast(summed_parties.days_since_first_usage as bigint) as days_since_first_usage,
        cast(summed_parties.days_since_last_usage as bigint) as days_since_last_usage,
        cast(summed_parties.days_since_last_interest as bigint) as days_since_last_interest,
        cast(coalesce(summed_parties.last_order_at < summed_parties.last_interest_at, false) as boolean)
            as has_interest_since_order,
        cast(summed_parties.recent_active_months as bigint) as recent_active_months,
        cast(summed_parties.full_month_count as bigint) as full_month_count,
        cast(
            coalesce(cast(summed_parties.spend_weight as double), 0e0)
            * 6e0 / (settings.growing_trend_months * (power(settings.growing_trend_months, 2) - 1e0)) as double
        ) as spend_slope,
        cast(
            coalesce(cast(summed_parties.usage_weight as double), 0e0)
            * 6e0 / (settings.growing_trend_months * (power(settings.growing_trend_months, 2) - 1e0)) as double
        ) as usage_slope,
        cast(summed_parties.referred_count as bigint) as referred_count,
        cast(bool_or(summed_parties.names_referrer) over () as boolean) as has_referral_data
    from summed_parties
    cross join settings
)

select * from party_evidence
