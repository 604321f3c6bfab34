-- How many parties hold exactly these roles: every party with a role is counted once, in one row.
-- buyer+user holds both; who only buys stands under buyer.
with

role_holders as (
    select party_key, is_buyer, is_user, is_client, paid_amount
    from parties
    where is_buyer or is_user or is_client
),

role_sets as (
    select
        party_key, paid_amount,
        array_join(
            filter(
                array[
                    case when is_buyer then 'buyer' end,
                    case when is_user then 'user' end,
                    case when is_client then 'client' end
                ],
                held -> held is not null
            ),
            '+'
        ) as roles
    from role_holders
),

role_overlap as (
    select
        cast(roles as varchar) as roles,
        cast(count(*) as bigint) as party_count,
        cast(sum(paid_amount) as decimal(38, 4)) as paid_amount
    from role_sets
    group by roles
)

select * from role_overlap
