-- What ties a payer to a user it pays for, first match wins: employer, resale, household, other.
-- "other" says only that nothing known ties them, not that they are strangers.
with

pairs as (
    select
        payer_key, user_key, order_count, usage_count, first_date, last_date,
        count(*) over (partition by payer_key) as user_count
    from payer_user_pairs
),

sides as (
    select
        pairs.payer_key, pairs.user_key, pairs.order_count, pairs.usage_count, pairs.first_date, pairs.last_date,
        pairs.user_count, ends.side,
        case ends.side when 'payer' then pairs.payer_key else pairs.user_key end as party_key
    from pairs
    cross join unnest(array['payer', 'user']) as ends (side)
),

points as (
    select
        sides.payer_key, sides.user_key, sides.order_count, sides.usage_count, sides.first_date, sides.last_date,
        sides.user_count, contact_points.point_kind,
        max(case when sides.side = 'user' then declared_parties.organisation_key end) as organisation_key,
        max(case when sides.side = 'payer' then declared_parties.party_kind end) as payer_kind,
        max(case when sides.side = 'payer' then customer_types.customer_type end) as customer_type,
        max(case when sides.side = 'payer' then customer_types.basis end) as basis,
        count(distinct sides.side) = 2 and contact_points.point_ref is not null as is_shared
    from sides
    left join declared_parties on declared_parties.party_key = sides.party_key
    left join customer_types on customer_types.party_key = sides.party_key
    left join contact_points on contact_points.party_key = sides.party_key
    group by
        sides.payer_key, sides.user_key, sides.order_count, sides.usage_count, sides.first_date, sides.last_date,
        sides.user_count, contact_points.point_kind, contact_points.point_ref
),

known_pairs as (
    select
        payer_key, user_key, order_count, usage_count, first_date, last_date, user_count,
        max(organisation_key) as organisation_key,
        max(payer_kind) as payer_kind,
        max(customer_type) as customer_type,
        max(basis) as basis,
        array_join(array_sort(array_agg(distinct point_kind) filter (where is_shared)), ', ') as shared_points
    from points
    group by payer_key, user_key, order_count, usage_count, first_date, last_date, user_count
),

related_pairs as (
    select
        known_pairs.payer_key, known_pairs.user_key, known_pairs.order_count, known_pairs.usage_count,
        known_pairs.first_date, known_pairs.last_date, known_pairs.user_count, known_pairs.customer_type,
        known_pairs.basis, known_pairs.shared_points,
        case
            when known_pairs.organisation_key = known_pairs.payer_key then 'declared'
            when known_pairs.payer_kind = 'organisation' and known_pairs.user_count >= settings.employer_min_users
                then 'counted'
            when known_pairs.customer_type in ('intermediary', 'internal') then 'resale'
            when known_pairs.shared_points <> '' then 'household'
            else 'other'
        end as tie
    from known_pairs
    cross join settings
),

payer_users as (
    select
        cast(payer_key as varchar) as payer_key,
        cast(user_key as varchar) as user_key,
        cast(case when tie in ('declared', 'counted') then 'employer' else tie end as varchar) as relation,
        cast(
            case tie
                when 'declared' then 'the user is declared as belonging to the payer'
                when 'counted'
                    then 'the payer is an organisation that pays for ' || cast(user_count as varchar) || ' users'
                when 'resale' then 'the payer is ' || customer_type || ' (' || basis || ')'
                when 'household' then 'they share ' || shared_points
                else 'nothing known ties them'
            end as varchar
        ) as evidence,
        cast(order_count as bigint) as order_count,
        cast(usage_count as bigint) as usage_count,
        cast(first_date as date) as first_date,
        cast(last_date as date) as last_date
    from related_pairs
)

select * from payer_users
