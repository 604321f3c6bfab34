import { requireComparable } from '../rewrite/predicate.ts';
import { problemAt } from '../rewrite/problem-at.ts';
import { coerce, convertSql, describe, type Typed, unify } from '../rewrite/typed.ts';
import { arrayOf, BIGINT, BOOLEAN, DATE, INTEGER, type TrinoType, VARCHAR } from '../types/trino-type.ts';
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
import { elementOfMap } from './maps.ts';

/** An array argument with its element type. */
export interface ListArgument {
  readonly sql: string;
  readonly element: TrinoType;
}

/** The argument as an array; throws where it is none. */
export function listArgument(value: Typed): ListArgument {
  if (value.type.kind === 'array') return { sql: value.sql, element: value.type.element };
  throw problemAt(
    value.node,
    'sql_type_mismatch',
    `${describe(value)} was found, an array is allowed`,
    'give an array',
  );
}

function comparableList(value: Typed): ListArgument {
  const list = listArgument(value);
  requireComparable({ ...value, type: list.element });
  return list;
}

/** A rule over one array of comparable elements. */
const overList =
  (emit: (list: string) => string, type: (list: TrinoType, element: TrinoType) => TrinoType): CallRule =>
  (call) => {
    const value = argument(requireCount(call, 1), 0);
    const { sql, element } = comparableList(value);
    return result(call, emit(sql), type(value.type, element));
  };

/** A rule over an array and a value of its elements' type. */
const withElement =
  (emit: (list: string, element: string) => string, type: (list: TrinoType) => TrinoType): CallRule =>
  (call) => {
    const values = requireCount(call, 2);
    const list = argument(values, 0);
    const sought = argument(values, 1);
    const { element } = comparableList(list);
    const [, common] = unify([{ ...sought, type: element }, sought], call.name);
    const wide = arrayOf(common?.type ?? element);
    return result(
      call,
      emit(convertSql(list.sql, list.type, wide), coerce(sought, common?.type ?? element).sql),
      type(wide),
    );
  };

/** A rule over two arrays of one common type. */
const overTwo =
  (emit: (left: string, right: string) => string, type: (list: TrinoType) => TrinoType): CallRule =>
  (call) => {
    const [left, right] = unify(requireCount(call, 2), call.name);
    if (left === undefined || right === undefined) throw new TypeError(call.name);
    comparableList(left);
    return result(call, emit(left.sql, right.sql), type(left.type));
  };

const same = (list: TrinoType): TrinoType => list;

const cardinality: CallRule = (call) => {
  const value = argument(requireCount(call, 1), 0);
  if (value.type.kind === 'map') return result(call, `len(map_keys(${value.sql}))`, BIGINT);
  return result(call, `len(${listArgument(value).sql})`, BIGINT);
};

const elementAt: CallRule = (call) => {
  const values = requireCount(call, 2);
  const [value, index] = [argument(values, 0), argument(values, 1)];
  if (value.type.kind === 'map') return elementOfMap(call, value, value.type, index);
  const { sql, element } = listArgument(value);
  return result(call, `trino_element_at(${sql}, ${coerce(index, BIGINT).sql})`, element);
};

const join: CallRule = (call) => {
  const values = requireCount(call, 2, 3);
  const { sql, element } = listArgument(argument(values, 0));
  const isText =
    element.kind === 'varchar' ||
    element.kind === 'integer' ||
    element.kind === 'bigint' ||
    element.kind === 'unknown';
  if (!isText) throw wrongArguments(call, 'an array of text or integers');
  const [, by, filler] = values.map((value, index) => (index === 0 ? '' : coerce(value, VARCHAR).sql));
  const texts = element.kind === 'varchar' ? sql : `CAST(${sql} AS VARCHAR[])`;
  return result(
    call,
    filler === undefined
      ? `trino_array_join(${texts}, ${by})`
      : `trino_array_join_null(${texts}, ${by}, ${filler})`,
    VARCHAR,
  );
};

const slice: CallRule = (call) => {
  const [list, start, count] = requireCount(call, 3);
  if (list === undefined || start === undefined || count === undefined) throw new TypeError('slice');
  listArgument(list);
  return result(
    call,
    `trino_slice(${list.sql}, ${coerce(start, BIGINT).sql}, ${coerce(count, BIGINT).sql})`,
    list.type,
  );
};

