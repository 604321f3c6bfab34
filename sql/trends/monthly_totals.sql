-- The whole company month by month, one column per measure. The last month is partial unless is_complete.
with

totals as (
    select month, measure, value, is_complete
    from monthly_values
    where dimension = 'total'
),

months as (
    select
        month,
        bool_and(is_complete) as is_complete,
        max(case when measure = 'revenue' then value end) as revenue,
        max(case when measure = 'orders' then value end) as orders,
        max(case when measure = 'active_buyers' then value end) as active_buyers,
        max(case when measure = 'active_users' then value end) as active_users,
        max(case when measure = 'active_clients' then value end) as active_clients,
        max(case when measure = 'usage_quantity' then value end) as usage_quantity,
        max(case when measure = 'new_buyers' then value end) as new_buyers,
        max(case when measure = 'refunds' then value end) as refunds,
        max(case when measure = 'paid_lines' then value end) as paid_lines,
        max(case when measure = 'unconverted_lines' then value end) as unconverted_lines,
        max(case when measure = 'unknown_party_lines' then value end) as unknown_party_lines
    from totals
    group by month
),

monthly_totals as (
    select
        cast(month as date) as month,
        cast(coalesce(revenue, 0) as decimal(38, 4)) as revenue,
        cast(coalesce(orders, 0) as bigint) as orders,
        cast(coalesce(active_buyers, 0) as bigint) as active_buyers,
        cast(coalesce(active_users, 0) as bigint) as active_users,
        cast(coalesce(active_clients, 0) as bigint) as active_clients,
        cast(coalesce(usage_quantity, 0) as decimal(38, 4)) as usage_quantity,
        cast(coalesce(new_buyers, 0) as bigint) as new_buyers,
        cast(coalesce(refunds, 0) as decimal(38, 4)) as refunds,
        cast(coalesce(unconverted_lines, 0) as bigint) as unconverted_line_count,
        cast(cast(unknown_party_lines as double) / nullif(cast(paid_lines as double), 0e0) as double)
            as party_unknown_share,
        cast(is_complete as boolean) as is_complete
    from months
)

select * from monthly_totals
