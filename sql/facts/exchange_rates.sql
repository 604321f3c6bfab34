-- The newest landed rate of a currency for a date. Days without a rate have no row: join daily_rates to convert.
with

in_force as (
    select take_id
    from lake_ledger
    where is_in_force and dataset = 'exchange_rates'
),

ranked_rates as (
    select
        rate_date, currency, rate, shop, brand, layout, file_id, take_id, record_number, ingested_at, export_id,
        window_end,
        row_number() over (
            partition by rate_date, currency
            order by window_end desc nulls last, ingested_at desc, file_id desc, record_number desc
        ) as version_rank
    from lake_exchange_rates
    where take_id in (select take_id from in_force)
),

newest_rates as (
    select
        cast(rate_date as date) as rate_date,
        cast(currency as varchar) as currency,
        cast(rate as decimal(18, 8)) as rate,
        cast(shop as varchar) as shop,
        cast(brand as varchar) as brand,
        cast(layout as varchar) as layout,
        cast(file_id as varchar) as file_id,
        cast(take_id as varchar) as take_id,
        cast(record_number as bigint) as record_number,
        cast(ingested_at as timestamp(3)) as ingested_at,
        cast(export_id as varchar) as export_id,
        cast(window_end as timestamp(3)) as window_end
    from ranked_rates
    where version_rank = 1
)

select * from newest_rates
