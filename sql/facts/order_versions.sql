-- Every version in force of every order line, the winning ones marked: over all files, whichever landed first.
-- The unit is the line, or the whole order where any of its rows has replaces = 'order': then every line of the
-- newest export stays and no line of another does, so that a line missing from the newer export is gone.
with

in_force as (
    select take_id
    from lake_ledger
    where is_in_force and dataset = 'orders'
),

ranked_in_order as (
    select
        take_id, record_number, layout, shop, order_id, line_id, export_id, replaces, ordered_date, ingested_at,
        row_number() over (
            partition by layout, shop, order_id
            order by
                status_at desc nulls last,
                window_end desc nulls last,
                case status
                    when 'pending' then 1
                    when 'paid' then 2
                    when 'shipped' then 3
                    when 'completed' then 4
                    else 5
                end desc,
                ingested_at desc,
                file_id desc,
                record_number desc,
                line_id desc
        ) as version_rank
    from lake_orders
    where take_id in (select take_id from in_force)
),

ranked_in_unit as (
    select
        take_id, record_number, layout, shop, order_id, line_id, export_id, ordered_date, ingested_at,
        row_number() over (partition by layout, shop, order_id, line_id order by version_rank) as line_rank,
        max(case when replaces = 'order' then 1 else 0 end) over (partition by layout, shop, order_id) as is_whole,
        max(case when version_rank = 1 then export_id end) over (partition by layout, shop, order_id) as newest_export
    from ranked_in_order
),

order_versions as (
    select
        cast(take_id as varchar) as take_id,
        cast(record_number as bigint) as record_number,
        cast(layout as varchar) as layout,
        cast(shop as varchar) as shop,
        cast(order_id as varchar) as order_id,
        cast(line_id as varchar) as line_id,
        cast(ordered_date as date) as ordered_date,
        cast(ingested_at as timestamp(3)) as ingested_at,
        cast(case when is_whole = 1 then export_id = newest_export else line_rank = 1 end as boolean) as is_newest
    from ranked_in_unit
)

select * from order_versions
