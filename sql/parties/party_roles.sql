-- What each party did in each role it holds. A client's order_count, quantity and paid_amount come from its orders,
-- its usage_count from its use of services. A user known only as the recipient of another's order has usage_count 0.
with

activities as (
    select party_key, role, activity, activity_date, order_key, quantity, revenue_amount, is_unconverted
    from party_activities
    where role is not null
),

counted_roles as (
    select
        party_key, role,
        min(activity_date) as first_named_date,
        max(activity_date) as last_named_date,
        min(case when activity <> 'received' then activity_date end) as first_own_date,
        max(case when activity <> 'received' then activity_date end) as last_own_date,
        count(distinct order_key) as order_count,
        sum(case when activity = 'paid' or (activity = 'used' and role = 'user') then quantity end) as quantity,
        sum(revenue_amount) as paid_amount,
        count_if(activity = 'used') as usage_count,
        count_if(is_unconverted) as unconverted_line_count
    from activities
    group by party_key, role
),

party_roles as (
    select
        cast(party_key as varchar) as party_key,
        cast(role as varchar) as role,
        cast(coalesce(first_own_date, first_named_date) as date) as first_date,
        cast(coalesce(last_own_date, last_named_date) as date) as last_date,
        cast(order_count as bigint) as order_count,
        cast(coalesce(quantity, 0) as decimal(38, 4)) as quantity,
        cast(coalesce(paid_amount, 0) as decimal(38, 4)) as paid_amount,
        cast(usage_count as bigint) as usage_count,
        cast(unconverted_line_count as bigint) as unconverted_line_count
    from counted_roles
)

select * from party_roles
