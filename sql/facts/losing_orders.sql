-- Order lines that lost to a newer version; orders takes them out. Few, so worth keeping as a table.
with

losing_versions as (
    select
        cast(take_id as varchar) as take_id,
        cast(record_number as bigint) as record_number,
        cast(order_id as varchar) as order_id,
        cast(line_id as varchar) as line_id
    from order_versions
    where not is_newest
)

select * from losing_versions
