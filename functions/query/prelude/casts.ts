import { macro, raise, refuseValue } from './guard.ts';

// Text with white space around it, or signs that Java reads and DuckDB does not, is read by some Athenas and not by
// others: refused in both kinds of cast, so that nobody gets NULL where Athena would give a number.
const doubtful = (target: string): string =>
  refuseValue(`a text with white space or letters outside ASCII is cast to ${target}; trim it first`);

function textMacro(target: string, shape: string, doubt: string): string {
  const wrong = raise(`a text that is no ${target} is cast to ${target}; use try_cast`);
  return macro(
    `trino_${target}_text(x, is_try)`,
    `CASE WHEN x IS NULL THEN NULL
      WHEN regexp_full_match(x, '${shape}') THEN x
      WHEN regexp_matches(x, '${doubt}') THEN ${doubtful(target)}
      WHEN is_try THEN NULL ELSE ${wrong} END`,
  );
}

const BLANK = '^\\s|\\s$|[^\\x00-\\x7F]';
const NUMBER = '[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?';

/** Macros of casts: each gives back the text where it has Trino's form, and raises or gives NULL elsewhere. */
export const CAST_MACROS: readonly string[] = [
  textMacro('integer', '[+-]?[0-9]+', BLANK),
  textMacro(
    'double',
    NUMBER,
    `${BLANK}|^[+-]?(NaN|Infinity)$|^[+-]?[0-9.]+([eE][+-]?[0-9]+)?[dDfF]$|^[+-]?0[xX]`,
  ),
  textMacro('decimal', NUMBER, BLANK),
  textMacro('boolean', '(?i)(t|true|1|f|false|0)', BLANK),
  textMacro('date', '[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}', `${BLANK}|^[+-]|^[0-9]{5,}-|^[0-9]{1,3}-`),
  textMacro(
    'timestamp',
    '[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}( [0-9]{1,2}:[0-9]{1,2}(:[0-9]{1,2}(\\.[0-9]{1,6})?)?)?',
    `${BLANK}|^[+-]|^[0-9]{5,}-|^[0-9]{1,3}-|\\.[0-9]{7,}$|^[0-9-]+ [0-9]+:[0-9]+.*[^0-9.:]`,
  ),
  macro(
    'trino_round_timestamp(x, unit)',
    'CASE WHEN unit = 1 THEN x ELSE make_timestamp(CAST(floor((epoch_us(x) + unit // 2) / unit) AS BIGINT) * CAST(unit AS BIGINT)) END',
  ),
  macro(
    'trino_common_year(x)',
    `CASE WHEN year(x) BETWEEN 1 AND 9999 OR x IS NULL THEN x ELSE ${refuseValue('a date outside the years 1 to 9999 is written as text')} END`,
  ),
  macro(
    'trino_write_timestamp(t, digits)',
    `CASE WHEN digits = 0 THEN strftime(trino_common_year(t), '%Y-%m-%d %H:%M:%S') ELSE strftime(trino_common_year(t), '%Y-%m-%d %H:%M:%S.') || left(strftime(t, '%f'), digits) END`,
  ),
  macro(
    'trino_fit(x, size, is_try)',
    `CASE WHEN length(x) <= size OR x IS NULL THEN x WHEN is_try THEN NULL ELSE ${raise('a value is longer than the varchar it is cast to')} END`,
  ),
];
