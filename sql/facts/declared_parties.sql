-- The newest landed record of each declared party. Consent comes from the record with the newest consent_at, which
-- may be an older version than the rest; where it is absent there is none.
with

in_force as (
    select take_id
    from lake_ledger
    where is_in_force and dataset = 'parties'
),

records as (
    select
        lake_parties.party_ref, lake_parties.organisation_ref, lake_parties.account_owner_ref,
        lake_parties.referrer_ref, lake_parties.party_kind, lake_parties.relation, lake_parties.city,
        lake_parties.region, lake_parties.country, lake_parties.consent_email, lake_parties.consent_whatsapp,
        lake_parties.consent_phone, lake_parties.consent_ads, lake_parties.consent_at, lake_parties.shop,
        lake_parties.brand, lake_parties.layout, lake_parties.file_id, lake_parties.take_id,
        lake_parties.record_number, lake_parties.ingested_at, lake_parties.export_id, lake_parties.window_end,
        coalesce(lake_identities.party_key, lake_parties.party_ref) as party_key
    from lake_parties
    left join lake_identities on lake_identities.party_ref = lake_parties.party_ref
    where lake_parties.take_id in (select take_id from in_force) and lake_parties.party_ref is not null
),

ranked_records as (
    select
        party_ref, organisation_ref, account_owner_ref, referrer_ref, party_kind, relation, city, region, country,
        consent_email, consent_whatsapp, consent_phone, consent_ads, consent_at, shop, brand, layout, file_id, take_id,
        record_number, ingested_at, export_id, window_end, party_key,
        row_number() over (
            partition by party_key
            order by window_end desc nulls last, ingested_at desc, file_id desc, record_number desc
        ) as version_rank
    from records
),

consents as (
    select
        party_ref, organisation_ref, account_owner_ref, referrer_ref, party_kind, relation, city, region, country, shop,
        brand, layout, file_id, take_id, record_number, ingested_at, export_id, window_end, party_key, version_rank,
        first_value(consent_email) over newest_consent as consent_email,
        first_value(consent_whatsapp) over newest_consent as consent_whatsapp,
        first_value(consent_phone) over newest_consent as consent_phone,
        first_value(consent_ads) over newest_consent as consent_ads,
        first_value(consent_at) over newest_consent as consent_at
    from ranked_records
    window newest_consent as (partition by party_key order by consent_at desc nulls last, version_rank)
),

newest_records as (
    select
        cast(consents.party_key as varchar) as party_key,
        cast(consents.party_ref as varchar) as party_ref,
        cast(consents.party_kind as varchar) as party_kind,
        cast(consents.relation as varchar) as relation,
        cast(coalesce(organisation_identity.party_key, consents.organisation_ref) as varchar) as organisation_key,
        cast(consents.account_owner_ref as varchar) as account_owner_key,
        cast(coalesce(referrer_identity.party_key, consents.referrer_ref) as varchar) as referrer_key,
        cast(consents.city as varchar) as city,
        cast(consents.region as varchar) as region,
        cast(consents.country as varchar) as country,
        cast(coalesce(consents.consent_email, false) as boolean) as consent_email,
        cast(coalesce(consents.consent_whatsapp, false) as boolean) as consent_whatsapp,
        cast(coalesce(consents.consent_phone, false) as boolean) as consent_phone,
        cast(coalesce(consents.consent_ads, false) as boolean) as consent_ads,
        cast(consents.consent_at as timestamp(3)) as consent_at,
        cast(consents.organisation_ref as varchar) as organisation_ref,
        cast(consents.account_owner_ref as varchar) as account_owner_ref,
        cast(consents.referrer_ref as varchar) as referrer_ref,
        cast(consents.shop as varchar) as shop,
        cast(consents.brand as varchar) as brand,
        cast(consents.layout as varchar) as layout,
        cast(consents.file_id as varchar) as file_id,
        cast(consents.take_id as varchar) as take_id,
        cast(consents.record_number as bigint) as record_number,
        cast(consents.ingested_at as timestamp(3)) as ingested_at,
        cast(consents.export_id as varchar) as export_id,
        cast(consents.window_end as timestamp(3)) as window_end
    from consents
    left join lake_identities as organisation_identity on organisation_identity.party_ref = consents.organisation_ref
    left join lake_identities as referrer_identity on referrer_identity.party_ref = consents.referrer_ref
    where consents.version_rank = 1
)

select * from newest_records
