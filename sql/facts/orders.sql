-- Every order line once, in its winning version, whatever its status: filter on is_paid before adding anything up.
-- Amounts are in the deployment's currency; without a rate they are NULL (is_unconverted), never the landed number.
-- Losing versions are taken out by a join rather than a window, so that a filter on partition_month still prunes.
with

in_force as (
    select take_id
    from lake_ledger
    where is_in_force and dataset = 'orders'
),

lines as (
    select
        lake_orders.order_id, lake_orders.line_id, lake_orders.ordered_at, lake_orders.ordered_date,
        lake_orders.status, lake_orders.status_at, lake_orders.city, lake_orders.region,
        lake_orders.country, lake_orders.product_id, lake_orders.product_name, lake_orders.product_kind,
        lake_orders.product_category, lake_orders.is_tailored, lake_orders.quantity, lake_orders.unit_price,
        lake_orders.line_amount, lake_orders.discount_amount, lake_orders.platform_discount_amount,
        lake_orders.cashback_amount, lake_orders.cost_amount, lake_orders.returned_quantity,
        lake_orders.refunded_amount, lake_orders.refunded_at, lake_orders.refunded_date, lake_orders.currency,
        lake_orders.promotion_code, lake_orders.channel, lake_orders.buyer_ref, lake_orders.recipient_ref,
        lake_orders.salesperson_ref, lake_orders.referrer_ref, lake_orders.product_kind_basis,
        lake_orders.replaces, lake_orders.shop, lake_orders.brand, lake_orders.layout, lake_orders.file_id,
        lake_orders.take_id, lake_orders.record_number, lake_orders.ingested_at, lake_orders.export_id,
        lake_orders.window_end, lake_orders.role, lake_orders.month,
        coalesce(lake_orders.currency, settings.currency) <> settings.currency as is_foreign,
        case
            when coalesce(lake_orders.currency, settings.currency) = settings.currency then cast(1 as decimal(18, 8))
            else daily_rates.rate
        end as rate,
        lake_orders.status in ('paid', 'shipped', 'completed') as is_paid,
        case when settings.products_are_company_wide then '*' else lake_orders.shop end as product_shop
    from lake_orders
    cross join settings
    left join losing_orders
        on losing_orders.take_id = lake_orders.take_id
        and losing_orders.record_number = lake_orders.record_number
        and losing_orders.order_id = lake_orders.order_id
        and losing_orders.line_id = lake_orders.line_id
    left join daily_rates
        on daily_rates.currency = lake_orders.currency
        and daily_rates.valid_on = lake_orders.ordered_date
    where lake_orders.take_id in (select take_id from in_force) and losing_orders.take_id is null
),

resolved_lines as (
    select
        cast(lines.order_id as varchar) as order_id,
        cast(lines.line_id as varchar) as line_id,
        cast(lines.ordered_at as timestamp(3)) as ordered_at,
        cast(lines.ordered_date as date) as ordered_date,
        cast(lines.status as varchar) as status,
        cast(lines.status_at as timestamp(3)) as status_at,
        cast(lines.city as varchar) as city,
        cast(lines.region as varchar) as region,
        cast(lines.country as varchar) as country,
        cast(lines.product_id as varchar) as product_id,
        cast(lines.product_name as varchar) as product_name,
        cast(lines.product_kind as varchar) as product_kind,
        cast(lines.product_category as varchar) as product_category,
        cast(lines.is_tailored as boolean) as is_tailored,
        cast(lines.quantity as decimal(18, 4)) as quantity,
        cast(lines.unit_price * lines.rate as decimal(28, 4)) as unit_price,
        cast(lines.line_amount * lines.rate as decimal(28, 4)) as line_amount,
        cast(lines.discount_amount * lines.rate as decimal(28, 4)) as discount_amount,
        cast(lines.platform_discount_amount * lines.rate as decimal(28, 4)) as platform_discount_amount,
        cast(lines.cashback_amount * lines.rate as decimal(28, 4)) as cashback_amount,
        cast(lines.cost_amount * lines.rate as decimal(28, 4)) as cost_amount,
        cast(lines.returned_quantity as decimal(18, 4)) as returned_quantity,
        cast(lines.refunded_amount * lines.rate as decimal(28, 4)) as refunded_amount,
        cast(lines.refunded_at as timestamp(3)) as refunded_at,
        cast(lines.refunded_date as date) as refunded_date,
        cast(lines.currency as varchar) as currency,
        cast(lines.promotion_code as varchar) as promotion_code,
        cast(lines.channel as varchar) as channel,
        cast(lines.buyer_ref as varchar) as buyer_ref,
        cast(lines.recipient_ref as varchar) as recipient_ref,
        cast(lines.salesperson_ref as varchar) as salesperson_ref,
        cast(lines.referrer_ref as varchar) as referrer_ref,
        cast(lines.product_kind_basis as varchar) as product_kind_basis,
        cast(lines.replaces as varchar) as replaces,
        cast(lines.shop as varchar) as shop,
        cast(lines.brand as varchar) as brand,
        cast(lines.layout as varchar) as layout,
        cast(lines.file_id as varchar) as file_id,
        cast(lines.take_id as varchar) as take_id,
        cast(lines.record_number as bigint) as record_number,
        cast(lines.ingested_at as timestamp(3)) as ingested_at,
        cast(lines.export_id as varchar) as export_id,
        cast(lines.window_end as timestamp(3)) as window_end,
        cast(lines.role as varchar) as role,
        cast(lines.month as varchar) as partition_month,
        cast(coalesce(party_identity.party_key, lines.buyer_ref) as varchar) as party_key,
        cast(coalesce(recipient_identity.party_key, lines.recipient_ref) as varchar) as recipient_key,
        cast(lines.salesperson_ref as varchar) as salesperson_key,
        cast(coalesce(referrer_identity.party_key, lines.referrer_ref) as varchar) as referrer_key,
        cast(lines.product_shop as varchar) as product_shop,
        cast(
            lines.layout || '/' || cast(length(lines.shop) as varchar) || '/' || lines.shop || '/' || lines.order_id
            as varchar
        ) as order_key,
        cast(lines.is_paid as boolean) as is_paid,
        cast(lines.line_amount as decimal(18, 4)) as line_amount_original,
        cast(
            case
                when lines.is_paid
                    then cast(lines.line_amount * lines.rate as decimal(28, 4))
                        - coalesce(cast(lines.refunded_amount * lines.rate as decimal(28, 4)), 0)
            end as decimal(38, 4)
        ) as revenue_amount,
        cast(lines.is_foreign and lines.rate is not null as boolean) as is_converted,
        cast(lines.is_foreign and lines.rate is null as boolean) as is_unconverted
    from lines
    left join lake_identities as party_identity on party_identity.party_ref = lines.buyer_ref
    left join lake_identities as recipient_identity on recipient_identity.party_ref = lines.recipient_ref
    left join lake_identities as referrer_identity on referrer_identity.party_ref = lines.referrer_ref
)

select * from resolved_lines
