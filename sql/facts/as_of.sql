-- The date as of which everything is told, and the last month that was over by then. Never the clock: the setting,
-- else the earliest date that all live sources of orders and usage have reached. NULL while the lake is empty.
with

source_dates as (
    select first_date, last_date, is_live
    from sources
),

activity_span as (
    select
        min(case when is_live then last_date end) as reached_date,
        date_trunc('month', min(first_date)) as first_activity_month,
        date_trunc('month', max(last_date)) as last_activity_month
    from source_dates
),

dated as (
    select
        coalesce(settings.as_of, activity_span.reached_date) as as_of,
        activity_span.first_activity_month, activity_span.last_activity_month
    from activity_span
    cross join settings
),

as_of_row as (
    select
        cast(as_of as date) as as_of,
        cast(date_add('month', -1, date_trunc('month', date_add('day', 1, as_of))) as date) as last_full_month,
        cast(first_activity_month as date) as first_activity_month,
        cast(last_activity_month as date) as last_activity_month
    from dated
)

select * from as_of_row