const repeat: CallRule = (call) => {
  const values = requireCount(call, 2);
  const value = argument(values, 0);
  return result(
    call,
    `trino_repeat(${value.sql}, ${coerce(argument(values, 1), INTEGER).sql})`,
    arrayOf(value.type),
  );
};

const flatten: CallRule = (call) => {
  const { sql, element } = listArgument(argument(requireCount(call, 1), 0));
  if (element.kind !== 'array') throw wrongArguments(call, 'an array of arrays');
  return result(call, `flatten(${sql})`, element);
};

const reverse: CallRule = (call) => {
  const value = argument(requireCount(call, 1), 0);
  if (value.type.kind === 'array') return result(call, `list_reverse(${value.sql})`, value.type);
  return result(call, `trino_reverse(${coerce(value, VARCHAR).sql})`, VARCHAR);
};

function dateSequence(call: Call, from: Typed, to: Typed, step: Typed | undefined): Typed {
  if (step === undefined) return result(call, `trino_days(${from.sql}, ${to.sql})`, arrayOf(DATE));
  const { constant } = step;
  const [unit = '', count = ''] = typeof constant === 'string' ? constant.split(' ') : [];
  if (!['DAY', 'MONTH', 'YEAR'].includes(unit) || !/^[1-9]\d*$/.test(count)) {
    throw problemAt(
      call.node,
      'sql_not_portable',
      'a step of sequence was found that is no whole number of days, months or years',
      "write interval '1' month",
    );
  }
  const steps = unit === 'DAY' ? 'trino_day_sequence' : 'trino_month_sequence';
  const size = unit === 'YEAR' ? `${12 * Number(count)}` : count;
  return result(call, `${steps}(${from.sql}, ${to.sql}, ${size})`, arrayOf(DATE));
}

const sequence: CallRule = (call) => {
  const [from, to, step] = requireCount(call, 2, 3);
  if (from === undefined || to === undefined) throw new TypeError('sequence');
  if (from.type.kind === 'date' && to.type.kind === 'date') return dateSequence(call, from, to, step);
  const [a, b] = [coerce(from, BIGINT).sql, coerce(to, BIGINT).sql];
  if (step === undefined) return result(call, `trino_sequence(${a}, ${b})`, arrayOf(BIGINT));
  return result(call, `trino_sequence_by(${a}, ${b}, ${coerce(step, BIGINT).sql})`, arrayOf(BIGINT));
};

/** Functions of arrays. */
export const ARRAY_CALLS: CallRules = {
  cardinality,
  element_at: elementAt,
  contains: withElement(
    (list, x) => `trino_contains(${list}, ${x})`,
    () => BOOLEAN,
  ),
  array_position: withElement(
    (list, x) => `trino_array_position(${list}, ${x})`,
    () => BIGINT,
  ),
  array_remove: withElement((list, x) => `trino_array_remove(${list}, ${x})`, same),
  array_max: overList(
    (list) => `trino_array_max(${list})`,
    (_, element) => element,
  ),
  array_min: overList(
    (list) => `trino_array_min(${list})`,
    (_, element) => element,
  ),
  array_distinct: overList((list) => `trino_array_distinct(${list})`, same),
  array_sort: overList((list) => `list_sort(${list}, 'ASC', 'NULLS LAST')`, same),
  array_union: overTwo((a, b) => `trino_array_distinct(trino_join_lists(${a}, ${b}))`, same),
  array_intersect: overTwo((a, b) => `trino_array_intersect(${a}, ${b})`, same),
  array_except: overTwo((a, b) => `trino_array_except(${a}, ${b})`, same),
  arrays_overlap: overTwo(
    (a, b) => `trino_arrays_overlap(${a}, ${b})`,
    () => BOOLEAN,
  ),
  array_join: join,
  slice,
  repeat,
  flatten,
  reverse,
  sequence,
  combinations: refuse('has no form in DuckDB', 'join the array with itself'),
  shuffle: refuse('gives another order at each call', 'sort by a hash'),
};
