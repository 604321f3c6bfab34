-- The timeline with what came before each event: how many orders, the last contact, the gap since the order before,
-- and for orders the days since the first sign of interest after the order before (NULL where there was none).
with

timeline as (
    select
        party_key, event, happened_at, happened_date, usage_count, revenue_amount, is_on_promotion, has_new_category,
        other_key, names_referrer, months_back, days_back, full_month_count,
        case when event = 'order' then order_key end as order_key,
        case when event = 'order' then happened_date end as order_date,
        case when event in ('interest', 'contact') then happened_at end as contact_at,
        case when event = 'interest' then happened_at end as interest_at,
        case when event = 'order' then 2 else 1 end as event_rank
    from party_timeline
),

sequenced as (
    select
        party_key, event, happened_at, happened_date, usage_count, revenue_amount, is_on_promotion, has_new_category,
        other_key, names_referrer, months_back, days_back, full_month_count, order_date, interest_at,
        count(order_key) over before_this as orders_before,
        max(order_date) over before_this as previous_order_date,
        max(contact_at) over before_this as last_contact_at
    from timeline
    window before_this as (
        partition by party_key
        order by happened_at, event_rank, order_key
        rows between unbounded preceding and 1 preceding
    )
),

party_sequence as (
    select
        cast(party_key as varchar) as party_key,
        cast(event as varchar) as event,
        cast(happened_at as timestamp(3)) as happened_at,
        cast(happened_date as date) as happened_date,
        cast(order_date as date) as order_date,
        cast(usage_count as bigint) as usage_count,
        cast(case when event = 'order' then revenue_amount end as decimal(38, 4)) as revenue_amount,
        cast(event = 'order' and is_on_promotion as boolean) as is_on_promotion,
        cast(event = 'order' and has_new_category as boolean) as has_new_category,
        cast(other_key as varchar) as other_key,
        cast(names_referrer as boolean) as names_referrer,
        cast(months_back as bigint) as months_back,
        cast(days_back as bigint) as days_back,
        cast(full_month_count as bigint) as full_month_count,
        cast(orders_before as bigint) as orders_before,
        cast(last_contact_at as timestamp(3)) as last_contact_at,
        cast(nullif(date_diff('day', previous_order_date, order_date), 0) as bigint) as gap_days,
        cast(
            cast(
                date_diff(
                    'millisecond', min(interest_at) over (partition by party_key, orders_before), happened_at
                ) as double
            ) / 86400000e0 as double
        ) as lead_days
    from sequenced
)

select * from party_sequence
