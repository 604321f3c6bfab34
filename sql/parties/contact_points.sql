-- Points of contact that tell a household: who shares a phone, an address, or a surname with an address.
-- A shared e-mail or name alone tells nothing, so neither is here. The points are references, never the values.
with

in_force as (
    select take_id
    from lake_ledger
    where is_in_force
),

points as (
    select
        coalesce(lake_identities.party_key, lake_contact_points.party_ref) as party_key,
        lake_contact_points.point_kind, lake_contact_points.point_ref
    from lake_contact_points
    left join lake_identities on lake_identities.party_ref = lake_contact_points.party_ref
    where
        lake_contact_points.take_id in (select take_id from in_force)
        and lake_contact_points.point_kind in ('phone', 'address', 'surname_address')
),

contact_points as (
    select
        cast(party_key as varchar) as party_key,
        cast(point_kind as varchar) as point_kind,
        cast(point_ref as varchar) as point_ref
    from points
    group by party_key, point_kind, point_ref
)

select * from contact_points
