import { macro, raise, refuseValue } from './guard.ts';

// Java's white space; DuckDB's own trim knows the space alone.
const BLANKS =
  '[\\t\\n\\x0B\\f\\r\\x1C-\\x1F \\x{1680}\\x{2000}-\\x{2006}\\x{2008}-\\x{200A}\\x{2028}\\x{2029}\\x{205F}\\x{3000}]+';

/** Macros of text. */
export const STRING_MACROS: readonly string[] = [
  macro(
    'trino_ascii(s)',
    `CASE WHEN regexp_matches(s, '[^\\x00-\\x7F]') THEN ${refuseValue('a distance of texts outside ASCII counts bytes in DuckDB')} ELSE s END`,
  ),
  macro('trino_lower(s)', 'lower(s)'),
  // DuckDB makes a capital of the sharp s, Java leaves it; a sign of private use stands for it meanwhile.
  macro(
    'trino_upper(s)',
    `CASE WHEN contains(s, 'ß') THEN replace(upper(replace(s, 'ß', chr(57344))), chr(57344), 'ß') ELSE upper(s) END`,
  ),
  macro(
    'trino_reverse(s)',
    `CASE WHEN regexp_matches(s, '[^\\x00-\\x7F]') THEN array_to_string(list_reverse(regexp_extract_all(s, '(?s).')), '') ELSE reverse(s) END`,
  ),
  macro('trino_ltrim(s)', `regexp_replace(s, '^${BLANKS}', '')`),
  macro('trino_rtrim(s)', `regexp_replace(s, '${BLANKS}$', '')`),
  macro('trino_trim(s)', `regexp_replace(s, '^${BLANKS}|${BLANKS}$', '', 'g')`),
  macro('trino_substr(s, i)', `CASE WHEN i = 0 OR -i > length(s) THEN left(s, 0) ELSE substr(s, i) END`),
  macro(
    'trino_substr_for(s, i, n)',
    `CASE WHEN i = 0 OR -i > length(s) OR n <= 0 THEN left(s, 0) ELSE substr(s, i, n) END`,
  ),
  macro(
    'trino_replace(s, a, b)',
    `CASE WHEN a = '' THEN ${refuseValue('replace of the empty text')} ELSE replace(s, a, b) END`,
  ),
  macro(
    'trino_split(s, sep)',
    `CASE WHEN s IS NULL OR sep IS NULL THEN NULL WHEN sep = '' THEN ${raise('the delimiter of split is empty')} ELSE string_split(s, sep) END`,
  ),
  macro(
    'trino_split_most(s, sep, most)',
    `CASE WHEN s IS NULL OR sep IS NULL OR most IS NULL THEN NULL WHEN most <= 0 THEN ${raise('the limit of split is not positive')}
      WHEN len(trino_split(s, sep)) <= most THEN trino_split(s, sep)
      ELSE list_append(trino_split(s, sep)[1:most - 1], array_to_string(trino_split(s, sep)[most:], sep)) END`,
  ),
  macro(
    'trino_split_part(s, sep, i)',
    `CASE WHEN s IS NULL OR sep IS NULL OR i IS NULL THEN NULL WHEN i <= 0 THEN ${raise('the index of split_part is not positive')}
      WHEN sep = '' THEN ${refuseValue('split_part by the empty text')}
      WHEN i > len(string_split(s, sep)) THEN NULL ELSE string_split(s, sep)[i] END`,
  ),
  macro(
    'trino_pad_check(size, fill)',
    `CASE WHEN size < 0 THEN ${raise('the size of a padding is negative')} WHEN fill = '' THEN ${raise('the padding is empty')} ELSE CAST(size AS INTEGER) END`,
  ),
  macro('trino_lpad(s, size, fill)', 'lpad(s, CAST(trino_pad_check(size, fill) AS INTEGER), fill)'),
  macro('trino_rpad(s, size, fill)', 'rpad(s, CAST(trino_pad_check(size, fill) AS INTEGER), fill)'),
  macro(
    'trino_codepoint(s)',
    `CASE WHEN length(s) = 1 THEN unicode(s) WHEN s IS NULL THEN NULL ELSE ${raise('codepoint of a text that is not one character')} END`,
  ),
  macro('trino_regexp_extract(s, p, g)', 'CASE WHEN regexp_matches(s, p) THEN regexp_extract(s, p, g) END'),
  macro(
    'trino_regexp_group(s, p, g)',
    `CASE WHEN NOT regexp_matches(s, p) THEN NULL WHEN regexp_extract(s, p, g) = '' THEN ${refuseValue('a group that matched nothing may be NULL or empty on Athena; extract what is not empty')} ELSE regexp_extract(s, p, g) END`,
  ),
  macro(
    'trino_zero_pad(x, size)',
    `CASE WHEN length(CAST(x AS VARCHAR)) >= size THEN CAST(x AS VARCHAR)
      WHEN x < 0 THEN '-' || lpad(CAST(abs(x) AS VARCHAR), CAST(size - 1 AS INTEGER), '0')
      ELSE lpad(CAST(x AS VARCHAR), CAST(size AS INTEGER), '0') END`,
  ),
  // Java keeps the sign of what rounds to zero: -0.001 is written -0.00.
  macro(
    'trino_fraction(x, is_negative, is_grouped)',
    `CASE WHEN is_negative THEN '-' ELSE '' END || CASE WHEN is_grouped
      THEN format('{:,}', CAST(trunc(abs(x)) AS HUGEINT)) || regexp_extract(CAST(x AS VARCHAR), '[.][0-9]+$')
      ELSE CAST(abs(x) AS VARCHAR) END`,
  ),
  macro(
    'trino_one_line(s)',
    `CASE WHEN ends_with(s, chr(10)) THEN ${refuseValue('a text that ends with a line feed meets a pattern with $')} ELSE s END`,
  ),
  macro(
    'trino_list_text(s)',
    `CASE WHEN strlen(s) > 1048576 THEN ${raise('listagg is longer than 1048576 bytes')} ELSE s END`,
  ),
  macro(
    'trino_json_scalar(s, path)',
    `CASE WHEN s IS NULL OR NOT json_valid(s) THEN NULL
      WHEN json_type(s, path) IN ('VARCHAR', 'BIGINT', 'UBIGINT', 'BOOLEAN') THEN json_extract_string(s, path)
      WHEN json_type(s, path) = 'DOUBLE' THEN ${refuseValue('json_extract_scalar of a number with a fraction is written otherwise by DuckDB')} END`,
  ),
  macro(
    'trino_json_length(s)',
    `CASE WHEN s IS NULL OR NOT json_valid(s) THEN NULL WHEN json_type(s) = 'ARRAY' THEN CAST(json_array_length(s) AS BIGINT) END`,
  ),
];
