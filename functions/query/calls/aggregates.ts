import { findChild, hasToken } from '../parse/syntax-node.ts';
import { sortable } from '../rewrite/order.ts';
import { requireComparable } from '../rewrite/predicate.ts';
import { problemAt } from '../rewrite/problem-at.ts';
import { castSql, coerce, describe } from '../rewrite/typed.ts';
import {
  arrayOf,
  BIGINT,
  BOOLEAN,
  DOUBLE,
  decimalOf,
  formatType,
  isInteger,
  isNumber,
  type TrinoType,
} from '../types/trino-type.ts';
import { aggregateSql } from './aggregate-call.ts';
import {
  argument,
  type Call,
  type CallRule,
  type CallRules,
  refuse,
  requireCount,
  result,
  wrongArguments,
} from './call.ts';

const count: CallRule = (call) => {
  if (hasToken(call.node, '*')) return result(call, aggregateSql(call, 'count', ['*']), BIGINT);
  const values = requireCount(call, 0, 1);
  const [value] = values;
  if (value !== undefined && findChild(call.node, 'SetQuantifier') !== undefined) requireComparable(value);
  return result(call, aggregateSql(call, 'count', value === undefined ? ['*'] : [value.sql]), BIGINT);
};

/** An integer sum is a bigint, and an error beyond it; a decimal sum has 38 digits. */
function sumType(call: Call, type: TrinoType): TrinoType {
  if (isInteger(type)) return BIGINT;
  if (type.kind === 'decimal') return decimalOf(38, type.scale);
  if (type.kind === 'double' || type.kind === 'real') return type;
  throw wrongArguments(call, 'a number');
}

const sum: CallRule = (call) => {
  const value = argument(requireCount(call, 1), 0);
  const type = sumType(call, value.type);
  return result(call, aggregateSql(call, 'sum', [value.sql]), type, type.kind === 'double');
};

const average: CallRule = (call) => {
  const value = argument(requireCount(call, 1), 0);
  if (value.type.kind === 'decimal') {
    throw problemAt(
      call.node,
      'sql_not_portable',
      `avg of ${formatType(value.type)} keeps the scale of decimals on Athena only`,
      'cast to double first',
    );
  }
  if (!isNumber(value.type)) throw wrongArguments(call, 'a number');
  const wide = isInteger(value.type) ? coerce(value, BIGINT) : value;
  return result(
    call,
    aggregateSql(call, 'avg', [wide.sql]),
    value.type.kind === 'real' ? value.type : DOUBLE,
    value.type.kind !== 'real',
  );
};

const extreme: CallRule = (call) => {
  const value = sortable(argument(requireCount(call, 1), 0));
  return result(call, aggregateSql(call, call.name, [value.sql]), value.type);
};

/** The value beside the largest or smallest key; NULL where that value is NULL, which DuckDB would skip. */
const extremeBy =
  (name: string): CallRule =>
  (call) => {
    const values = requireCount(call, 2, 3);
    const [value, key] = [argument(values, 0), sortable(argument(values, 1))];
    if (values.length === 2)
      return result(call, aggregateSql(call, `${name}_null`, [value.sql, key.sql]), value.type);
    const size = argument(values, 2);
    if (typeof size.constant !== 'bigint' || size.constant < 1n || size.constant > 10_000n) {
      throw problemAt(
        size.node,
        'sql_not_portable',
        `${describe(size)} was found as number of values, a literal from 1 to 10000 is allowed`,
        'write it out',
      );
    }
    const packed = aggregateSql(
      call,
      name,
      [`struct_pack(v := ${value.sql})`, key.sql, `${size.constant}`],
      `${key.sql} IS NOT NULL`,
    );
    return result(call, `list_transform(${packed}, lambda z_: z_.v)`, arrayOf(value.type));
  };

const arrayAggregate: CallRule = (call) => {
  const value = argument(requireCount(call, 1), 0);
  return result(call, aggregateSql(call, 'list', [value.sql]), arrayOf(value.type));
};

