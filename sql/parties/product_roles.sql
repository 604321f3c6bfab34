-- Who buys and who uses each product. Clients count as payers by their orders and as users by their usage.
-- Coverage looks at every pair of the two parties, whichever product brought them together.
with

activities as (
    select
        product_shop, product_id, party_key,
        bool_or(activity = 'paid') as has_bought,
        bool_or(activity = 'used') as has_used
    from party_activities
    where activity in ('paid', 'used')
    group by product_shop, product_id, party_key
),

pairs as (
    select payer_key, user_key
    from payer_user_pairs
),

neighbours as (
    select
        case sides.side when 'payer' then pairs.payer_key else pairs.user_key end as party_key,
        case sides.side when 'payer' then pairs.user_key else pairs.payer_key end as other_key,
        sides.side
    from pairs
    cross join unnest(array['payer', 'user']) as sides (side)
),

marks as (
    select
        activities.product_shop, activities.product_id, activities.party_key, activities.has_bought,
        activities.has_used,
        case when neighbours.side = 'payer' and activities.has_bought then neighbours.other_key end as covered_user,
        case when neighbours.side = 'user' and activities.has_used then neighbours.other_key end as covered_payer
    from activities
    left join neighbours on neighbours.party_key = activities.party_key
),

marked_parties as (
    select
        marks.product_shop, marks.product_id,
        case targets.target
            when 'itself' then marks.party_key
            when 'user' then marks.covered_user
            else marks.covered_payer
        end as party_key,
        targets.target = 'itself' and marks.has_bought as has_bought,
        targets.target = 'itself' and marks.has_used as has_used,
        targets.target = 'user' as is_bought_for,
        targets.target = 'payer' as is_used_by_other
    from marks
    cross join unnest(array['itself', 'user', 'payer']) as targets (target)
),

product_parties as (
    select
        product_shop, product_id, party_key,
        bool_or(has_bought) as has_bought,
        bool_or(has_used) as has_used,
        bool_or(is_bought_for) as is_bought_for,
        bool_or(is_used_by_other) as is_used_by_other
    from marked_parties
    where party_key is not null
    group by product_shop, product_id, party_key
),

product_roles as (
    select
        cast(product_shop as varchar) as shop,
        cast(product_id as varchar) as product_id,
        cast(count_if(has_bought) as bigint) as buyer_count,
        cast(count_if(has_used) as bigint) as user_count,
        cast(count_if(has_bought and has_used) as bigint) as both_count,
        cast(count_if(has_bought and not has_used and not is_used_by_other) as bigint) as bought_not_used_count,
        cast(count_if(has_used and not has_bought and not is_bought_for) as bigint) as used_not_bought_count
    from product_parties
    group by product_shop, product_id
)

select * from product_roles
