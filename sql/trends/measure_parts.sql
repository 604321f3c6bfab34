-- What each month's measures are made of: amounts summed, people and orders once for each combination of dimensions
-- (entity). A person seen in two categories has two rows, so counts of entities must be distinct.
-- Refunds fall in the month they were paid back, whatever became of the line; all else in its own month.
with

order_lines as (
    select
        party_key, order_key, role, product_category, channel, shop, brand, is_paid, is_unconverted, ordered_date,
        revenue_amount, refunded_amount,
        coalesce(refunded_date, ordered_date) as refunded_date,
        min(case when is_paid and role = 'buyer' then ordered_date end) over (
            partition by party_key, case when party_key is null then order_key end
        ) as first_bought_date
    from orders
),

line_measures as (
    select
        measures.measure,
        date_trunc(
            'month',
            case measures.measure when 'refunds' then order_lines.refunded_date else order_lines.ordered_date end
        ) as month,
        case
            when measures.measure = 'orders' then order_lines.order_key
            when measures.measure in ('active_buyers', 'active_clients', 'new_buyers') then order_lines.party_key
        end as entity,
        case measures.measure
            when 'revenue' then order_lines.revenue_amount
            when 'refunds' then order_lines.refunded_amount
            else 1
        end as amount,
        order_lines.party_key, order_lines.role, order_lines.product_category, order_lines.channel, order_lines.shop,
        order_lines.brand
    from order_lines
    cross join unnest(array[
        'revenue', 'orders', 'active_buyers', 'active_clients', 'new_buyers', 'refunds', 'paid_lines',
        'unconverted_lines', 'unknown_party_lines'
    ]) as measures (measure)
    where case measures.measure
        when 'refunds' then order_lines.refunded_amount > 0
        when 'active_buyers'
            then order_lines.is_paid and order_lines.role = 'buyer' and order_lines.party_key is not null
        when 'active_clients'
            then order_lines.is_paid and order_lines.role = 'client' and order_lines.party_key is not null
        when 'new_buyers'
            then order_lines.is_paid and order_lines.role = 'buyer' and order_lines.party_key is not null
            and order_lines.ordered_date = order_lines.first_bought_date
        when 'unconverted_lines' then order_lines.is_paid and order_lines.is_unconverted
        when 'unknown_party_lines' then order_lines.is_paid and order_lines.party_key is null
        else order_lines.is_paid
    end
),

usage_events as (
    select party_key, role, product_category, channel, shop, brand, used_date, quantity
    from usage
),

event_measures as (
    select
        measures.measure,
        date_trunc('month', usage_events.used_date) as month,
        case when measures.measure <> 'usage_quantity' then usage_events.party_key end as entity,
        usage_events.quantity as amount,
        usage_events.party_key, usage_events.role, usage_events.product_category, usage_events.channel,
        usage_events.shop, usage_events.brand
    from usage_events
    cross join unnest(array['usage_quantity', 'active_users', 'active_clients']) as measures (measure)
    where case measures.measure
        when 'active_users' then usage_events.role = 'user' and usage_events.party_key is not null
        when 'active_clients' then usage_events.role = 'client' and usage_events.party_key is not null
        else true
    end
),

parts as (
    select measure, month, entity, amount, party_key, role, product_category, channel, shop, brand
    from line_measures
    union all
    select measure, month, entity, amount, party_key, role, product_category, channel, shop, brand
    from event_measures
),

types as (
    select party_key, customer_type
    from customer_types
),

measure_parts as (
    select
        cast(parts.month as date) as month,
        cast(parts.measure as varchar) as measure,
        cast(parts.entity as varchar) as entity,
        cast(parts.role as varchar) as role,
        cast(parts.product_category as varchar) as category,
        cast(parts.channel as varchar) as channel,
        cast(types.customer_type as varchar) as customer_type,
        cast(parts.shop as varchar) as shop,
        cast(parts.brand as varchar) as brand,
        cast(sum(parts.amount) as decimal(38, 4)) as amount
    from parts
    left join types on types.party_key = parts.party_key
    group by
        parts.month, parts.measure, parts.entity, parts.role, parts.product_category, parts.channel,
        types.customer_type, parts.shop, parts.brand
)

select * from measure_parts
