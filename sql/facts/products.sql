-- The newest landed reference of each product. Products known from orders or usage alone have no row here.
-- Prices stay in the currency of the reference: a list price has no date by which to convert it.
with

in_force as (
    select take_id
    from lake_ledger
    where is_in_force and dataset = 'products'
),

references_in_force as (
    select
        lake_products.product_id, lake_products.product_name, lake_products.product_kind,
        lake_products.product_category, lake_products.is_tailored, lake_products.unit_price,
        lake_products.cost_amount, lake_products.currency, lake_products.shop, lake_products.brand,
        lake_products.layout, lake_products.file_id, lake_products.take_id, lake_products.record_number,
        lake_products.ingested_at, lake_products.export_id, lake_products.window_end,
        case when settings.products_are_company_wide then '*' else lake_products.shop end as product_shop
    from lake_products
    cross join settings
    where lake_products.take_id in (select take_id from in_force)
),

ranked_products as (
    select
        product_id, product_name, product_kind, product_category, is_tailored, unit_price, cost_amount, currency, shop,
        brand, layout, file_id, take_id, record_number, ingested_at, export_id, window_end, product_shop,
        row_number() over (
            partition by product_shop, product_id
            order by window_end desc nulls last, ingested_at desc, file_id desc, record_number desc
        ) as version_rank
    from references_in_force
),

newest_products as (
    select
        cast(product_id as varchar) as product_id,
        cast(product_shop as varchar) as product_shop,
        cast(product_name as varchar) as product_name,
        cast(product_kind as varchar) as product_kind,
        cast(product_category as varchar) as product_category,
        cast(is_tailored as boolean) as is_tailored,
        cast(unit_price as decimal(18, 4)) as unit_price,
        cast(cost_amount as decimal(18, 4)) as cost_amount,
        cast(currency as varchar) as currency,
        cast(shop as varchar) as shop,
        cast(brand as varchar) as brand,
        cast(layout as varchar) as layout,
        cast(file_id as varchar) as file_id,
        cast(take_id as varchar) as take_id,
        cast(record_number as bigint) as record_number,
        cast(ingested_at as timestamp(3)) as ingested_at,
        cast(export_id as varchar) as export_id,
        cast(window_end as timestamp(3)) as window_end
    from ranked_products
    where version_rank = 1
)

select * from newest_products
