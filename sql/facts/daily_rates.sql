-- For every day the rate to convert with: the newest on or before it, at most rate_max_age_days old.
-- One row per day, so that facts find their rate by equality instead of searching every earlier one.
with

rates as (
    select currency, rate_date, rate
    from exchange_rates
),

rates_until_next as (
    select
        currency, rate_date, rate,
        lead(rate_date) over (partition by currency order by rate_date) as next_rate_date
    from rates
),

rates_by_age as (
    select
        rates_until_next.currency, rates_until_next.rate_date, rates_until_next.rate,
        rates_until_next.next_rate_date,
        date_add('day', ages.age_days, rates_until_next.rate_date) as valid_on
    from rates_until_next
    cross join settings
    cross join unnest(sequence(0, settings.rate_max_age_days)) as ages (age_days)
),

daily_rates as (
    select
        cast(currency as varchar) as currency,
        cast(valid_on as date) as valid_on,
        cast(rate as decimal(18, 8)) as rate,
        cast(rate_date as date) as rate_date
    from rates_by_age
    where next_rate_date is null or valid_on < next_rate_date
)

select * from daily_rates
