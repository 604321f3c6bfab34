import type { SyntaxNode } from '../parse/syntax-node.ts';
import { fieldName } from '../types/duckdb-type.ts';
import type { TrinoType } from '../types/trino-type.ts';
import { problemAt } from './problem-at.ts';
import { quoteText } from './quote.ts';
import type { Typed } from './typed.ts';

/** A column that a statement may name: its name (none for an unnamed one), its relation, its type, its DuckDB text. */
export interface ScopeColumn {
  readonly name: string | undefined;
  readonly qualifier: string | undefined;
  readonly type: TrinoType;
  readonly sql: string;
}

/** What a place in a statement can see: the columns of its own FROM, then those of the statement around it. */
export interface Scope {
  readonly columns: readonly ScopeColumn[];
  readonly outer: Scope | undefined;
}

export const EMPTY_SCOPE: Scope = { columns: [], outer: undefined };

function matches(column: ScopeColumn, path: readonly string[]): number {
  const [first, second] = path;
  if (second !== undefined && column.qualifier === first && column.name === second) return 2;
  return column.name === first ? 1 : 0;
}

function lookUp(path: readonly string[], scope: Scope, node: SyntaxNode): [ScopeColumn, number] | undefined {
  for (const used of [2, 1]) {
    const found = scope.columns.filter((column) => matches(column, path) === used);
    const [column, other] = found;
    if (other !== undefined) {
      throw problemAt(
        node,
        'sql_name_ambiguous',
        `column ${path.slice(0, used).join('.')} is in ${found.length} relations, one is allowed`,
        'write the relation before it',
      );
    }
    if (column !== undefined) return [column, used];
  }
  return scope.outer === undefined ? undefined : lookUp(path, scope.outer, node);
}

function nearest(name: string, scope: Scope): string {
  const known: string[] = [];
  for (let current: Scope | undefined = scope; current !== undefined; current = current.outer) {
    for (const column of current.columns) if (column.name !== undefined) known.push(column.name);
  }
  const close = known.filter((other) => other.includes(name) || name.includes(other));
  const shown = [...new Set(close.length > 0 ? close : known)].slice(0, 8);
  return shown.length === 0 ? 'there is none here' : `there are ${shown.join(', ')}`;
}

/** The field of a row value; throws `sql_name_unknown` where the value is no row or has no such field. */
export function fieldOf(value: Typed, name: string, node: SyntaxNode): Typed {
  const fields = value.type.kind === 'row' ? value.type.fields : [];
  const index = fields.findIndex((field) => field.name === name);
  const field = fields[index];
  if (field === undefined) {
    const names = fields.map((each) => each.name ?? '(unnamed)').join(', ');
    const found = `field ${name} was found, ${names === '' ? 'the value is no row' : `the row has ${names}`}`;
    throw problemAt(node, 'sql_name_unknown', found, 'name one of its fields');
  }
  return {
    sql: `struct_extract(${value.sql}, ${quoteText(fieldName(field, index))})`,
    type: field.type,
    node,
  };
}

/** The column (or field of a row column) that a dotted name stands for; throws `sql_name_unknown` or `_ambiguous`. */
export function resolveColumn(path: readonly string[], scope: Scope, node: SyntaxNode): Typed {
  const found = lookUp(path, scope, node);
  if (found === undefined) {
    const name = path.at(-1) ?? '';
    throw problemAt(
      node,
      'sql_name_unknown',
      `column ${path.join('.')} is unknown, ${nearest(name, scope)}`,
      'name one of them (an alias of the same select list is none)',
    );
  }
  const [column, used] = found;
  let value: Typed = { sql: column.sql, type: column.type, node };
  for (const name of path.slice(used)) value = fieldOf(value, name, node);
  return value;
}
