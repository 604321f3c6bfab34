-- Every measure of every month, by every dimension. Add up values of one dimension only where is_additive, and never
-- over months a count of people; the total row holds what the whole company had.
with

monthly as (
    select month, measure, dimension, dimension_value, value, is_complete
    from monthly_values
    where measure not in ('paid_lines', 'unconverted_lines', 'unknown_party_lines')
),

monthly_measures as (
    select
        cast(month as date) as month,
        cast(measure as varchar) as measure,
        cast(dimension as varchar) as dimension,
        cast(dimension_value as varchar) as dimension_value,
        cast(value as decimal(38, 4)) as value,
        cast(is_complete as boolean) as is_complete,
        cast(
            case
                when dimension = 'total' then true
                when measure in ('revenue', 'usage_quantity', 'refunds') then true
                when measure = 'orders' then dimension = 'shop'
                else dimension in ('role', 'customer_type')
            end as boolean
        ) as is_additive
    from monthly
)

select * from monthly_measures
