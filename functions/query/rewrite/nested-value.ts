import { childAt, type SyntaxNode } from '../parse/syntax-node.ts';
import { fieldName } from '../types/duckdb-type.ts';
import { arrayOf, BIGINT, type RowField, type TrinoType, UNKNOWN } from '../types/trino-type.ts';
import type { Context } from './context.ts';
import { rewriteBranches, rewriteExpression } from './expression.ts';
import { requireComparable } from './predicate.ts';
import { problemAt } from './problem-at.ts';
import { quote } from './quote.ts';
import { castSql, coerce, describe, type Typed, unify } from './typed.ts';

/** `ARRAY[…]`: elements of one common type. */
export function rewriteArray(node: SyntaxNode, context: Context): Typed {
  const elements = unify(rewriteBranches(node, context), 'array');
  const element = elements[0]?.type ?? UNKNOWN;
  const type = arrayOf(element);
  const sql = `[${elements.map((each) => each.sql).join(', ')}]`;
  return {
    sql: elements.length === 0 || element.kind === 'unknown' ? castSql(sql, type) : sql,
    type,
    node,
  };
}

/** `ROW(a, b)` or `(a, b)`: a struct whose fields are named by position. */
export function rewriteRow(node: SyntaxNode, context: Context): Typed {
  const values = rewriteBranches(node, context);
  const fields: RowField[] = values.map(({ type }) => ({ name: undefined, type }));
  const parts = values.map(
    (value, index) => `${quote(fieldName({ name: undefined, type: value.type }, index))} := ${value.sql}`,
  );
  return { sql: `struct_pack(${parts.join(', ')})`, type: { kind: 'row', fields }, node };
}

/** `array[i]` or `map[k]`: raises, as Trino does, where there is no such element. */
export function rewriteSubscript(node: SyntaxNode, context: Context): Typed {
  const value = rewriteExpression(childAt(node, 0), context);
  const index = rewriteExpression(childAt(node, 2), context);
  const { type } = value;
  if (type.kind === 'array') {
    return { sql: `trino_subscript(${value.sql}, ${coerce(index, BIGINT).sql})`, type: type.element, node };
  }
  if (type.kind === 'map') return mapSubscript(node, value, index, type);
  throw problemAt(
    node,
    'sql_type_mismatch',
    `${describe(value)} was found before [, an array or a map is allowed`,
    'use a field name for rows',
  );
}

function mapSubscript(
  node: SyntaxNode,
  value: Typed,
  index: Typed,
  type: TrinoType & { kind: 'map' },
): Typed {
  requireComparable({ ...index, type: type.key });
  return { sql: `trino_map_subscript(${value.sql}, ${coerce(index, type.key).sql})`, type: type.value, node };
}
