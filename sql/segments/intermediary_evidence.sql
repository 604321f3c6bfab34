-- The numbers behind an inferred intermediary, of every party that pays, over paid lines up to as_of.
-- A quantity is compared with the median line of its product, so that a case of nails is no sign of resale.
with

activities as (
    select
        party_activities.party_key, party_activities.activity, party_activities.order_key,
        party_activities.product_shop, party_activities.product_id, party_activities.recipient_key,
        cast(party_activities.quantity as double) as quantity,
        coalesce(party_activities.activity_date <= as_of.as_of, false) as is_past,
        coalesce(
            party_activities.activity = 'paid' and party_activities.activity_date <= as_of.as_of
            and party_activities.quantity > 0,
            false
        ) as is_sized
    from party_activities
    cross join as_of
    where party_activities.activity in ('paid', 'used')
),

ranked_lines as (
    select
        party_key, activity, order_key, product_shop, product_id, recipient_key, quantity, is_past, is_sized,
        row_number() over (partition by product_shop, product_id, is_sized order by quantity) as quantity_rank,
        count(*) over (partition by product_shop, product_id, is_sized) as line_count,
        dense_rank() over (partition by product_shop, product_id, is_sized order by party_key) as buyer_rank
    from activities
),

compared_lines as (
    select
        party_key, activity, order_key, recipient_key, quantity, is_past, is_sized,
        avg(case when quantity_rank in ((line_count + 1) / 2, line_count / 2 + 1) then quantity end)
            over (partition by product_shop, product_id, is_sized) as product_median,
        max(buyer_rank) over (partition by product_shop, product_id, is_sized) as buyer_count
    from ranked_lines
),

summed_payers as (
    select
        compared_lines.party_key,
        bool_or(compared_lines.activity = 'paid') as is_payer,
        count(distinct case when compared_lines.is_past then compared_lines.order_key end) as order_count,
        count_if(compared_lines.is_past and compared_lines.activity = 'paid') as line_count,
        count_if(compared_lines.is_past and compared_lines.recipient_key is not null) as other_line_count,
        count(distinct case when compared_lines.is_past then compared_lines.recipient_key end) as recipient_count,
        count_if(compared_lines.is_past and compared_lines.activity = 'used') as own_usage_count,
        array_agg(compared_lines.quantity / nullif(compared_lines.product_median, 0e0)
            order by compared_lines.quantity / nullif(compared_lines.product_median, 0e0))
            filter (
                where compared_lines.is_sized
                and compared_lines.buyer_count >= settings.intermediary_min_product_buyers
            ) as quantity_ratios
    from compared_lines
    cross join settings
    group by compared_lines.party_key
),

intermediary_evidence as (
    select
        cast(party_key as varchar) as party_key,
        cast(order_count as bigint) as order_count,
        cast(line_count as bigint) as line_count,
        cast(other_line_count as bigint) as other_line_count,
        cast(recipient_count as bigint) as recipient_count,
        cast(own_usage_count as bigint) as own_usage_count,
        cast(
            cast(other_line_count as double) / nullif(cast(line_count as double), 0e0) as double
        ) as other_line_share,
        cast(
            (
                element_at(quantity_ratios, (cardinality(quantity_ratios) + 1) / 2)
                + element_at(quantity_ratios, cardinality(quantity_ratios) / 2 + 1)
            ) / 2e0 as double
        ) as median_quantity_ratio
    from summed_payers
    where is_payer
)

select * from intermediary_evidence
