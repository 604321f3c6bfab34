import { requireComparable } from '../rewrite/predicate.ts';
import { problemAt } from '../rewrite/problem-at.ts';
import { coerce, describe, type Typed } from '../rewrite/typed.ts';
import { arrayOf, type TrinoType, UNKNOWN } from '../types/trino-type.ts';
import {
  argument,
  type Call,
  type CallRule,
  type CallRules,
  requireCount,
  result,
  wrongArguments,
} from './call.ts';

type MapType = TrinoType & { readonly kind: 'map' };

/** The argument as a map; throws where it is none. */
export function mapArgument(value: Typed): { readonly sql: string; readonly type: MapType } {
  if (value.type.kind === 'map') return { sql: value.sql, type: value.type };
  throw problemAt(
    value.node,
    'sql_type_mismatch',
    `${describe(value)} was found, a map is allowed`,
    'give a map',
  );
}

/** `element_at(map, key)`: NULL where the key is absent. */
export function elementOfMap(call: Call, value: Typed, type: MapType, key: Typed): Typed {
  requireComparable({ ...key, type: type.key });
  return result(call, `element_at(${value.sql}, ${coerce(key, type.key).sql})[1]`, type.value);
}

const construct: CallRule = (call) => {
  if (call.nodes.length === 0) {
    return result(call, 'MAP {}', { kind: 'map', key: UNKNOWN, value: UNKNOWN }, false);
  }
  const [keys, values] = requireCount(call, 2);
  if (keys?.type.kind !== 'array' || values?.type.kind !== 'array') throw wrongArguments(call, 'two arrays');
  requireComparable({ ...keys, type: keys.type.element });
  return result(call, `MAP(${keys.sql}, ${values.sql})`, {
    kind: 'map',
    key: keys.type.element,
    value: values.type.element,
  });
};

const parts =
  (name: string, type: (map: MapType) => TrinoType): CallRule =>
  (call) => {
    const { sql, type: map } = mapArgument(argument(requireCount(call, 1), 0));
    return result(call, `${name}(${sql})`, type(map));
  };

// Trino's pairs are rows without names, DuckDB's are structs of key and value.
const entries: CallRule = (call) => {
  const { sql, type } = mapArgument(argument(requireCount(call, 1), 0));
  const pair: TrinoType = {
    kind: 'row',
    fields: [
      { name: undefined, type: type.key },
      { name: undefined, type: type.value },
    ],
  };
  const renamed = 'struct_pack(field0 := z_.key, field1 := z_.value)';
  return result(call, `list_transform(map_entries(${sql}), lambda z_: ${renamed})`, arrayOf(pair));
};

const fromEntries: CallRule = (call) => {
  const value = argument(requireCount(call, 1), 0);
  const element = value.type.kind === 'array' ? value.type.element : undefined;
  const [key, content] = element?.kind === 'row' ? element.fields : [];
  if (key === undefined || content === undefined)
    throw wrongArguments(call, 'an array of rows of two fields');
  return result(call, `map_from_entries(${value.sql})`, { kind: 'map', key: key.type, value: content.type });
};

/** Functions of maps. */
export const MAP_CALLS: CallRules = {
  map: construct,
  map_keys: parts('map_keys', (map) => arrayOf(map.key)),
  map_values: parts('map_values', (map) => arrayOf(map.value)),
  map_entries: entries,
  map_from_entries: fromEntries,
};
