-- How fresh and how whole each source is. Days are missing only where a source usually has rows on nearly every day;
-- a source that is not live is left out of as_of, so everything is told without waiting for it.
with

sources_by_kind as (
    select dataset, layout, shop, first_date, last_date, last_arrival, day_count, late_row_count, newest_date
    from sources
    union all
    select
        dataset, layout, shop, first_date, last_date, last_arrival, day_count, late_row_count,
        cast(null as date) as newest_date
    from other_sources
),

compared_sources as (
    select
        dataset, layout, shop, last_date, last_arrival, day_count, late_row_count,
        date_diff('day', first_date, last_date) + 1 as span_days,
        date_diff('day', last_date, max(newest_date) over ()) as days_behind
    from sources_by_kind
),

data_freshness as (
    select
        cast(compared_sources.dataset as varchar) as dataset,
        cast(compared_sources.layout as varchar) as layout,
        cast(compared_sources.shop as varchar) as shop,
        cast(compared_sources.last_date as date) as last_activity_date,
        cast(compared_sources.last_arrival as timestamp(3)) as last_arrival,
        cast(compared_sources.late_row_count as bigint) as late_row_count,
        cast(
            case
                when cast(compared_sources.day_count as double) / compared_sources.span_days
                    >= settings.dense_day_share then compared_sources.span_days - compared_sources.day_count
                else 0
            end as bigint
        ) as missing_days,
        cast(compared_sources.days_behind <= settings.live_source_days as boolean) as is_live
    from compared_sources
    cross join settings
)

select * from data_freshness
