-- Sources beside orders and usage, by data set, layout and shop: they never decide as_of.
-- Products, parties and campaigns are references without a business date; only their arrival tells how fresh they are.
with

in_force as (
    select take_id, dataset
    from lake_ledger
    where is_in_force
    group by take_id, dataset
),

source_rows as (
    select 'feedback' as dataset, take_id, layout, shop, given_date as business_date, ingested_at
    from feedback_versions
    where is_newest
    union all
    select 'interactions', take_id, layout, shop, started_date, ingested_at
    from interaction_versions
    where is_newest
    union all
    select 'exchange_rates', take_id, layout, shop, rate_date, ingested_at
    from lake_exchange_rates
    union all
    select 'control_totals', take_id, layout, shop, total_date, ingested_at
    from lake_control_totals
    union all
    select 'products', take_id, layout, shop, null, ingested_at
    from lake_products
    union all
    select 'parties', take_id, layout, shop, null, ingested_at
    from lake_parties
    union all
    select 'campaigns', take_id, layout, shop, null, ingested_at
    from lake_campaigns
),

other_sources as (
    select
        cast(source_rows.dataset as varchar) as dataset,
        cast(source_rows.layout as varchar) as layout,
        cast(source_rows.shop as varchar) as shop,
        cast(min(source_rows.business_date) as date) as first_date,
        cast(max(source_rows.business_date) as date) as last_date,
        cast(max(source_rows.ingested_at) as timestamp(3)) as last_arrival,
        cast(count(distinct source_rows.business_date) as bigint) as day_count,
        cast(
            count_if(coalesce(
                date_diff('day', source_rows.business_date, cast(source_rows.ingested_at as date))
                > settings.late_after_days,
                false
            )) as bigint
        ) as late_row_count
    from source_rows
    inner join in_force on in_force.take_id = source_rows.take_id and in_force.dataset = source_rows.dataset
    cross join settings
    group by source_rows.dataset, source_rows.layout, source_rows.shop
)

select * from other_sources
