-- Rows that lost to a newer version of the same answer, over all files in force; feedback takes them out.
-- Losers inside one file never reach the lake: ingest has counted them as superseded or duplicate.
with

in_force as (
    select take_id
    from lake_ledger
    where is_in_force and dataset = 'feedback'
),

ranked_versions as (
    select
        take_id, record_number, feedback_id,
        row_number() over (
            partition by layout, shop, feedback_id
            order by window_end desc nulls last, ingested_at desc, file_id desc, record_number desc
        ) as version_rank
    from lake_feedback
    where take_id in (select take_id from in_force)
),

losing_versions as (
    select
        cast(take_id as varchar) as take_id,
        cast(record_number as bigint) as record_number,
        cast(feedback_id as varchar) as feedback_id
    from ranked_versions
    where version_rank > 1
)

select * from losing_versions
