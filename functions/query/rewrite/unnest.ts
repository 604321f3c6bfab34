import { branches, hasToken, type SyntaxNode } from '../parse/syntax-node.ts';
import { fieldName } from '../types/duckdb-type.ts';
import { BIGINT, type TrinoType } from '../types/trino-type.ts';
import type { Context, OutputColumn } from './context.ts';
import { rewriteExpression } from './expression.ts';
import { problemAt } from './problem-at.ts';
import { quote, quoteText } from './quote.ts';
import { describe, type Typed } from './typed.ts';

interface Part {
  readonly type: TrinoType;
  readonly sql: string;
  readonly name: string | undefined;
}

function listOf(value: Typed): string {
  if (value.type.kind === 'array') return value.sql;
  if (value.type.kind === 'map') return `map_entries(${value.sql})`;
  throw problemAt(
    value.node,
    'sql_type_mismatch',
    `${describe(value)} was found in unnest, an array or a map is allowed`,
    'unnest a list',
  );
}

/** What one list becomes: its elements, the key and value of a map, or every field of a row. */
function partsOf(value: Typed, element: string): readonly Part[] {
  const { type } = value;
  if (type.kind === 'map') {
    return [
      { type: type.key, sql: `struct_extract(${element}, 'key')`, name: undefined },
      { type: type.value, sql: `struct_extract(${element}, 'value')`, name: undefined },
    ];
  }
  if (type.kind !== 'array') return [];
  if (type.element.kind !== 'row') return [{ type: type.element, sql: element, name: undefined }];
  return type.element.fields.map((field, index) => ({
    type: field.type,
    sql: `struct_extract(${element}, ${quoteText(fieldName(field, index))})`,
    name: field.name,
  }));
}

/** `UNNEST(list, …) [WITH ORDINALITY]` as a lateral query: shorter lists are filled with NULL. */
export function rewriteUnnest(
  node: SyntaxNode,
  context: Context,
): { readonly sql: string; readonly columns: readonly OutputColumn[] } {
  const inner = { ...context, scope: { columns: [], outer: context.scope } };
  const values = branches(node).map((branch) => rewriteExpression(branch, inner));
  const lists = values.map(listOf);
  const parts = values.flatMap((value, index) => [...partsOf(value, `u_.e${index}`)]);
  if (hasToken(node, 'ORDINALITY')) parts.push({ type: BIGINT, sql: 'u_.n', name: undefined });
  const longest = lists.map((list) => `coalesce(len(${list}), 0)`);
  const count = longest.length === 1 ? longest[0] : `greatest(${longest.join(', ')})`;
  const raw = lists.map((list, index) => `unnest(${list}) AS e${index}`);
  const columns = parts.map(({ type, name }, index) => ({ name, type, sqlName: `_col${index}` }));
  const shown = parts.map((part, index) => `${part.sql} AS ${quote(`_col${index}`)}`);
  const rows = `SELECT ${raw.join(', ')}, unnest(range(1, ${count} + 1)) AS n`;
  return { sql: `LATERAL (SELECT ${shown.join(', ')} FROM (${rows}) AS u_)`, columns };
}
