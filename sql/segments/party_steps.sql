-- What each party did, one row per paid order and one per other instant: order, use, or named (no act of its own).
-- Only paid lines count in an order. A free line is no sign of thrift when its quantity is 0.
with

activities as (
    select
        party_key, order_key, product_category, happened_at, activity_date, referrer_key, revenue_amount,
        discount_amount, undiscounted_amount, has_offer, is_free, is_charged,
        case activity when 'paid' then 'order' when 'used' then 'use' else 'named' end as event,
        case when order_key is null then happened_at end as own_instant
    from party_activities
),

category_parts as (
    select
        party_key, event, order_key, own_instant, product_category,
        min(happened_at) as happened_at,
        min(activity_date) as happened_date,
        count(*) as row_count,
        max(referrer_key) as referrer_key,
        sum(revenue_amount) as revenue_amount,
        sum(discount_amount) as discount_amount,
        sum(undiscounted_amount) as undiscounted_amount,
        bool_or(has_offer) as has_offer,
        bool_or(is_free) as has_free_line,
        bool_or(is_charged) as has_charged_line
    from activities
    group by party_key, event, order_key, own_instant, product_category
),

dated_parts as (
    select
        party_key, event, order_key, product_category, row_count, referrer_key, revenue_amount, discount_amount,
        undiscounted_amount, has_offer, has_free_line, has_charged_line,
        min(happened_at) over (partition by party_key, event, order_key, own_instant) as happened_at,
        min(happened_date) over (partition by party_key, event, order_key, own_instant) as happened_date
    from category_parts
),

ranked_parts as (
    select
        party_key, event, order_key, product_category, row_count, referrer_key, revenue_amount, discount_amount,
        undiscounted_amount, has_offer, has_free_line, has_charged_line, happened_at, happened_date,
        row_number() over (partition by party_key, product_category order by happened_at, order_key) as category_rank
    from dated_parts
),

summed_steps as (
    select
        party_key, event, order_key, happened_at, happened_date,
        sum(row_count) as row_count,
        max(referrer_key) as referrer_key,
        sum(revenue_amount) as revenue_amount,
        cast(sum(discount_amount) as double) / nullif(cast(sum(undiscounted_amount) as double), 0e0) as discount_share,
        bool_or(has_offer) or (bool_or(has_free_line) and bool_or(has_charged_line)) as has_offer,
        bool_or(product_category is not null and category_rank = 1) as has_new_category
    from ranked_parts
    group by party_key, event, order_key, happened_at, happened_date
),

party_steps as (
    select
        cast(summed_steps.party_key as varchar) as party_key,
        cast(summed_steps.event as varchar) as event,
        cast(summed_steps.order_key as varchar) as order_key,
        cast(summed_steps.happened_at as timestamp(3)) as happened_at,
        cast(summed_steps.happened_date as date) as happened_date,
        cast(
            row_number() over (
                partition by summed_steps.party_key, summed_steps.event
                order by summed_steps.happened_at, summed_steps.order_key
            ) as bigint
        ) as event_number,
        cast(case when summed_steps.event = 'use' then summed_steps.row_count else 0 end as bigint) as usage_count,
        cast(summed_steps.referrer_key as varchar) as referrer_key,
        cast(case when summed_steps.event = 'order' then coalesce(summed_steps.revenue_amount, 0) end as decimal(38, 4))
            as revenue_amount,
        cast(summed_steps.discount_share as double) as discount_share,
        cast(
            summed_steps.has_offer
            or coalesce(round(summed_steps.discount_share, 9) >= settings.thrifty_discount_share, false) as boolean
        ) as is_on_promotion,
        cast(summed_steps.has_new_category as boolean) as has_new_category
    from summed_steps
    cross join settings
)

select * from party_steps
