-- What became of every landed file, for each data set it feeds. record_count = written + rejected + duplicate +
-- superseded; a file taken in again shows its last account only.
with

entries as (
    select
        file_id, take_id, dataset, layout, shop, arrived_at, record_count, written_count, rejected_count,
        duplicate_count, superseded_count, skipped_count, status, problem, is_in_force,
        row_number() over (
            partition by file_id, dataset
            order by is_in_force desc, arrived_at desc, take_id desc
        ) as take_rank
    from lake_ledger
),

files as (
    select
        cast(file_id as varchar) as file_id,
        cast(dataset as varchar) as dataset,
        cast(layout as varchar) as layout,
        cast(shop as varchar) as shop,
        cast(arrived_at as timestamp(3)) as arrived_at,
        cast(record_count as bigint) as record_count,
        cast(written_count as bigint) as written_count,
        cast(rejected_count as bigint) as rejected_count,
        cast(duplicate_count as bigint) as duplicate_count,
        cast(superseded_count as bigint) as superseded_count,
        cast(skipped_count as bigint) as skipped_count,
        cast(status as varchar) as status,
        cast(problem as varchar) as problem
    from entries
    where take_rank = 1
)

select * from files
