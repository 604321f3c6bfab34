-- What each party did up to as_of, one row per event: order (a paid one), use, interest (enquiry, quote,
-- negotiation), contact (any other interaction), referral (other_key came by this party's word).
-- Everything that decides a characteristic reads this one row after row, so that facts are scanned once.
with

ordered as (
    select
        paid_orders.order_key, paid_orders.ordered_at, paid_orders.ordered_date, paid_orders.revenue_amount,
        paid_orders.is_on_promotion, paid_orders.has_new_category, paid_orders.referrer_key,
        paid_orders.party_key as payer_key,
        kinds.event,
        case kinds.event when 'order' then paid_orders.party_key else paid_orders.referrer_key end as party_key
    from paid_orders
    cross join unnest(array['order', 'referral']) as kinds (event)
    where kinds.event = 'order' or (paid_orders.order_number = 1 and paid_orders.referrer_key <> paid_orders.party_key)
),

used as (
    select party_key, used_at, used_date
    from usage
    where party_key is not null
),

contacted as (
    select
        party_key, started_at, started_date,
        case when kind in ('enquiry', 'quote', 'negotiation') then 'interest' else 'contact' end as event
    from interactions
    where party_key is not null
),

declared as (
    select party_key, referrer_key
    from declared_parties
    where referrer_key <> party_key
),

events as (
    select
        party_key, event, ordered_at as happened_at, ordered_date as happened_date,
        case when event = 'order' then order_key end as order_key,
        case when event = 'order' then revenue_amount end as revenue_amount,
        event = 'order' and is_on_promotion as is_on_promotion,
        event = 'order' and has_new_category as has_new_category,
        case when event = 'referral' then payer_key end as other_key,
        referrer_key is not null as names_referrer
    from ordered
    union all
    select party_key, 'use', used_at, used_date, null, null, false, false, null, false
    from used
    union all
    select party_key, event, started_at, started_date, null, null, false, false, null, false
    from contacted
    union all
    select referrer_key, 'referral', null, null, null, null, false, false, party_key, true
    from declared
),

party_timeline as (
    select
        cast(events.party_key as varchar) as party_key,
        cast(events.event as varchar) as event,
        cast(events.happened_at as timestamp(3)) as happened_at,
        cast(events.happened_date as date) as happened_date,
        cast(events.order_key as varchar) as order_key,
        cast(events.revenue_amount as decimal(38, 4)) as revenue_amount,
        cast(events.is_on_promotion as boolean) as is_on_promotion,
        cast(events.has_new_category as boolean) as has_new_category,
        cast(events.other_key as varchar) as other_key,
        cast(events.names_referrer as boolean) as names_referrer,
        cast(
            date_diff('month', date_trunc('month', events.happened_date), as_of.last_full_month) as bigint
        ) as months_back,
        cast(date_diff('day', events.happened_date, as_of.as_of) as bigint) as days_back,
        cast(
            date_diff('month', as_of.first_activity_month, as_of.last_full_month) + 1 as bigint
        ) as full_month_count
    from events
    cross join as_of
    where events.happened_date is null or events.happened_date <= as_of.as_of
)

select * from party_timeline
