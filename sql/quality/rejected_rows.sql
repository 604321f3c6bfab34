-- Why records of the files in force were rejected: one row per problem, so one record may have several.
-- The raw text stands in restricted.rejected_records, never here.
with

in_force as (
    select take_id, dataset
    from lake_ledger
    where is_in_force
    group by take_id, dataset
),

rejected_rows as (
    select
        cast(lake_rejected.file_id as varchar) as file_id,
        cast(lake_rejected.dataset as varchar) as dataset,
        cast(lake_rejected.record_number as bigint) as record_number,
        cast(lake_rejected.line_number as bigint) as line_number,
        cast(lake_rejected.field as varchar) as field,
        cast(lake_rejected.problem as varchar) as problem
    from lake_rejected
    inner join in_force
        on in_force.take_id = lake_rejected.take_id
        and in_force.dataset = lake_rejected.dataset
    group by
        lake_rejected.file_id, lake_rejected.dataset, lake_rejected.record_number, lake_rejected.line_number,
        lake_rejected.field, lake_rejected.problem
)

select * from rejected_rows
