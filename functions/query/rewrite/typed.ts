import { type SyntaxNode, sourceOf } from '../parse/syntax-node.ts';
import { commonType, isCoercible } from '../types/common-type.ts';
import { duckDbType, fieldName } from '../types/duckdb-type.ts';
import { formatType, sameType, type TrinoType } from '../types/trino-type.ts';
import { problemAt } from './problem-at.ts';
import { quote } from './quote.ts';

/**
 * An expression rewritten: DuckDB text that stands on its own (parenthesised where needed), its Trino type, and the
 * node it comes from. `constant` is the value of a literal.
 */
export interface Typed {
  readonly sql: string;
  readonly type: TrinoType;
  readonly node: SyntaxNode;
  readonly constant?: string | bigint | undefined;
}

/** DuckDB text of a plain cast. */
export function castSql(sql: string, type: TrinoType): string {
  return `CAST(${sql} AS ${duckDbType(type)})`;
}

function rowSql(sql: string, from: TrinoType, to: TrinoType): string {
  if (from.kind !== 'row' || to.kind !== 'row') return sql;
  const fields = to.fields.map((field, index) => {
    const source = from.fields[index] ?? field;
    const value = convertSql(
      `struct_extract(${sql}, ${quoteName(fieldName(source, index))})`,
      source.type,
      field.type,
    );
    return `${quote(fieldName(field, index))} := ${value}`;
  });
  return `(CASE WHEN ${sql} IS NULL THEN NULL ELSE struct_pack(${fields.join(', ')}) END)`;
}

function quoteName(name: string): string {
  return `'${name.replaceAll("'", "''")}'`;
}

/** DuckDB text that turns a value of one type into another that Trino would coerce it to. */
export function convertSql(sql: string, from: TrinoType, to: TrinoType): string {
  if (sameType(from, to)) return sql;
  if (from.kind === 'row' && to.kind === 'row') return rowSql(sql, from, to);
  if (from.kind === 'array' && to.kind === 'array' && from.element.kind === 'row') {
    return `list_transform(${sql}, lambda e_: ${rowSql('e_', from.element, to.element)})`;
  }
  if (duckDbType(from) === duckDbType(to) && from.kind !== 'unknown') return sql;
  return castSql(sql, to);
}

/** The value as the given type, where Trino coerces it so; undefined where it refuses. */
export function tryCoerce(value: Typed, type: TrinoType): Typed | undefined {
  if (sameType(value.type, type)) return value;
  if (!isCoercible(value.type, type)) return undefined;
  return { ...value, sql: convertSql(value.sql, value.type, type), type };
}

/** The value as the given type; throws `sql_type_mismatch` where Trino does not coerce it by itself. */
export function coerce(value: Typed, type: TrinoType): Typed {
  const coerced = tryCoerce(value, type);
  if (coerced !== undefined) return coerced;
  throw problemAt(
    value.node,
    'sql_type_mismatch',
    `${describe(value)} was found where ${formatType(type)} is allowed`,
    `cast it to ${formatType(type)}`,
  );
}

/** Both values as their common type; throws `sql_type_mismatch` where Trino knows none. */
export function unify(values: readonly Typed[], what: string): readonly Typed[] {
  const [first, ...rest] = values;
  if (first === undefined) return [];
  let type = first.type;
  for (const value of rest) {
    const common = commonType(type, value.type);
    if (common === undefined) {
      throw problemAt(
        value.node,
        'sql_type_mismatch',
        `${what} mixes ${formatType(type)} and ${formatType(value.type)}, one type is allowed`,
        'cast one of them',
      );
    }
    type = common;
  }
  return values.map((value) => coerce(value, type));
}

/** A value as messages name it: its source, cut short, and its type. */
export function describe(value: Typed): string {
  const source = sourceOf(value.node);
  const short = source.length > 40 ? `${source.slice(0, 37)}…` : source;
  return `${short} of type ${formatType(value.type)}`;
}
