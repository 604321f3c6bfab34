-- Everybody whom an order line names: its payer (paid, or only named while the line is not paid), its recipient
-- (received where another party paid for goods) and its referrer. Lines without a buyer have no payer row.
with

order_lines as (
    select
        party_key as payer_key, recipient_key, referrer_key, role, is_paid, ordered_at, ordered_date, order_key,
        product_shop, product_id, product_category, quantity, revenue_amount, discount_amount, line_amount, unit_price,
        is_unconverted, city, region,
        promotion_code is not null or coalesce(cashback_amount > 0, false) as has_offer,
        coalesce(recipient_key <> party_key, false) as is_for_other
    from orders
),

named_parties as (
    select
        case parts.part
            when 'payer' then order_lines.payer_key
            when 'recipient' then order_lines.recipient_key
            else order_lines.referrer_key
        end as party_key,
        case
            when parts.part = 'payer' and order_lines.is_paid then 'paid'
            when parts.part = 'recipient' and order_lines.is_paid and order_lines.is_for_other
                and order_lines.role = 'buyer' then 'received'
            else 'named'
        end as activity,
        case
            when parts.part = 'payer' then order_lines.recipient_key is null or not order_lines.is_for_other
            else parts.part = 'recipient'
        end as is_place_known,
        order_lines.payer_key, order_lines.recipient_key, order_lines.referrer_key, order_lines.role,
        order_lines.ordered_at, order_lines.ordered_date, order_lines.order_key, order_lines.product_shop,
        order_lines.product_id, order_lines.product_category, order_lines.quantity, order_lines.revenue_amount,
        order_lines.discount_amount, order_lines.line_amount, order_lines.unit_price, order_lines.is_unconverted,
        order_lines.city, order_lines.region, order_lines.has_offer, order_lines.is_for_other
    from order_lines
    cross join unnest(array['payer', 'recipient', 'referrer']) as parts (part)
),

order_parties as (
    select
        cast(party_key as varchar) as party_key,
        cast(activity as varchar) as activity,
        cast(case activity when 'paid' then role when 'received' then 'user' end as varchar) as role,
        cast(ordered_at as timestamp(3)) as happened_at,
        cast(ordered_date as date) as activity_date,
        cast(product_shop as varchar) as product_shop,
        cast(product_id as varchar) as product_id,
        cast(case when activity = 'paid' then product_category end as varchar) as product_category,
        cast(quantity as decimal(18, 4)) as quantity,
        cast(case when activity = 'paid' then order_key end as varchar) as order_key,
        cast(case when activity = 'paid' then revenue_amount end as decimal(38, 4)) as revenue_amount,
        cast(case when activity = 'paid' then discount_amount end as decimal(28, 4)) as discount_amount,
        cast(
            case when activity = 'paid' then coalesce(quantity * unit_price, line_amount + discount_amount) end
            as decimal(38, 4)
        ) as undiscounted_amount,
        cast(activity = 'paid' and has_offer as boolean) as has_offer,
        cast(coalesce(activity = 'paid' and line_amount = 0 and quantity > 0, false) as boolean) as is_free,
        cast(coalesce(activity = 'paid' and line_amount > 0, false) as boolean) as is_charged,
        cast(activity = 'paid' and is_unconverted as boolean) as is_unconverted,
        cast(case when activity = 'paid' and is_for_other then recipient_key end as varchar) as recipient_key,
        cast(referrer_key as varchar) as referrer_key,
        cast(case when is_place_known then city end as varchar) as city,
        cast(case when is_place_known then region end as varchar) as region
    from named_parties
    where party_key is not null
)

select * from order_parties
