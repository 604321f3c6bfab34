-- Every contact or sign of interest once, browsing included: filter on kind before counting enquiries.
-- Losing versions are taken out by a join rather than a window, so that a filter on partition_month still prunes.
with

in_force as (
    select take_id
    from lake_ledger
    where is_in_force and dataset = 'interactions'
),

contacts as (
    select
        lake_interactions.interaction_id, lake_interactions.conversation_id, lake_interactions.started_at,
        lake_interactions.started_date, lake_interactions.channel, lake_interactions.direction,
        lake_interactions.kind, lake_interactions.approach, lake_interactions.handler_kind,
        lake_interactions.team, lake_interactions.first_response_seconds,
        lake_interactions.resolution_seconds, lake_interactions.outcome, lake_interactions.product_id,
        lake_interactions.order_id, lake_interactions.list_amount, lake_interactions.offer_amount,
        lake_interactions.offered_by, lake_interactions.currency, lake_interactions.rating,
        lake_interactions.text, lake_interactions.party_ref, lake_interactions.handler_ref,
        lake_interactions.shop, lake_interactions.brand, lake_interactions.layout,
        lake_interactions.file_id, lake_interactions.take_id, lake_interactions.record_number,
        lake_interactions.ingested_at, lake_interactions.export_id, lake_interactions.window_end,
        lake_interactions.role, lake_interactions.month,
        coalesce(lake_interactions.currency, settings.currency) <> settings.currency as is_foreign,
        case
            when coalesce(lake_interactions.currency, settings.currency) = settings.currency
                then cast(1 as decimal(18, 8))
            else daily_rates.rate
        end as rate,
        case when settings.products_are_company_wide then '*' else lake_interactions.shop end as product_shop
    from lake_interactions
    cross join settings
    left join losing_interactions
        on losing_interactions.take_id = lake_interactions.take_id
        and losing_interactions.record_number = lake_interactions.record_number
        and losing_interactions.interaction_id = lake_interactions.interaction_id
    left join daily_rates
        on daily_rates.currency = lake_interactions.currency
        and daily_rates.valid_on = lake_interactions.started_date
    where lake_interactions.take_id in (select take_id from in_force) and losing_interactions.take_id is null
),

resolved_contacts as (
    select
        cast(contacts.interaction_id as varchar) as interaction_id,
        cast(contacts.conversation_id as varchar) as conversation_id,
        cast(contacts.started_at as timestamp(3)) as started_at,
        cast(contacts.started_date as date) as started_date,
        cast(contacts.channel as varchar) as channel,
        cast(contacts.direction as varchar) as direction,
        cast(contacts.kind as varchar) as kind,
        cast(contacts.approach as varchar) as approach,
        cast(contacts.handler_kind as varchar) as handler_kind,
        cast(contacts.team as varchar) as team,
        cast(contacts.first_response_seconds as decimal(18, 4)) as first_response_seconds,
        cast(contacts.resolution_seconds as decimal(18, 4)) as resolution_seconds,
        cast(contacts.outcome as varchar) as outcome,
        cast(contacts.product_id as varchar) as product_id,
        cast(contacts.order_id as varchar) as order_id,
        cast(contacts.list_amount * contacts.rate as decimal(28, 4)) as list_amount,
        cast(contacts.offer_amount * contacts.rate as decimal(28, 4)) as offer_amount,
        cast(contacts.offered_by as varchar) as offered_by,
        cast(contacts.currency as varchar) as currency,
        cast(contacts.rating as decimal(18, 4)) as rating,
        cast(contacts.text as varchar) as text,
        cast(contacts.party_ref as varchar) as party_ref,
        cast(contacts.handler_ref as varchar) as handler_ref,
        cast(contacts.shop as varchar) as shop,
        cast(contacts.brand as varchar) as brand,
        cast(contacts.layout as varchar) as layout,
        cast(contacts.file_id as varchar) as file_id,
        cast(contacts.take_id as varchar) as take_id,
        cast(contacts.record_number as bigint) as record_number,
        cast(contacts.ingested_at as timestamp(3)) as ingested_at,
        cast(contacts.export_id as varchar) as export_id,
        cast(contacts.window_end as timestamp(3)) as window_end,
        cast(contacts.role as varchar) as role,
        cast(contacts.month as varchar) as partition_month,
        cast(coalesce(party_identity.party_key, contacts.party_ref) as varchar) as party_key,
        cast(contacts.handler_ref as varchar) as handler_key,
        cast(contacts.product_shop as varchar) as product_shop,
        cast(contacts.list_amount as decimal(18, 4)) as list_amount_original,
        cast(contacts.offer_amount as decimal(18, 4)) as offer_amount_original,
        cast(contacts.rate is null as boolean) as is_unconverted
    from contacts
    left join lake_identities as party_identity on party_identity.party_ref = contacts.party_ref
)

select * from resolved_contacts
