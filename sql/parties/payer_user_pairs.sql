-- Who pays for whom: from paid lines whose recipient is another party than the buyer, and from usage whose account,
-- else whose order's buyer, is another party than the actor. Who pays for itself has no row.
-- An event finds its order in its own layout, or in the only layout of its shop that has an order of that id.
with

activities as (
    select
        layout, shop, order_id, layout as order_layout, party_key as buyer_key, order_key, ordered_date as met_date,
        case when is_paid and recipient_key <> party_key then party_key end as payer_key,
        recipient_key as user_key, cast(null as varchar) as actor_key
    from orders
    union all
    select
        layout, shop, coalesce(order_id, 'none for event ' || event_id), null, null, null, used_date,
        account_key, null, party_key
    from usage
),

matched_activities as (
    select
        order_key, met_date, payer_key, user_key, actor_key,
        min(buyer_key) over (partition by shop, order_id, layout) as buyer_in_layout,
        min(buyer_key) over (partition by shop, order_id) as buyer_in_shop,
        min(order_layout) over (partition by shop, order_id) as first_layout,
        max(order_layout) over (partition by shop, order_id) as last_layout
    from activities
),

meetings as (
    select
        order_key, met_date, actor_key,
        case
            when actor_key is null then payer_key
            when payer_key is not null then payer_key
            when buyer_in_layout is not null then buyer_in_layout
            when first_layout = last_layout then buyer_in_shop
        end as payer_key,
        coalesce(actor_key, user_key) as user_key
    from matched_activities
),

payer_user_pairs as (
    select
        cast(payer_key as varchar) as payer_key,
        cast(user_key as varchar) as user_key,
        cast(count(distinct order_key) as bigint) as order_count,
        cast(count(actor_key) as bigint) as usage_count,
        cast(min(met_date) as date) as first_date,
        cast(max(met_date) as date) as last_date
    from meetings
    where payer_key <> user_key
    group by payer_key, user_key
)

select * from payer_user_pairs
