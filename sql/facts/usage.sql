-- Every usage event once: party_key is who uses, account_key who pays for it as far as the event itself says.
-- Losing versions are taken out by a join rather than a window, so that a filter on partition_month still prunes.
with

in_force as (
    select take_id
    from lake_ledger
    where is_in_force and dataset = 'usage'
),

events as (
    select
        lake_usage.event_id, lake_usage.used_at, lake_usage.used_date, lake_usage.order_id,
        lake_usage.serial_number, lake_usage.product_id, lake_usage.product_name, lake_usage.product_kind,
        lake_usage.product_category, lake_usage.action, lake_usage.quantity, lake_usage.duration_seconds,
        lake_usage.channel, lake_usage.device, lake_usage.city, lake_usage.region, lake_usage.country,
        lake_usage.user_ref, lake_usage.account_ref, lake_usage.product_kind_basis, lake_usage.shop,
        lake_usage.brand, lake_usage.layout, lake_usage.file_id, lake_usage.take_id,
        lake_usage.record_number, lake_usage.ingested_at, lake_usage.export_id, lake_usage.window_end,
        lake_usage.role, lake_usage.month,
        case when settings.products_are_company_wide then '*' else lake_usage.shop end as product_shop
    from lake_usage
    cross join settings
    left join losing_usage
        on losing_usage.take_id = lake_usage.take_id
        and losing_usage.record_number = lake_usage.record_number
        and losing_usage.event_id = lake_usage.event_id
    where lake_usage.take_id in (select take_id from in_force) and losing_usage.take_id is null
),

resolved_events as (
    select
        cast(events.event_id as varchar) as event_id,
        cast(events.used_at as timestamp(3)) as used_at,
        cast(events.used_date as date) as used_date,
        cast(events.order_id as varchar) as order_id,
        cast(events.serial_number as varchar) as serial_number,
        cast(events.product_id as varchar) as product_id,
        cast(events.product_name as varchar) as product_name,
        cast(events.product_kind as varchar) as product_kind,
        cast(events.product_category as varchar) as product_category,
        cast(events.action as varchar) as action,
        cast(events.quantity as decimal(18, 4)) as quantity,
        cast(events.duration_seconds as decimal(18, 4)) as duration_seconds,
        cast(events.channel as varchar) as channel,
        cast(events.device as varchar) as device,
        cast(events.city as varchar) as city,
        cast(events.region as varchar) as region,
        cast(events.country as varchar) as country,
        cast(events.user_ref as varchar) as user_ref,
        cast(events.account_ref as varchar) as account_ref,
        cast(events.product_kind_basis as varchar) as product_kind_basis,
        cast(events.shop as varchar) as shop,
        cast(events.brand as varchar) as brand,
        cast(events.layout as varchar) as layout,
        cast(events.file_id as varchar) as file_id,
        cast(events.take_id as varchar) as take_id,
        cast(events.record_number as bigint) as record_number,
        cast(events.ingested_at as timestamp(3)) as ingested_at,
        cast(events.export_id as varchar) as export_id,
        cast(events.window_end as timestamp(3)) as window_end,
        cast(events.role as varchar) as role,
        cast(events.month as varchar) as partition_month,
        cast(coalesce(party_identity.party_key, events.user_ref) as varchar) as party_key,
        cast(coalesce(account_identity.party_key, events.account_ref) as varchar) as account_key,
        cast(events.product_shop as varchar) as product_shop
    from events
    left join lake_identities as party_identity on party_identity.party_ref = events.user_ref
    left join lake_identities as account_identity on account_identity.party_ref = events.account_ref
)

select * from resolved_events
