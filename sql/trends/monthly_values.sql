-- Every measure of every month by every dimension, and the total with 0 for the months in between.
-- Three measures here only serve monthly_totals: paid_lines, unconverted_lines and unknown_party_lines.
with

parts as (
    select month, measure, entity, role, category, channel, customer_type, shop, brand, amount
    from measure_parts
),

valued_parts as (
    select
        parts.month, parts.measure, parts.entity, parts.amount, dimensions.dimension,
        case dimensions.dimension
            when 'total' then 'total'
            when 'role' then coalesce(parts.role, '(none)')
            when 'category' then coalesce(parts.category, '(none)')
            when 'channel' then coalesce(parts.channel, '(none)')
            when 'customer_type' then coalesce(parts.customer_type, '(none)')
            when 'shop' then coalesce(parts.shop, '(none)')
            else coalesce(parts.brand, '(none)')
        end as dimension_value
    from parts
    cross join unnest(
        array['total', 'role', 'category', 'channel', 'customer_type', 'shop', 'brand']
    ) as dimensions (dimension)
),

measured as (
    select
        month, measure, dimension, dimension_value,
        case
            when measure in ('orders', 'active_buyers', 'active_users', 'active_clients', 'new_buyers')
                then cast(count(distinct entity) as decimal(38, 4))
            else sum(amount)
        end as value,
        cast(null as date) as last_full_month
    from valued_parts
    group by month, measure, dimension, dimension_value
),

empty_months as (
    select
        date_add('month', months.month_number, as_of.first_activity_month) as month,
        measures.measure,
        as_of.last_full_month
    from as_of
    cross join unnest(
        sequence(0, date_diff('month', as_of.first_activity_month, as_of.last_activity_month))
    ) as months (month_number)
    cross join unnest(array[
        'revenue', 'orders', 'active_buyers', 'active_users', 'active_clients', 'usage_quantity', 'new_buyers',
        'refunds', 'paid_lines', 'unconverted_lines', 'unknown_party_lines'
    ]) as measures (measure)
),

all_values as (
    select month, measure, dimension, dimension_value, value, last_full_month
    from measured
    union all
    select month, measure, 'total', 'total', cast(0 as decimal(38, 4)), last_full_month
    from empty_months
),

filled_values as (
    select
        month, measure, dimension, dimension_value,
        coalesce(sum(value), 0) as value,
        max(last_full_month) as last_full_month
    from all_values
    group by month, measure, dimension, dimension_value
),

monthly_values as (
    select
        cast(month as date) as month,
        cast(measure as varchar) as measure,
        cast(dimension as varchar) as dimension,
        cast(dimension_value as varchar) as dimension_value,
        cast(value as decimal(38, 4)) as value,
        cast(coalesce(month <= max(last_full_month) over (), false) as boolean) as is_complete
    from filled_values
)

select * from monthly_values
