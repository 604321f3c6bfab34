import { macro, raise } from './guard.ts';

const away = raise('the step of sequence leads away from its end');
const many = raise('sequence gives more than 10000 entries');

/** Macros of dates. */
export const DATE_MACROS: readonly string[] = [
  macro('trino_now()', `date_trunc('milliseconds', now())`),
  macro('trino_instant(x)', 'make_timestamptz(CAST(round(x * 1000) AS BIGINT) * 1000)'),
  macro(
    'trino_iso_date(s)',
    `CASE WHEN s IS NULL THEN NULL WHEN regexp_full_match(s, '[0-9]{4}-[0-9]{2}-[0-9]{2}') THEN CAST(s AS DATE) ELSE ${raise('a text that is not yyyy-MM-dd is read as an ISO date')} END`,
  ),
  macro(
    'trino_iso_instant(s)',
    `CASE WHEN s IS NULL THEN NULL WHEN regexp_full_match(s, '[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,3})?(Z|[+-][0-9]{2}:[0-9]{2})?')
      THEN CAST(s AS TIMESTAMPTZ) ELSE ${raise('a text that is not yyyy-MM-ddTHH:mm:ss with an optional zone is read as an ISO timestamp')} END`,
  ),
  macro(
    'trino_read_date(s, format, shape)',
    `CASE WHEN s IS NULL THEN NULL WHEN regexp_full_match(s, shape) THEN strptime(s, format) ELSE error('sql_not_portable: a text that has not the fixed width of its format is read by date_parse') END`,
  ),
  macro(
    'trino_day_sequence(a, b, step)',
    `CASE WHEN b < a THEN ${away} WHEN date_diff('day', a, b) // step >= 10000 THEN ${many}
      ELSE list_transform(range(0, CAST(date_diff('day', a, b) AS BIGINT) + 1, step), lambda k_: CAST(a + to_days(CAST(k_ AS INTEGER)) AS DATE)) END`,
  ),
  macro(
    'trino_days(a, b)',
    'CASE WHEN b < a THEN list_reverse(trino_day_sequence(b, a, 1)) ELSE trino_day_sequence(a, b, 1) END',
  ),
  // Each entry is the start plus k months: adding to the entry before would drift from the 31st to the 29th.
  macro(
    'trino_month_sequence(a, b, step)',
    `CASE WHEN b < a THEN ${away} WHEN date_sub('month', a, b) // step >= 10000 THEN ${many}
      ELSE list_filter(list_transform(range(0, CAST(date_sub('month', a, b) AS BIGINT) + 2, step), lambda k_: CAST(a + to_months(CAST(k_ AS INTEGER)) AS DATE)), lambda d_: d_ <= b) END`,
  ),
];
