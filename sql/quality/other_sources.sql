-- Sources beside orders and usage, by data set, layout and shop: they never decide as_of.
-- Products, parties and campaigns are references without a business date; only their arrival tells how fresh they are.
with

in_force as (
    select take_id, dataset
    from lake_ledger
    where is_in_force
    group by take_id, dataset
),

answers as (
    select lake_feedback.take_id, lake_feedback.layout, lake_feedback.shop, lake_feedback.given_date,
        lake_feedback.ingested_at
    from lake_feedback
    left join losing_feedback
        on losing_feedback.take_id = lake_feedback.take_id
        and losing_feedback.record_number = lake_feedback.record_number
        and losing_feedback.feedback_id = lake_feedback.feedback_id
    where losing_feedback.take_id is null
),

contacts as (
    select lake_interactions.take_id, lake_interactions.layout, lake_interactions.shop,
        lake_interactions.started_date, lake_interactions.ingested_at
    from lake_interactions
    left join losing_interactions
        on losing_interactions.take_id = lake_interactions.take_id
        and losing_interactions.record_number = lake_interactions.record_number
        and losing_interactions.interaction_id = lake_interactions.interaction_id
    where losing_interactions.take_id is null
),

source_rows as (
    select 'feedback' as dataset, take_id, layout, shop, given_date as business_date, ingested_at
    from answers
    union all
    select 'interactions', take_id, layout, shop, started_date, ingested_at
    from contacts
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
            count_if(
                date_diff('day', source_rows.business_date, cast(source_rows.ingested_at as date))
                > settings.late_after_days
            ) as bigint
        ) as late_row_count
    from source_rows
    inner join in_force on in_force.take_id = source_rows.take_id and in_force.dataset = source_rows.dataset
    cross join settings
    group by source_rows.dataset, source_rows.layout, source_rows.shop
)

select * from other_sources
