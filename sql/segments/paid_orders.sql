-- One row per payer and paid order, with what the characteristics ask of an order. Only paid lines count in it.
-- An order without a buyer has no row. A free line is no sign of thrift when its quantity is 0.
with

paid_lines as (
    select
        party_key, order_key, ordered_at, ordered_date, product_category, referrer_key, revenue_amount, line_amount,
        discount_amount, quantity,
        promotion_code is not null or coalesce(cashback_amount > 0, false) as has_offer,
        coalesce(cast(quantity * unit_price as decimal(38, 4)), line_amount + discount_amount) as undiscounted_amount
    from orders
    where is_paid and party_key is not null
),

category_parts as (
    select
        party_key, order_key, product_category,
        min(ordered_at) as ordered_at,
        min(ordered_date) as ordered_date,
        min(referrer_key) as referrer_key,
        sum(revenue_amount) as revenue_amount,
        sum(discount_amount) as discount_amount,
        sum(undiscounted_amount) as undiscounted_amount,
        bool_or(has_offer) as has_offer,
        bool_or(coalesce(line_amount = 0 and quantity > 0, false)) as has_free_line,
        bool_or(coalesce(line_amount > 0, false)) as has_charged_line
    from paid_lines
    group by party_key, order_key, product_category
),

dated_parts as (
    select
        party_key, order_key, product_category, referrer_key, revenue_amount, discount_amount, undiscounted_amount,
        has_offer, has_free_line, has_charged_line,
        min(ordered_at) over (partition by party_key, order_key) as ordered_at,
        min(ordered_date) over (partition by party_key, order_key) as ordered_date
    from category_parts
),

ranked_parts as (
    select
        party_key, order_key, product_category, referrer_key, revenue_amount, discount_amount, undiscounted_amount,
        has_offer, has_free_line, has_charged_line, ordered_at, ordered_date,
        row_number() over (partition by party_key, product_category order by ordered_at, order_key) as category_rank
    from dated_parts
),

summed_orders as (
    select
        party_key, order_key, ordered_at, ordered_date,
        min(referrer_key) as referrer_key,
        sum(revenue_amount) as revenue_amount,
        cast(sum(discount_amount) as double) / nullif(cast(sum(undiscounted_amount) as double), 0e0) as discount_share,
        bool_or(has_offer) as has_offer,
        bool_or(has_free_line) and bool_or(has_charged_line) as has_free_line,
        bool_or(product_category is not null and category_rank = 1) as has_new_category
    from ranked_parts
    group by party_key, order_key, ordered_at, ordered_date
),

paid_orders as (
    select
        cast(summed_orders.party_key as varchar) as party_key,
        cast(summed_orders.order_key as varchar) as order_key,
        cast(summed_orders.ordered_at as timestamp(3)) as ordered_at,
        cast(summed_orders.ordered_date as date) as ordered_date,
        cast(
            row_number() over (
                partition by summed_orders.party_key
                order by summed_orders.ordered_at, summed_orders.order_key
            ) as bigint
        ) as order_number,
        cast(summed_orders.referrer_key as varchar) as referrer_key,
        cast(coalesce(summed_orders.revenue_amount, 0) as decimal(38, 4)) as revenue_amount,
        cast(summed_orders.discount_share as double) as discount_share,
        cast(
            summed_orders.has_offer or summed_orders.has_free_line
            or coalesce(round(summed_orders.discount_share, 9) >= settings.thrifty_discount_share, false) as boolean
        ) as is_on_promotion,
        cast(summed_orders.has_new_category as boolean) as has_new_category
    from summed_orders
    cross join settings
)

select * from paid_orders
