-- Every version in force of every contact, the newest of each marked: over all files, whichever landed first.
-- Losers inside one file never reach the lake: ingest has counted them as superseded or duplicate.
with

in_force as (
    select take_id
    from lake_ledger
    where is_in_force and dataset = 'interactions'
),

ranked_versions as (
    select
        take_id, record_number, layout, shop, interaction_id, started_date, ingested_at,
        row_number() over (
            partition by layout, shop, interaction_id
            order by window_end desc nulls last, ingested_at desc, file_id desc, record_number desc
        ) as version_rank
    from lake_interactions
    where take_id in (select take_id from in_force)
),

interaction_versions as (
    select
        cast(take_id as varchar) as take_id,
        cast(record_number as bigint) as record_number,
        cast(layout as varchar) as layout,
        cast(shop as varchar) as shop,
        cast(interaction_id as varchar) as interaction_id,
        cast(started_date as date) as started_date,
        cast(ingested_at as timestamp(3)) as ingested_at,
        cast(version_rank = 1 as boolean) as is_newest
    from ranked_versions
)

select * from interaction_versions