/** A condition; a bare NULL is counted otherwise by DuckDB. */
function condition(call: Call): string {
  const value = argument(requireCount(call, 1), 0);
  if (value.type.kind !== 'boolean') throw wrongArguments(call, 'a condition');
  return value.sql;
}

const boolean =
  (name: string): CallRule =>
  (call) => {
    return result(call, aggregateSql(call, name, [condition(call)]), BOOLEAN);
  };

// DuckDB's own count_if gives NULL over no rows, where Trino gives 0.
const countIf: CallRule = (call) => {
  return result(call, aggregateSql(call, 'count', [`CASE WHEN ${condition(call)} THEN true END`]), BIGINT);
};

const anyValue: CallRule = (call) => {
  const value = argument(requireCount(call, 1), 0);
  return result(call, aggregateSql(call, 'any_value', [value.sql]), value.type);
};

/** A statistic of one or two columns of doubles; one that is not finite is NULL. */
const statistic =
  (name: string, size: number): CallRule =>
  (call) => {
    const values = requireCount(call, size).map((value) => coerce(value, DOUBLE).sql);
    return result(call, `trino_finite_or_null(${aggregateSql(call, name, values)})`, DOUBLE);
  };

const geometricMean: CallRule = (call) => {
  const value = coerce(argument(requireCount(call, 1), 0), DOUBLE);
  return result(call, `exp(${aggregateSql(call, 'avg', [`ln(${value.sql})`])})`, DOUBLE);
};

// Keys that are NULL are left out by Trino and refused by DuckDB; a key that comes twice is an error in DuckDB.
const mapAggregate: CallRule = (call) => {
  const [key, value] = requireCount(call, 2);
  if (key === undefined || value === undefined) throw new TypeError('map_agg');
  requireComparable(key);
  const pairs = aggregateSql(
    call,
    'list',
    [`struct_pack(key := ${key.sql}, value := ${value.sql})`],
    `${key.sql} IS NOT NULL`,
  );
  return result(call, `map_from_entries(${pairs})`, { kind: 'map', key: key.type, value: value.type });
};

const histogram: CallRule = (call) => {
  const value = argument(requireCount(call, 1), 0);
  requireComparable(value);
  const type: TrinoType = { kind: 'map', key: value.type, value: BIGINT };
  return result(call, castSql(aggregateSql(call, 'histogram', [value.sql]), type), type);
};

const sketch = 'is a sketch that differs between the engines';

/** Functions of many rows. */
export const AGGREGATES: CallRules = {
  count,
  sum,
  avg: average,
  min: extreme,
  max: extreme,
  max_by: extremeBy('arg_max'),
  min_by: extremeBy('arg_min'),
  array_agg: arrayAggregate,
  bool_and: boolean('bool_and'),
  bool_or: boolean('bool_or'),
  every: boolean('bool_and'),
  count_if: countIf,
  any_value: anyValue,
  arbitrary: anyValue,
  stddev: statistic('stddev_samp', 1),
  stddev_samp: statistic('stddev_samp', 1),
  stddev_pop: statistic('stddev_pop', 1),
  variance: statistic('var_samp', 1),
  var_samp: statistic('var_samp', 1),
  var_pop: statistic('var_pop', 1),
  corr: statistic('corr', 2),
  covar_pop: statistic('covar_pop', 2),
  covar_samp: statistic('covar_samp', 2),
  regr_slope: statistic('regr_slope', 2),
  regr_intercept: statistic('regr_intercept', 2),
  geometric_mean: geometricMean,
  map_agg: mapAggregate,
  histogram,
  approx_distinct: refuse(sketch, 'use count(distinct x)'),
  approx_percentile: refuse(sketch, 'take the row of row_number() over (order by x) that you need'),
  skewness: refuse(
    'is of the population on Athena and of the sample in DuckDB',
    'compute it from sums of powers',
  ),
  kurtosis: refuse('is computed otherwise by the two engines', 'compute it from sums of powers'),
  reduce_agg: refuse('has no form in DuckDB', 'use reduce(array_agg(…), …)'),
  multimap_agg: refuse('has no form in DuckDB', 'group first, then map_agg(k, array_agg(v))'),
};
