-- Rows that lost to a newer version of the same event; usage takes them out. Few, so worth keeping as a table.
with

losing_versions as (
    select
        cast(take_id as varchar) as take_id,
        cast(record_number as bigint) as record_number,
        cast(event_id as varchar) as event_id
    from usage_versions
    where not is_newest
)

select * from losing_versions
