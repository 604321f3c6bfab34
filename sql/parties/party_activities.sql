-- What everybody named by orders and usage did: paid, received (another party's paid goods), used, or was merely
-- named (unpaid lines, referrers, accounts). Roles belong to rows, never to people; only the payer's row carries the
-- order and its amounts, so that nothing is counted twice.
with

usage_parts as (
    select
        case ends.side when 'actor' then usage.party_key else usage.account_key end as party_key,
        case ends.side when 'actor' then 'used' else 'named' end as activity,
        usage.role, usage.used_at, usage.used_date, usage.product_shop, usage.product_id, usage.quantity,
        case ends.side when 'actor' then usage.city end as city,
        case ends.side when 'actor' then usage.region end as region
    from usage
    cross join unnest(array['actor', 'account']) as ends (side)
),

activities as (
    select
        party_key, activity, role, happened_at, activity_date, product_shop, product_id, product_category, quantity,
        order_key, revenue_amount, discount_amount, undiscounted_amount, has_offer, is_free, is_charged, is_unconverted,
        recipient_key, referrer_key, city, region
    from order_parties
    union all
    select
        party_key, activity, case activity when 'used' then role end, used_at, used_date, product_shop, product_id,
        null, quantity, null, null, null, null, false, false, false, false, null, null, city, region
    from usage_parts
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
        cast(product_category as varchar) as product_category,
        cast(quantity as decimal(18, 4)) as quantity,
        cast(order_key as varchar) as order_key,
        cast(revenue_amount as decimal(38, 4)) as revenue_amount,
        cast(discount_amount as decimal(28, 4)) as discount_amount,
        cast(undiscounted_amount as decimal(38, 4)) as undiscounted_amount,
        cast(has_offer as boolean) as has_offer,
        cast(is_free as boolean) as is_free,
        cast(is_charged as boolean) as is_charged,
        cast(is_unconverted as boolean) as is_unconverted,
        cast(recipient_key as varchar) as recipient_key,
        cast(referrer_key as varchar) as referrer_key,
        cast(city as varchar) as city,
        cast(region as varchar) as region
    from activities
)

select * from party_activities
