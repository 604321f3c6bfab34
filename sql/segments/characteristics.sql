-- The six characteristics of every party, the first that matches as primary, and why, in words that a person can
-- check by hand against the numbers beside them. Several may be true at once: count is_loyal, not primary = loyal.
with

judged_parties as (
    select
        party_key, is_new, is_potential, is_impulsive, is_thrifty, is_loyal, is_growing, first_order_date,
        last_order_date, order_count, order_date_count, span_days, median_gap_days, max_gap_days,
        days_since_first_order, days_since_last_order, promotion_order_count, promotion_order_share,
        novel_order_count, novel_order_share, median_lead_days, usage_count, days_since_first_usage,
        days_since_last_usage, days_since_last_interest, has_interest_since_order, recent_active_months,
        full_month_count, spend_slope, usage_slope, referred_count, has_referral_data,
        case
            when is_growing then 'growing'
            when is_loyal then 'loyal'
            when is_thrifty then 'thrifty'
            when is_impulsive then 'impulsive'
            when is_new then 'new'
            when is_potential then 'potential'
            else 'ordinary'
        end as primary_characteristic,
        case when has_referral_data then cast(referred_count as varchar) else '-' end as referred_text,
        coalesce(days_since_first_order, days_since_first_usage) as days_since_first,
        coalesce(cast(days_since_last_interest as varchar), '-') as interest_text,
        coalesce(cast(days_since_last_usage as varchar), '-') as use_text
    from characteristic_flags
),

characteristics as (
    select
        cast(party_key as varchar) as party_key,
        cast(is_new as boolean) as is_new,
        cast(is_potential as boolean) as is_potential,
        cast(is_impulsive as boolean) as is_impulsive,
        cast(is_thrifty as boolean) as is_thrifty,
        cast(is_loyal as boolean) as is_loyal,
        cast(is_growing as boolean) as is_growing,
        cast(primary_characteristic as varchar) as primary_characteristic,
        cast(case primary_characteristic
            when 'growing' then format(
                'active in %d of the last %d full months; monthly slope: spend %.2f, usage %.2f; referred: %s',
                recent_active_months, growing_recent_months, spend_slope, usage_slope, referred_text
            )
            when 'loyal' then format(
                '%d order dates over %d days; longest gap %d, median %.2f, last order %d days ago',
                order_date_count, span_days, max_gap_days, median_gap_days, days_since_last_order
            )
            when 'thrifty' then format('%d of %d paid orders on promotion', promotion_order_count, order_count)
            when 'impulsive' then format(
                '%d of %d later orders in a new category without contact; median days from interest to order %.2f',
                novel_order_count, order_count - 1, median_lead_days
            )
            when 'new' then format('first activity %d days ago', days_since_first)
            when 'potential' then format(
                'paid orders: %d; days since last interest %s, since last use %s',
                order_count, interest_text, use_text
            )
            else format(
                'no rule matched: %d paid orders on %d dates, %d uses',
                order_count, order_date_count, usage_count
            )
        end as varchar) as reason_en,
        cast(case primary_characteristic
            when 'growing' then format(
                'aktif %d dari %d bulan penuh terakhir; arah per bulan: belanja %.2f, pemakaian %.2f; dirujuk: %s',
                recent_active_months, growing_recent_months, spend_slope, usage_slope, referred_text
            )
            when 'loyal' then format(
                '%d tanggal pesanan dalam %d hari; jeda terpanjang %d, median %.2f, pesanan terakhir %d hari lalu',
                order_date_count, span_days, max_gap_days, median_gap_days, days_since_last_order
            )
            when 'thrifty'
                then format('%d dari %d pesanan dibayar memakai promosi', promotion_order_count, order_count)
            when 'impulsive' then format(
                '%d dari %d pesanan berikutnya berkategori baru tanpa kontak; median hari dari minat ke pesanan %.2f',
                novel_order_count, order_count - 1, median_lead_days
            )
            when 'new' then format('kegiatan pertama %d hari lalu', days_since_first)
            when 'potential' then format(
                'pesanan dibayar: %d; hari sejak minat terakhir %s, sejak pemakaian terakhir %s',
                order_count, interest_text, use_text
            )
            else format(
                'tidak ada aturan yang cocok: %d pesanan dibayar pada %d tanggal, %d pemakaian',
                order_count, order_date_count, usage_count
            )
        end as varchar) as reason_id,
        cast(settings_version as varchar) as settings_version,
        cast(first_order_date as date) as first_order_date,
        cast(last_order_date as date) as last_order_date,
        cast(order_count as bigint) as order_count,
        cast(order_date_count as bigint) as order_date_count,
        cast(span_days as bigint) as span_days,
        cast(median_gap_days as double) as median_gap_days,
        cast(max_gap_days as bigint) as max_gap_days,
        cast(days_since_first_order as bigint) as days_since_first_order,
        cast(days_since_last_order as bigint) as days_since_last_order,
        cast(promotion_order_count as bigint) as promotion_order_count,
        cast(promotion_order_share as double) as promotion_order_share,
        cast(novel_order_count as bigint) as novel_order_count,
        cast(novel_order_share as double) as novel_order_share,
        cast(median_lead_days as double) as median_lead_days,
        cast(usage_count as bigint) as usage_count,
        cast(days_since_first_usage as bigint) as days_since_first_usage,
        cast(days_since_last_usage as bigint) as days_since_last_usage,
        cast(days_since_last_interest as bigint) as days_since_last_interest,
        cast(has_interest_since_order as boolean) as has_interest_since_order,
        cast(recent_active_months as bigint) as recent_active_months,
        cast(full_month_count as bigint) as full_month_count,
        cast(spend_slope as double) as spend_slope,
        cast(usage_slope as double) as usage_slope,
        cast(referred_count as bigint) as referred_count,
        cast(has_referral_data as boolean) as has_referral_data
    from judged_parties
    cross join settings
)

select * from characteristics
