-- For whom each paying party buys: a declared relation comes first, else the numbers of intermediary_evidence decide.
-- external is also what is left when nothing points to resale: it is a default, not a finding.
with

evidence as (
    select
        party_key, order_count, line_count, other_line_count, recipient_count, own_usage_count, other_line_share,
        median_quantity_ratio
    from intermediary_evidence
),

declared as (
    select party_key, party_kind, relation
    from declared_parties
),

judged_parties as (
    select
        evidence.party_key, evidence.order_count, evidence.line_count, evidence.other_line_count,
        evidence.recipient_count, evidence.own_usage_count, evidence.other_line_share,
        evidence.median_quantity_ratio, declared.party_kind, declared.relation,
        evidence.own_usage_count = 0
            and evidence.recipient_count >= settings.intermediary_min_recipients
            and coalesce(evidence.other_line_share >= settings.intermediary_min_other_share, false)
            as passes_recipients,
        evidence.own_usage_count = 0
            and evidence.order_count >= settings.intermediary_min_orders
            and coalesce(evidence.median_quantity_ratio >= settings.intermediary_quantity_ratio, false)
            as passes_quantity
    from evidence
    left join declared on declared.party_key = evidence.party_key
    cross join settings
),

customer_types as (
    select
        cast(party_key as varchar) as party_key,
        cast(
            case
                when relation in ('employee', 'agent', 'partner', 'branch', 'distributor') then 'internal'
                when relation in ('reseller', 'merchant') then 'intermediary'
                when relation is not null then 'external'
                when passes_recipients or passes_quantity then 'intermediary'
                else 'external'
            end as varchar
        ) as customer_type,
        cast(case when relation is not null then 'declared' else 'inferred' end as varchar) as basis,
        cast(
            case
                when relation is not null then 'declared relation ' || relation
                else
                    cast(other_line_count as varchar) || ' of ' || cast(line_count as varchar) || ' paid lines go to '
                    || cast(recipient_count as varchar) || ' others; quantity over the median of the product '
                    || coalesce(cast(cast(median_quantity_ratio as decimal(18, 2)) as varchar), 'not comparable')
                    || ' over ' || cast(order_count as varchar) || ' orders; '
                    || cast(own_usage_count as varchar) || ' usage events of its own'
            end as varchar
        ) as evidence,
        cast(party_kind as varchar) as party_kind,
        cast(relation as varchar) as relation,
        cast(order_count as bigint) as order_count,
        cast(line_count as bigint) as line_count,
        cast(other_line_count as bigint) as other_line_count,
        cast(other_line_share as double) as other_line_share,
        cast(recipient_count as bigint) as recipient_count,
        cast(median_quantity_ratio as double) as median_quantity_ratio,
        cast(own_usage_count as bigint) as own_usage_count,
        cast(passes_recipients as boolean) as passes_recipients,
        cast(passes_quantity as boolean) as passes_quantity
    from judged_parties
)

select * from customer_types
