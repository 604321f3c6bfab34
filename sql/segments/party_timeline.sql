-- What happened to each party, one row per event: order (a paid one), use, interest (enquiry, quote, negotiation),
-- contact (any other interaction), referral (other_key came by this party's word), named (nothing of its own, or
-- something later than as_of). Every party has a row, and facts are scanned once for all characteristics.
with

steps as (
    select
        kinds.kind, party_steps.party_key as actor_key, party_steps.event, party_steps.order_key,
        party_steps.happened_at, party_steps.happened_date, party_steps.usage_count, party_steps.revenue_amount,
        party_steps.is_on_promotion, party_steps.has_new_category, party_steps.referrer_key,
        case kinds.kind when 'step' then party_steps.party_key else party_steps.referrer_key end as party_key
    from party_steps
    cross join unnest(array['step', 'referral']) as kinds (kind)
    where
        kinds.kind = 'step'
        or (
            party_steps.event = 'order' and party_steps.event_number = 1
            and party_steps.referrer_key <> party_steps.party_key
        )
),

contacted as (
    select
        party_key, started_at, started_date,
        case when kind in ('enquiry', 'quote', 'negotiation') then 'interest' else 'contact' end as event
    from interactions
    where party_key is not null
),

answered as (
    select party_key, given_at, given_date
    from feedback
    where party_key is not null
),

declared as (
    select
        kinds.kind as event, declared_parties.party_key as referred_key, declared_parties.referrer_key,
        case kinds.kind when 'named' then declared_parties.party_key else declared_parties.referrer_key end as party_key
    from declared_parties
    cross join unnest(array['named', 'referral']) as kinds (kind)
    where kinds.kind = 'named' or declared_parties.referrer_key <> declared_parties.party_key
),

events as (
    select
        party_key, happened_at, happened_date, usage_count, revenue_amount, is_on_promotion, has_new_category,
        case kind when 'step' then event else kind end as event,
        case kind when 'step' then order_key end as order_key,
        case kind when 'referral' then actor_key end as other_key,
        referrer_key is not null as names_referrer
    from steps
    union all
    select party_key, started_at, started_date, 0, null, false, false, event, null, null, false
    from contacted
    union all
    select party_key, given_at, given_date, 0, null, false, false, 'named', null, null, false
    from answered
    union all
    select
        party_key, null, null, 0, null, false, false, event, null, case event when 'referral' then referred_key end,
        referrer_key is not null
    from declared
),

party_timeline as (
    select
        cast(events.party_key as varchar) as party_key,
        cast(
            case
                when events.happened_date is null or events.happened_date <= as_of.as_of then events.event
                else 'named'
            end as varchar
        ) as event,
        cast(events.happened_at as timestamp(3)) as happened_at,
        cast(events.happened_date as date) as happened_date,
        cast(events.order_key as varchar) as order_key,
        cast(events.usage_count as bigint) as usage_count,
        cast(events.revenue_amount as decimal(38, 4)) as revenue_amount,
        cast(events.is_on_promotion as boolean) as is_on_promotion,
        cast(events.has_new_category as boolean) as has_new_category,
        cast(events.other_key as varchar) as other_key,
        cast(events.names_referrer as boolean) as names_referrer,
        cast(date_diff('month', date_trunc('month', events.happened_date), as_of.last_full_month) as bigint)
            as months_back,
        cast(date_diff('day', events.happened_date, as_of.as_of) as bigint) as days_back,
        cast(date_diff('month', as_of.first_activity_month, as_of.last_full_month) + 1 as bigint) as full_month_count
    from events
    cross join as_of
)

select * from party_timeline
