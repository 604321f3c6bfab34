-- Everybody whom orders and usage name, with what they did: paid, received (another party's paid goods), used, or
-- merely named (unpaid lines, referrers, accounts). Roles belong to rows, never to people; only the payer carries
-- order and amount, so that nothing is counted twice.
with

order_lines as (
    select
        party_key, recipient_key, referrer_key, role, is_paid, ordered_at, ordered_date, order_key, product_shop,
        product_id, quantity, revenue_amount, is_unconverted, city, region
    from orders
),

line_parts as (
    select
        case parts.part
            when 'payer' then order_lines.party_key
            when 'recipient' then order_lines.recipient_key
            else order_lines.referrer_key
        end as party_key,
        case
            when parts.part = 'payer' and order_lines.is_paid then 'paid'
            when parts.part = 'recipient' and order_lines.is_paid and order_lines.role = 'buyer'
                and order_lines.recipient_key <> order_lines.party_key then 'received'
            else 'named'
        end as activity,
        case
            when parts.part = 'recipient' then order_lines.recipient_key is not null
            else parts.part = 'payer' and coalesce(order_lines.recipient_key = order_lines.party_key, true)
        end as is_place_known,
        order_lines.recipient_key, order_lines.party_key as payer_key, order_lines.role, order_lines.ordered_at,
        order_lines.ordered_date, order_lines.order_key, order_lines.product_shop, order_lines.product_id,
        order_lines.quantity, order_lines.revenue_amount, order_lines.is_unconverted, order_lines.city,
        order_lines.region
    from order_lines
    cross join unnest(array['payer', 'recipient', 'referrer']) as parts (part)
),

usage_events as (
    select
        party_key, account_key, role, used_at, used_date, product_shop, product_id, quantity, city, region
    from usage
),

event_parts as (
    select
        case parts.part when 'actor' then usage_events.party_key else usage_events.account_key end as party_key,
        case parts.part when 'actor' then 'used' else 'named' end as activity,
        parts.part = 'actor' as is_place_known,
        usage_events.role, usage_events.used_at, usage_events.used_date, usage_events.product_shop,
        usage_events.product_id, usage_events.quantity, usage_events.city, usage_events.region
    from usage_events
    cross join unnest(array['actor', 'account']) as parts (part)
),

activities as (
    select
        party_key, activity,
        case activity when 'paid' then role when 'received' then 'user' end as role,
        ordered_at as happened_at, ordered_date as activity_date, product_shop, product_id, quantity,
        case when activity = 'paid' then order_key end as order_key,
        case when activity = 'paid' then revenue_amount end as revenue_amount,
        activity = 'paid' and is_unconverted as is_unconverted,
        case
            when activity = 'paid' and recipient_key <> payer_key then recipient_key
            when activity = 'received' then payer_key
        end as other_key,
        case when is_place_known then city end as city,
        case when is_place_known then region end as region
    from line_parts
    where party_key is not null
    union all
    select
        party_key, activity,
        case activity when 'used' then role end as role,
        used_at as happened_at, used_date as activity_date, product_shop, product_id, quantity,
        null as order_key, null as revenue_amount, false as is_unconverted, null as other_key,
        case when is_place_known then city end as city,
        case when is_place_known then region end as region
    from event_parts
    where party_key is not null
),

party_activities as (
    select
        cast(party_key as varchar) as party_key,
        cast(activity as varchar) as activity,
        cast(role as varchar) as role,
        cast(happened_at as timestamp(3)) as happened_at,
        cast(activity_date as date) as activity_date,
        cast(product_shop as varchar) as product_shop,
        cast(product_id as varchar) as product_id,
        cast(quantity as decimal(18, 4)) as quantity,
        cast(order_key as varchar) as order_key,
        cast(revenue_amount as decimal(38, 4)) as revenue_amount,
        cast(is_unconverted as boolean) as is_unconverted,
        cast(other_key as varchar) as other_key,
        cast(city as varchar) as city,
        cast(region as varchar) as region
    from activities
)

select * from party_activities
