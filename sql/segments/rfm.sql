-- Recency, frequency and amount of every party with a paid order up to as_of, each scored 1 (low) to 5 (high)
-- against all of them: scores are ranks within this company, so equal numbers always get equal scores.
with

paid_activities as (
    select
        party_activities.party_key, party_activities.activity_date, party_activities.order_key,
        party_activities.revenue_amount, as_of.as_of
    from party_activities
    cross join as_of
    where party_activities.activity = 'paid' and party_activities.activity_date <= as_of.as_of
),

payers as (
    select
        party_key,
        date_diff('day', max(activity_date), max(as_of)) as recency_days,
        count(distinct order_key) as frequency,
        coalesce(sum(revenue_amount), 0) as paid_amount
    from paid_activities
    group by party_key
),

ranked_payers as (
    select
        party_key, recency_days, frequency, paid_amount,
        least(5, 1 + floor(5e0 * percent_rank() over (order by recency_days desc))) as recency_score,
        least(5, 1 + floor(5e0 * percent_rank() over (order by frequency))) as frequency_score,
        least(5, 1 + floor(5e0 * percent_rank() over (order by paid_amount))) as monetary_score
    from payers
),

rfm as (
    select
        cast(party_key as varchar) as party_key,
        cast(recency_days as bigint) as recency_days,
        cast(frequency as bigint) as frequency,
        cast(paid_amount as decimal(38, 4)) as paid_amount,
        cast(recency_score as integer) as recency_score,
        cast(frequency_score as integer) as frequency_score,
        cast(monetary_score as integer) as monetary_score,
        cast(
            case
                when recency_score >= 4 and frequency_score >= 4 and monetary_score >= 4 then 'champions'
                when recency_score >= 3 and frequency_score >= 4 then 'loyal'
                when recency_score >= 3 and monetary_score >= 4 then 'big_spenders'
                when recency_score >= 4 then 'promising'
                when recency_score = 3 then 'needs_attention'
                when frequency_score >= 4 or monetary_score >= 4 then 'at_risk'
                when recency_score = 2 then 'hibernating'
                else 'lost'
            end as varchar
        ) as rfm_group
    from ranked_payers
)

select * from rfm
