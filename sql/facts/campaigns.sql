-- The newest landed version of each campaign. Its cost is converted by the rate of its first day.
with

in_force as (
    select take_id
    from lake_ledger
    where is_in_force and dataset = 'campaigns'
),

ranked_campaigns as (
    select
        campaign_id, code, campaign_name, purpose, audience, channel, starts_on, ends_on, cost_amount, currency, shop,
        brand, layout, file_id, take_id, record_number, ingested_at, export_id, window_end,
        row_number() over (
            partition by shop, campaign_id
            order by window_end desc nulls last, ingested_at desc, file_id desc, record_number desc
        ) as version_rank
    from lake_campaigns
    where take_id in (select take_id from in_force)
),

rated_campaigns as (
    select
        ranked_campaigns.campaign_id, ranked_campaigns.code, ranked_campaigns.campaign_name,
        ranked_campaigns.purpose, ranked_campaigns.audience, ranked_campaigns.channel, ranked_campaigns.starts_on,
        ranked_campaigns.ends_on, ranked_campaigns.cost_amount, ranked_campaigns.currency, ranked_campaigns.shop,
        ranked_campaigns.brand, ranked_campaigns.layout, ranked_campaigns.file_id, ranked_campaigns.take_id,
        ranked_campaigns.record_number, ranked_campaigns.ingested_at, ranked_campaigns.export_id,
        ranked_campaigns.window_end,
        case
            when coalesce(ranked_campaigns.currency, settings.currency) = settings.currency
                then cast(1 as decimal(18, 8))
            else daily_rates.rate
        end as rate
    from ranked_campaigns
    cross join settings
    left join daily_rates
        on daily_rates.currency = ranked_campaigns.currency
        and daily_rates.valid_on = ranked_campaigns.starts_on
    where ranked_campaigns.version_rank = 1
),

newest_campaigns as (
    select
        cast(campaign_id as varchar) as campaign_id,
        cast(code as varchar) as code,
        cast(campaign_name as varchar) as campaign_name,
        cast(purpose as varchar) as purpose,
        cast(audience as varchar) as audience,
        cast(channel as varchar) as channel,
        cast(starts_on as date) as starts_on,
        cast(ends_on as date) as ends_on,
        cast(rated_campaigns.cost_amount * rated_campaigns.rate as decimal(28, 4)) as cost_amount,
        cast(rated_campaigns.cost_amount as decimal(18, 4)) as cost_amount_original,
        cast(currency as varchar) as currency,
        cast(shop as varchar) as shop,
        cast(brand as varchar) as brand,
        cast(layout as varchar) as layout,
        cast(file_id as varchar) as file_id,
        cast(take_id as varchar) as take_id,
        cast(record_number as bigint) as record_number,
        cast(ingested_at as timestamp(3)) as ingested_at,
        cast(export_id as varchar) as export_id,
        cast(window_end as timestamp(3)) as window_end
    from rated_campaigns
)

select * from newest_campaigns
