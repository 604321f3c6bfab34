-- Every answer once. Scores stand on their own scale (scale_min to scale_max): never average them as they are.
-- Losing versions are taken out by a join rather than a window, so that a filter on partition_month still prunes.
with

in_force as (
    select take_id
    from lake_ledger
    where is_in_force and dataset = 'feedback'
),

answers as (
    select
        lake_feedback.feedback_id, lake_feedback.given_at, lake_feedback.given_date,
        lake_feedback.product_id, lake_feedback.order_id, lake_feedback.about, lake_feedback.kind,
        lake_feedback.score, lake_feedback.scale_min, lake_feedback.scale_max, lake_feedback.text,
        lake_feedback.channel, lake_feedback.party_ref, lake_feedback.shop, lake_feedback.brand,
        lake_feedback.layout, lake_feedback.file_id, lake_feedback.take_id, lake_feedback.record_number,
        lake_feedback.ingested_at, lake_feedback.export_id, lake_feedback.window_end, lake_feedback.role,
        lake_feedback.month,
        case when settings.products_are_company_wide then '*' else lake_feedback.shop end as product_shop
    from lake_feedback
    cross join settings
    left join losing_feedback
        on losing_feedback.take_id = lake_feedback.take_id
        and losing_feedback.record_number = lake_feedback.record_number
        and losing_feedback.feedback_id = lake_feedback.feedback_id
    where lake_feedback.take_id in (select take_id from in_force) and losing_feedback.take_id is null
),

resolved_answers as (
    select
        cast(answers.feedback_id as varchar) as feedback_id,
        cast(answers.given_at as timestamp(3)) as given_at,
        cast(answers.given_date as date) as given_date,
        cast(answers.product_id as varchar) as product_id,
        cast(answers.order_id as varchar) as order_id,
        cast(answers.about as varchar) as about,
        cast(answers.kind as varchar) as kind,
        cast(answers.score as decimal(18, 4)) as score,
        cast(answers.scale_min as decimal(18, 4)) as scale_min,
        cast(answers.scale_max as decimal(18, 4)) as scale_max,
        cast(answers.text as varchar) as text,
        cast(answers.channel as varchar) as channel,
        cast(answers.party_ref as varchar) as party_ref,
        cast(answers.shop as varchar) as shop,
        cast(answers.brand as varchar) as brand,
        cast(answers.layout as varchar) as layout,
        cast(answers.file_id as varchar) as file_id,
        cast(answers.take_id as varchar) as take_id,
        cast(answers.record_number as bigint) as record_number,
        cast(answers.ingested_at as timestamp(3)) as ingested_at,
        cast(answers.export_id as varchar) as export_id,
        cast(answers.window_end as timestamp(3)) as window_end,
        cast(answers.role as varchar) as role,
        cast(answers.month as varchar) as partition_month,
        cast(coalesce(party_identity.party_key, answers.party_ref) as varchar) as party_key,
        cast(answers.product_shop as varchar) as product_shop
    from answers
    left join lake_identities as party_identity on party_identity.party_ref = answers.party_ref
)

select * from resolved_answers
