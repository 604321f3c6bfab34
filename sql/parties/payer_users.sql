-- What ties a payer to a user it pays for, first match wins: employer, resale, household, other.
-- "other" says only that nothing known ties them, not that they are strangers.
with

pairs as (
    select
        payer_key, user_key, order_count, usage_count, first_date, last_date,
        count(*) over (partition by payer_key) as user_count
    from payer_user_pairs
),

payers as (
    select party_key, customer_type, basis, party_kind
    from customer_types
),

users as (
    select party_key, organisation_key
    from declared_parties
    where organisation_key is not null
),

payer_points as (
    select party_key, point_kind, point_ref
    from contact_points
),

user_points as (
    select party_key, point_kind, point_ref
    from contact_points
),

known_pairs as (
    select
        pairs.payer_key, pairs.user_key, pairs.order_count, pairs.usage_count, pairs.first_date, pairs.last_date,
        pairs.user_count,
        max(users.organisation_key) as organisation_key,
        max(payers.party_kind) as payer_kind,
        max(payers.customer_type) as customer_type,
        max(payers.basis) as basis,
        array_join(array_sort(array_agg(distinct user_points.point_kind)), ', ') as shared_points
    from pairs
    left join payers on payers.party_key = pairs.payer_key
    left join users on users.party_key = pairs.user_key
    left join payer_points on payer_points.party_key = pairs.payer_key
    left join user_points
        on user_points.party_key = pairs.user_key
        and user_points.point_kind = payer_points.point_kind
        and user_points.point_ref = payer_points.point_ref
    group by
        pairs.payer_key, pairs.user_key, pairs.order_count, pairs.usage_count, pairs.first_date, pairs.last_date,
        pairs.user_count
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
