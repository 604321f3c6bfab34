-- The numbers that decide the characteristics of every party that did something up to as_of.
-- Gaps lie between distinct order dates; lead times run from the first sign of interest since the order before to
-- every order after the first, 0 where there was no sign.
with

timeline as (
    select
        party_key, event, happened_at, happened_date, order_key, revenue_amount, is_on_promotion, has_new_category,
        other_key, names_referrer, months_back, days_back, full_month_count,
        case when event = 'order' then 2 else 1 end as event_rank
    from party_timeline
),

sequenced as (
    select
        party_key, event, happened_at, happened_date, revenue_amount, is_on_promotion, has_new_category, other_key,
        names_referrer, months_back, days_back, full_month_count,
        count(order_key) over before_this as orders_before,
        max(case when event = 'order' then happened_date end) over before_this as previous_order_date,
        max(case when event in ('interest', 'contact') then happened_at end) over before_this as last_contact_at
    from timeline
    window before_this as (
        partition by party_key
        order by happened_at, event_rank, order_key
        rows between unbounded preceding and 1 preceding
    )
),

led as (
    select
        party_key, event, happened_at, happened_date, revenue_amount, is_on_promotion, has_new_category, other_key,
        names_referrer, months_back, days_back, full_month_count, orders_before, last_contact_at,
        nullif(date_diff('day', previous_order_date, happened_date), 0) as gap_days,
        cast(date_diff(
            'millisecond',
            min(case when event = 'interest' then happened_at end) over (partition by party_key, orders_before),
            happened_at
        ) as double) / 86400000e0 as lead_days
    from sequenced
),

summed_parties as (
    select
        led.party_key,
        min(case when led.event = 'order' then led.happened_date end) as first_order_date,
        max(case when led.event = 'order' then led.happened_date end) as last_order_date,
        max(case when led.event = 'order' then led.happened_at end) as last_order_at,
        count_if(led.event = 'order') as order_count,
        count(distinct case when led.event = 'order' then led.happened_date end) as order_date_count,
        array_agg(led.gap_days order by led.gap_days) filter (where led.event = 'order' and led.gap_days > 0) as gaps,
        max(case when led.event = 'order' then led.gap_days end) as max_gap_days,
        max(case when led.event = 'order' then led.days_back end) as days_since_first_order,
        min(case when led.event = 'order' then led.days_back end) as days_since_last_order,
        count_if(led.is_on_promotion) as promotion_order_count,
        count_if(
            led.event = 'order' and led.orders_before > 0 and led.has_new_category
            and coalesce(
                led.last_contact_at < date_add('day', -settings.impulsive_quiet_days, led.happened_at), true
            )
        ) as novel_order_count,
        array_agg(coalesce(led.lead_days, 0e0) order by coalesce(led.lead_days, 0e0))
            filter (where led.event = 'order' and led.orders_before > 0) as lead_times,
        count_if(led.event = 'use') as usage_count,
        max(case when led.event = 'use' then led.days_back end) as days_since_first_usage,
        min(case when led.event = 'use' then led.days_back end) as days_since_last_usage,
        max(case when led.event = 'interest' then led.happened_at end) as last_interest_at,
        min(case when led.event = 'interest' then led.days_back end) as days_since_last_interest,
        count(distinct case
            when led.event in ('order', 'use')
                and led.months_back between 0 and settings.growing_recent_months - 1 then led.months_back
        end) as recent_active_months,
        sum(case
            when led.months_back between 0 and settings.growing_trend_months - 1
                then (settings.growing_trend_months - 1 - 2 * led.months_back) * led.revenue_amount
        end) as spend_weight,
        sum(case
            when led.event = 'use' and led.months_back between 0 and settings.growing_trend_months - 1
                then settings.growing_trend_months - 1 - 2 * led.months_back
        end) as usage_weight,
        max(led.full_month_count) as full_month_count,
        count(distinct case when led.event = 'referral' then led.other_key end) as referred_count,
        bool_or(led.names_referrer) as names_referrer
    from led
    cross join settings
    group by led.party_key
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
        cast(summed_parties.usage_count as bigint) as usage_count,
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
