-- Rows that lost to a newer version of the same contact; interactions takes them out. Few, so worth keeping as a table.
with

losing_versions as (
    select
        cast(take_id as varchar) as take_id,
        cast(record_number as bigint) as record_number,
        cast(interaction_id as varchar) as interaction_id
    from interaction_versions
    where not is_newest
)

select * from losing_versions
