-- Everybody the lake knows, whether they ever paid or not. A role is a flag here, and a party may hold all three;
-- is_expected_user is a user known only as the recipient of another party's paid goods.
with

declared as (
    select party_key, party_kind, city, region
    from declared_parties
),

contacted as (
    select party_key
    from interactions
    where party_key is not null
    group by party_key
),

answered as (
    select party_key
    from feedback
    where party_key is not null
    group by party_key
),

activities as (
    select
        party_key, activity, role, activity_date, order_key, revenue_amount, is_unconverted, city, region,
        date_format(happened_at, '%Y-%m-%d %H:%i:%s') || coalesce(city, '') || '|' || coalesce(region, '')
            as place_order
    from party_activities
),

named_parties as (
    select
        party_key, activity, role, activity_date, order_key, revenue_amount, is_unconverted, city, region,
        case when city is not null or region is not null then place_order end as place_order,
        null as declared_kind, null as declared_city, null as declared_region
    from activities
    union all
    select
        party_key, 'declared', null, null, null, null, false, null, null, null, party_kind, city, region
    from declared
    union all
    select party_key, 'contacted', null, null, null, null, false, null, null, null, null, null, null
    from contacted
    union all
    select party_key, 'answered', null, null, null, null, false, null, null, null, null, null, null
    from answered
),

summed_parties as (
    select
        party_key,
        max(declared_kind) as party_kind,
        max(declared_city) as declared_city,
        max(declared_region) as declared_region,
        bool_or(activity = 'declared') as is_declared,
        bool_or(activity = 'paid' and role = 'buyer') as is_buyer,
        bool_or(activity = 'used' and role = 'user') as has_used_goods,
        bool_or(activity = 'received') as has_received,
        bool_or(coalesce(role = 'client', false)) as is_client,
        bool_or(activity = 'paid') as is_payer,
        min(case when activity in ('paid', 'used') then activity_date end) as first_activity_date,
        max(case when activity in ('paid', 'used') then activity_date end) as last_activity_date,
        count(distinct order_key) as order_count,
        sum(revenue_amount) as paid_amount,
        count_if(activity = 'used') as usage_count,
        count_if(is_unconverted) as unconverted_line_count,
        max_by(city, place_order) as newest_city,
        max_by(region, place_order) as newest_region
    from named_parties
    group by party_key
),

parties as (
    select
        cast(party_key as varchar) as party_key,
        cast(party_kind as varchar) as party_kind,
        cast(is_buyer as boolean) as is_buyer,
        cast(has_used_goods or has_received as boolean) as is_user,
        cast(has_received and not has_used_goods as boolean) as is_expected_user,
        cast(is_client as boolean) as is_client,
        cast(is_payer as boolean) as is_payer,
        cast(is_declared as boolean) as is_declared,
        cast(first_activity_date as date) as first_activity_date,
        cast(last_activity_date as date) as last_activity_date,
        cast(order_count as bigint) as order_count,
        cast(coalesce(paid_amount, 0) as decimal(38, 4)) as paid_amount,
        cast(usage_count as bigint) as usage_count,
        cast(unconverted_line_count as bigint) as unconverted_line_count,
        cast(coalesce(declared_city, newest_city) as varchar) as city,
        cast(case when declared_city is null then newest_region else declared_region end as varchar) as region
    from summed_parties
)

select * from parties
