import { macro, raise } from './guard.ts';

const hasNull = (list: string): string => `(len(${list}) > list_count(${list}))`;

/** Macros of arrays and maps. */
export const ARRAY_MACROS: readonly string[] = [
  macro(
    'trino_subscript(a, i)',
    `CASE WHEN i = 0 THEN ${raise('subscripts begin at 1')} WHEN i < 0 THEN ${raise('a subscript is negative')}
      WHEN i > len(a) THEN ${raise('a subscript is beyond the array; use element_at')} ELSE a[i] END`,
  ),
  macro(
    'trino_element_at(a, i)',
    `CASE WHEN i = 0 THEN ${raise('subscripts begin at 1')} WHEN abs(i) > len(a) THEN NULL ELSE a[i] END`,
  ),
  macro(
    'trino_map_subscript(m, k)',
    `CASE WHEN m IS NULL OR k IS NULL THEN NULL WHEN map_contains(m, k) THEN element_at(m, k)[1] ELSE ${raise('a key is not in the map; use element_at')} END`,
  ),
  macro('trino_join_lists(a, b)', 'CASE WHEN a IS NULL OR b IS NULL THEN NULL ELSE list_concat(a, b) END'),
  macro(
    'trino_contains(a, x)',
    `CASE WHEN a IS NULL OR x IS NULL THEN NULL WHEN list_contains(a, x) THEN true WHEN ${hasNull('a')} THEN NULL ELSE false END`,
  ),
  macro(
    'trino_array_position(a, x)',
    'CASE WHEN a IS NULL OR x IS NULL THEN NULL ELSE CAST(coalesce(list_position(a, x), 0) AS BIGINT) END',
  ),
  macro(
    'trino_array_remove(a, x)',
    'CASE WHEN x IS NULL THEN NULL ELSE list_filter(a, lambda e_: e_ IS DISTINCT FROM x) END',
  ),
  macro('trino_array_max(a)', `CASE WHEN ${hasNull('a')} THEN NULL ELSE list_max(a) END`),
  macro('trino_array_min(a)', `CASE WHEN ${hasNull('a')} THEN NULL ELSE list_min(a) END`),
  macro('trino_array_distinct(a)', 'list_filter(a, lambda e_, i_: list_position(a, e_) = i_)'),
  macro(
    'trino_array_intersect(a, b)',
    'CASE WHEN a IS NULL OR b IS NULL THEN NULL ELSE trino_array_distinct(list_filter(a, lambda e_: list_position(b, e_) IS NOT NULL)) END',
  ),
  macro(
    'trino_array_except(a, b)',
    'CASE WHEN a IS NULL OR b IS NULL THEN NULL ELSE trino_array_distinct(list_filter(a, lambda e_: list_position(b, e_) IS NULL)) END',
  ),
  macro(
    'trino_arrays_overlap(a, b)',
    `CASE WHEN a IS NULL OR b IS NULL THEN NULL WHEN list_has_any(list_filter(a, lambda e_: e_ IS NOT NULL), b) THEN true
      WHEN (${hasNull('a')} AND len(b) > 0) OR (${hasNull('b')} AND len(a) > 0) THEN NULL ELSE false END`,
  ),
  macro(
    'trino_array_join(a, sep)',
    "CASE WHEN a IS NULL OR sep IS NULL THEN NULL ELSE coalesce(array_to_string(a, sep), '') END",
  ),
  macro(
    'trino_array_join_null(a, sep, filler)',
    'CASE WHEN filler IS NULL THEN NULL ELSE trino_array_join(list_transform(a, lambda e_: coalesce(e_, filler)), sep) END',
  ),
  macro(
    'trino_slice(a, i, n)',
    `CASE WHEN i = 0 THEN ${raise('subscripts begin at 1')} WHEN n < 0 THEN ${raise('the length of a slice is negative')}
      WHEN i < 0 AND -i > len(a) THEN a[1:0]
      WHEN i < 0 THEN a[len(a) + i + 1:len(a) + i + n] ELSE a[i:i + n - 1] END`,
  ),
  macro(
    'trino_repeat(x, n)',
    `CASE WHEN n > 10000 THEN ${raise('repeat gives more than 10000 entries')} WHEN n < 0 THEN ${raise('the count of repeat is negative')} WHEN n IS NULL THEN NULL ELSE list_transform(range(n), lambda i_: x) END`,
  ),
  macro(
    'trino_any(a)',
    `CASE WHEN a IS NULL THEN NULL WHEN list_contains(a, true) THEN true WHEN ${hasNull('a')} THEN NULL ELSE false END`,
  ),
  macro(
    'trino_all(a)',
    `CASE WHEN a IS NULL THEN NULL WHEN list_contains(a, false) THEN false WHEN ${hasNull('a')} THEN NULL ELSE true END`,
  ),
  macro('trino_none(a)', 'NOT trino_any(a)'),
  macro(
    'trino_short(a)',
    `CASE WHEN len(a) > 10000 THEN ${raise('sequence gives more than 10000 entries')} ELSE a END`,
  ),
  macro(
    'trino_sequence(a, b)',
    'trino_short(CASE WHEN a <= b THEN generate_series(a, b) ELSE generate_series(a, b, -1) END)',
  ),
  macro(
    'trino_sequence_by(a, b, step)',
    `CASE WHEN step = 0 OR (step > 0 AND b < a) OR (step < 0 AND b > a) THEN ${raise('the step of sequence leads away from its end')} ELSE trino_short(generate_series(a, b, step)) END`,
  ),
];
