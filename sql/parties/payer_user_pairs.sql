-- Who pays for whom: from paid lines whose recipient is another party than the buyer, and from usage whose account,
-- else whose order's buyer, is another party than the actor. Who pays for itself has no row.
with

order_lines as (
    select party_key, recipient_key, ordered_date, order_key
    from orders
    where is_paid and recipient_key <> party_key
),

usage_events as (
    select
        usage.party_key, usage.used_date,
        coalesce(usage.account_key, order_buyers.party_key) as payer_key
    from usage
    left join order_buyers
        on order_buyers.shop = usage.shop
        and order_buyers.order_id = usage.order_id
        and (order_buyers.layout = usage.layout or order_buyers.same_id_count = 1)
),

meetings as (
    select party_key as payer_key, recipient_key as user_key, ordered_date as met_date, order_key, 0 as usage_count
    from order_lines
    union all
    select payer_key, party_key as user_key, used_date as met_date, null as order_key, 1 as usage_count
    from usage_events
    where payer_key <> party_key
),

payer_user_pairs as (
    select
        cast(payer_key as varchar) as payer_key,
        cast(user_key as varchar) as user_key,
        cast(count(distinct order_key) as bigint) as order_count,
        cast(sum(usage_count) as bigint) as usage_count,
        cast(min(met_date) as date) as first_date,
        cast(max(met_date) as date) as last_date
    from meetings
    group by payer_key, user_key
)

select * from payer_user_pairs
