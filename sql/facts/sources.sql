-- Where orders and usage come from: one row per data set, layout and shop, with the days it covers.
-- A source is live when its last date is close to the newest of all; only live ones decide as_of.
with

activity_rows as (
    select 'orders' as dataset, layout, shop, ordered_date as business_date, ingested_at
    from order_versions
    where is_newest
    union all
    select 'usage' as dataset, layout, shop, used_date as business_date, ingested_at
    from usage_versions
    where is_newest
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
