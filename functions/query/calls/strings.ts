import { concatenate } from '../rewrite/arithmetic.ts';
import { coerce, type Typed } from '../rewrite/typed.ts';
import { VARCHAR } from '../types/trino-type.ts';
import {
  argument,
  type CallRule,
  type CallRules,
  fixed,
  one,
  refuse,
  requireCount,
  result,
  signature,
} from './call.ts';
import { trimTo } from './trim.ts';

const text = (emit: (s: string) => string): CallRule => one('varchar', 'varchar', (s = '') => emit(s));

const concat: CallRule = (call) => {
  const [first, ...rest] = requireCount(call, 2, 100);
  if (first === undefined) throw new TypeError('concat');
  return rest.reduce((joined, value) => concatenate(call.node, joined, value), first);
};

const concatWs: CallRule = (call) => {
  const values = requireCount(call, 2, 100).map((value): Typed => coerce(value, VARCHAR));
  return result(call, `concat_ws(${values.map((value) => value.sql).join(', ')})`, VARCHAR);
};

const trim =
  (side: 'both' | 'leading' | 'trailing'): CallRule =>
  (call) => {
    const values = requireCount(call, 1, 2);
    const subject = coerce(argument(values, 0), VARCHAR).sql;
    const signs = values[1] === undefined ? undefined : coerce(values[1], VARCHAR).sql;
    return result(call, trimTo(side, subject, signs), VARCHAR);
  };

/** Functions of text. */
export const STRING_CALLS: CallRules = {
  length: fixed(
    signature('varchar', 'bigint', (s) => `length(${s})`),
    signature('varbinary', 'bigint', (b) => `octet_length(${b})`),
  ),
  lower: text((s) => `trino_lower(${s})`),
  upper: text((s) => `trino_upper(${s})`),
  reverse: text((s) => `trino_reverse(${s})`),
  concat,
  concat_ws: concatWs,
  trim: trim('both'),
  ltrim: trim('leading'),
  rtrim: trim('trailing'),
  substr: fixed(
    signature('varchar, bigint', 'varchar', (s, start) => `trino_substr(${s}, ${start})`),
    signature(
      'varchar, bigint, bigint',
      'varchar',
      (s, start, count) => `trino_substr_for(${s}, ${start}, ${count})`,
    ),
  ),
  substring: fixed(
    signature('varchar, bigint', 'varchar', (s, start) => `trino_substr(${s}, ${start})`),
    signature(
      'varchar, bigint, bigint',
      'varchar',
      (s, start, count) => `trino_substr_for(${s}, ${start}, ${count})`,
    ),
  ),
  strpos: one('varchar, varchar', 'bigint', (s, part) => `instr(${s}, ${part})`),
  starts_with: one('varchar, varchar', 'boolean', (s, part) => `starts_with(${s}, ${part})`),
  replace: fixed(
    signature('varchar, varchar', 'varchar', (s, part) => `trino_replace(${s}, ${part}, '')`),
    signature(
      'varchar, varchar, varchar',
      'varchar',
      (s, part, other) => `trino_replace(${s}, ${part}, ${other})`,
    ),
  ),
  translate: one('varchar, varchar, varchar', 'varchar', (s, from, to) => `translate(${s}, ${from}, ${to})`),
  split: fixed(
    signature('varchar, varchar', 'array(varchar)', (s, by) => `trino_split(${s}, ${by})`),
    signature(
      'varchar, varchar, bigint',
      'array(varchar)',
      (s, by, most) => `trino_split_most(${s}, ${by}, ${most})`,
    ),
  ),
  split_part: one(
    'varchar, varchar, bigint',
    'varchar',
    (s, by, index) => `trino_split_part(${s}, ${by}, ${index})`,
  ),
  lpad: one('varchar, bigint, varchar', 'varchar', (s, size, fill) => `trino_lpad(${s}, ${size}, ${fill})`),
  rpad: one('varchar, bigint, varchar', 'varchar', (s, size, fill) => `trino_rpad(${s}, ${size}, ${fill})`),
  chr: one('bigint', 'varchar', (code) => `chr(CAST(${code} AS INTEGER))`),
  codepoint: one('varchar', 'integer', (s) => `trino_codepoint(${s})`),
  levenshtein_distance: one(
    'varchar, varchar',
    'bigint',
    (a, b) => `levenshtein(trino_ascii(${a}), trino_ascii(${b}))`,
  ),
  hamming_distance: one(
    'varchar, varchar',
    'bigint',
    (a, b) => `hamming(trino_ascii(${a}), trino_ascii(${b}))`,
  ),
  to_utf8: one('varchar', 'varbinary', (s) => `encode(${s})`),
  from_utf8: one('varbinary', 'varchar', (b) => `decode(${b})`),
  to_hex: one('varbinary', 'varchar', (b) => `hex(${b})`),
  from_hex: one('varchar', 'varbinary', (s) => `unhex(${s})`),
  to_base64: one('varbinary', 'varchar', (b) => `base64(${b})`),
  from_base64: one('varchar', 'varbinary', (s) => `from_base64(${s})`),
  md5: one('varbinary', 'varbinary', (b) => `unhex(md5(${b}))`),
  sha256: one('varbinary', 'varbinary', (b) => `unhex(sha256(${b}))`),
  ends_with: refuse('is not known to Athena', 'compare substr(s, -length(end))'),
  format_number: refuse('has no form in DuckDB', 'use format'),
  soundex: refuse('differs for letters with accents', 'compare lower(s)'),
};
