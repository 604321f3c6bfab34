-- Where orders and usage come from: one row per data set, layout and shop, with the days it covers.
-- A source is live when its last date is close to the newest of all; only live ones decide as_of.
with

in_force as (
    select dataset, take_id
    from lake_ledger
    where is_in_force and dataset in ('orders', 'usage')
    group by dataset, take_id
),

order_rows as (
    select
        'orders' as dataset, lake_orders.take_id, lake_orders.layout, lake_orders.shop,
        lake_orders.ordered_date as business_date, lake_orders.ingested_at
    from lake_orders
    left join losing_orders
        on losing_orders.take_id = lake_orders.take_id
        and losing_orders.record_number = lake_orders.record_number
        and losing_orders.order_id = lake_orders.order_id
        and losing_orders.line_id = lake_orders.line_id
    where losing_orders.take_id is null
),

usage_rows as (
    select
        'usage' as dataset, lake_usage.take_id, lake_usage.layout, lake_usage.shop,
        lake_usage.used_date as business_date, lake_usage.ingested_at
    from lake_usage
    left join losing_usage
        on losing_usage.take_id = lake_usage.take_id
        and losing_usage.record_number = lake_usage.record_number
        and losing_usage.event_id = lake_usage.event_id
    where losing_usage.take_id is null
),

activity_rows as (
    select dataset, take_id, layout, shop, business_date, ingested_at
    from order_rows
    union all
    select dataset, take_id, layout, shop, business_date, ingested_at
    from usage_rows
),

rows_by_source as (
    select
        activity_rows.dataset, activity_rows.layout, activity_rows.shop,
        min(activity_rows.business_date) as first_date,
        max(activity_rows.business_date) as last_date,
        max(activity_rows.ingested_at) as last_arrival,
        count(*) as row_count,
        count(distinct activity_rows.business_date) as day_count,
        count_if(
            date_diff('day', activity_rows.business_date, cast(activity_rows.ingested_at as date))
            > settings.late_after_days
        ) as late_row_count
    from activity_rows
    inner join in_force
        on in_force.dataset = activity_rows.dataset
        and in_force.take_id = activity_rows.take_id
    cross join settings
    group by activity_rows.dataset, activity_rows.layout, activity_rows.shop
),

sources_with_newest as (
    select
        dataset, layout, shop, first_date, last_date, last_arrival, row_count, day_count, late_row_count,
        max(last_date) over () as newest_date
    from rows_by_source
),

sources as (
    select
        cast(sources_with_newest.dataset as varchar) as dataset,
        cast(sources_with_newest.layout as varchar) as layout,
        cast(sources_with_newest.shop as varchar) as shop,
        cast(sources_with_newest.first_date as date) as first_date,
        cast(sources_with_newest.last_date as date) as last_date,
        cast(sources_with_newest.newest_date as date) as newest_date,
        cast(sources_with_newest.last_arrival as timestamp(3)) as last_arrival,
        cast(sources_with_newest.row_count as bigint) as row_count,
        cast(sources_with_newest.day_count as bigint) as day_count,
        cast(sources_with_newest.late_row_count as bigint) as late_row_count,
        cast(
            date_diff('day', sources_with_newest.last_date, sources_with_newest.newest_date)
            <= settings.live_source_days as boolean
        ) as is_live
    from sources_with_newest
    cross join settings
)

select * from sources
