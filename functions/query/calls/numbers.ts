import { arithmetic } from '../rewrite/arithmetic.ts';
import { problemAt } from '../rewrite/problem-at.ts';
import { coerce, describe, type Typed } from '../rewrite/typed.ts';
import { DOUBLE, decimalOf, isFloating, isInteger, isNumber, type TrinoType } from '../types/trino-type.ts';
import {
  argument,
  type Call,
  type CallRule,
  type CallRules,
  one,
  refuse,
  requireCount,
  result,
} from './call.ts';

const isDecimal = (type: TrinoType): type is TrinoType & { kind: 'decimal' } => type.kind === 'decimal';

function numberArgument(call: Call, index: number): Typed {
  const value = argument(call.values(), index);
  if (isNumber(value.type)) return value;
  throw problemAt(
    value.node,
    'sql_type_mismatch',
    `${describe(value)} was found, a number is allowed`,
    'cast it',
  );
}

const absolute: CallRule = (call) => {
  requireCount(call, 1);
  const value = numberArgument(call, 0);
  return result(call, `abs(${value.sql})`, value.type, false);
};

const sign: CallRule = (call) => {
  requireCount(call, 1);
  const value = numberArgument(call, 0);
  return result(call, `sign(${value.sql})`, isDecimal(value.type) ? decimalOf(1, 0) : value.type, false);
};

/** A decimal without its fraction: one digit more, for 9.5 becomes 10. */
const whole = (type: TrinoType & { kind: 'decimal' }): TrinoType =>
  decimalOf(type.precision - type.scale + Math.min(type.scale, 1), 0);

const toWhole =
  (name: string): CallRule =>
  (call) => {
    requireCount(call, 1);
    const value = numberArgument(call, 0);
    if (isInteger(value.type)) return value;
    return result(
      call,
      `${name}(${value.sql})`,
      isDecimal(value.type) ? whole(value.type) : value.type,
      false,
    );
  };

function digits(call: Call): number {
  const value = argument(call.values(), 1);
  if (typeof value.constant === 'bigint' && value.constant >= 0n && value.constant <= 15n)
    return Number(value.constant);
  throw problemAt(
    value.node,
    'sql_not_portable',
    `${describe(value)} was found as number of digits, a literal from 0 to 15 is allowed`,
    'write it out',
  );
}

const round: CallRule = (call) => {
  const values = requireCount(call, 1, 2);
  const value = numberArgument(call, 0);
  if (values.length === 1) return toWhole('round')(call);
  const count = digits(call);
  if (isInteger(value.type)) return value;
  if (isFloating(value.type))
    return result(call, `trino_round(${value.sql}, ${count})`, value.type, value.type.kind === 'double');
  if (!isDecimal(value.type)) return value;
  const type = decimalOf(value.type.precision + 1, value.type.scale);
  return result(call, `round(${value.sql}, ${Math.min(count, value.type.scale)})`, type, false);
};

const truncate: CallRule = (call) => {
  const values = requireCount(call, 1, 2);
  const value = numberArgument(call, 0);
  if (values.length === 1) {
    const type = isDecimal(value.type)
      ? decimalOf(Math.max(1, value.type.precision - value.type.scale), 0)
      : value.type;
    return isInteger(value.type) ? coerce(value, DOUBLE) : result(call, `trunc(${value.sql})`, type, false);
  }
  const count = digits(call);
  if (!isDecimal(value.type)) {
    throw problemAt(
      call.node,
      'sql_not_portable',
      `truncate of ${describe(value)} to digits was found, decimals are allowed`,
      'cast to decimal first',
    );
  }
  const rest = value.type.scale - count;
  if (rest <= 0) return value;
  return result(call, `trunc(${value.sql}, ${count})`, value.type, false);
};

const modulo: CallRule = (call) => {
  const values = requireCount(call, 2);
  return arithmetic(call.node, '%', argument(values, 0), argument(values, 1));
};

const math = (emit: (x: string) => string): CallRule => one('double', 'double', (x = '') => emit(x));

const bitwise = (operator: string): CallRule =>
  one('bigint, bigint', 'bigint', (a, b) => `(${a} ${operator} ${b})`);

// NaN sorts and compares otherwise in DuckDB, so it must not come into being.
const noNaN = refuse('gives a value that compares differently in DuckDB', 'use null');

/** Functions of numbers. */
export const NUMBER_CALLS: CallRules = {
  abs: absolute,
  sign,
  ceil: toWhole('ceil'),
  ceiling: toWhole('ceil'),
  floor: toWhole('floor'),
  round,
  truncate,
  mod: modulo,
  sqrt: math((x) => `sqrt(${x})`),
  cbrt: math((x) => `cbrt(${x})`),
  exp: math((x) => `exp(${x})`),
  ln: math((x) => `ln(${x})`),
  log2: math((x) => `log2(${x})`),
  log10: math((x) => `log10(${x})`),
  log: one('double, double', 'double', (base, x) => `(ln(${x}) / trino_nonzero(ln(${base})))`),
  power: one('double, double', 'double', (x, y) => `trino_finite(power(${x}, ${y}))`),
  pow: one('double, double', 'double', (x, y) => `trino_finite(power(${x}, ${y}))`),
  sin: math((x) => `sin(${x})`),
  cos: math((x) => `cos(${x})`),
  tan: math((x) => `tan(${x})`),
  atan: math((x) => `atan(${x})`),
  atan2: one('double, double', 'double', (y, x) => `atan2(${y}, ${x})`),
  degrees: math((x) => `degrees(${x})`),
  radians: math((x) => `radians(${x})`),
  pi: one('', 'double', () => 'pi()'),
  e: one('', 'double', () => 'exp(CAST(1 AS DOUBLE))'),
  is_nan: one('double', 'boolean', (x) => `isnan(${x})`),
  is_finite: one('double', 'boolean', (x) => `isfinite(${x})`),
  is_infinite: one('double', 'boolean', (x) => `isinf(${x})`),
  bitwise_and: bitwise('&'),
  bitwise_or: bitwise('|'),
  bitwise_xor: one('bigint, bigint', 'bigint', (a, b) => `xor(${a}, ${b})`),
  bitwise_not: one('bigint', 'bigint', (a) => `(~ ${a})`),
  width_bucket: one(
    'double, double, double, bigint',
    'bigint',
    (x, low, high, count) => `trino_width_bucket(${x}, ${low}, ${high}, ${count})`,
  ),
  normal_cdf: one(
    'double, double, double',
    'double',
    (mean, deviation, x) => `trino_normal_cdf(${mean}, ${deviation}, ${x})`,
  ),
  nan: noNaN,
  infinity: noNaN,
  random: refuse('gives another value at each call', 'compute from the rows'),
  rand: refuse('gives another value at each call', 'compute from the rows'),
  inverse_normal_cdf: refuse('is only near in DuckDB', 'write the quantile as a number'),
};
