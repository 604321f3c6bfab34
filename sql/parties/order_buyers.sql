-- Who bought each order, for usage events that name an order but no account. Cancelled orders are here too.
-- same_id_count tells how many layouts of the shop have an order of this id: an event of another layout may only be
-- matched where there is one.
with

order_lines as (
    select layout, shop, order_id, party_key
    from orders
),

buyers as (
    select layout, shop, order_id, min(party_key) as party_key
    from order_lines
    group by layout, shop, order_id
),

order_buyers as (
    select
        cast(layout as varchar) as layout,
        cast(shop as varchar) as shop,
        cast(order_id as varchar) as order_id,
        cast(party_key as varchar) as party_key,
        cast(count(*) over (partition by shop, order_id) as bigint) as same_id_count
    from buyers
)

select * from order_buyers
