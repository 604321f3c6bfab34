import {
  branches,
  childAt,
  childrenOf,
  findChild,
  hasToken,
  requireChild,
  type SyntaxNode,
  sourceOf,
  tokensOf,
} from '../parse/syntax-node.ts';
import { commonType } from '../types/common-type.ts';
import { formatType, type TrinoType } from '../types/trino-type.ts';
import { columnAliases, renameColumns } from './column-aliases.ts';
import type { Context, OutputColumn, RewrittenQuery } from './context.ts';
import { IDENTIFIERS, identifierOf } from './identifier.ts';
import { rewriteValues } from './inline-values.ts';
import { rewriteOrder } from './order.ts';
import { problemAt } from './problem-at.ts';
import { quote } from './quote.ts';
import { rewriteTable } from './relation.ts';
import { rewriteSelect } from './select.ts';
import { convertSql } from './typed.ts';

interface WithQueries {
  readonly context: Context;
  readonly prefix: string;
}

function rewriteWith(node: SyntaxNode | undefined, context: Context): WithQueries {
  if (node === undefined) return { context, prefix: '' };
  if (hasToken(node, 'RECURSIVE')) {
    throw problemAt(
      node,
      'sql_not_portable',
      'with recursive was found, Athena stops it at depth 10',
      'use sequence and unnest',
    );
  }
  let current = context;
  const parts: string[] = [];
  for (const named of childrenOf(node, 'NamedQuery')) {
    const name = identifierOf(requireChild(named, ...IDENTIFIERS));
    const query = rewriteQuery(requireChild(named, 'QueryStatement'), current);
    const sqlName = current.names.take(name);
    parts.push(`${quote(sqlName)} AS (${query.sql})`);
    const columns = renameColumns(query.columns, columnAliases(named), named);
    current = { ...current, tables: new Map(current.tables).set(name, { sqlName, columns }) };
  }
  return { context: current, prefix: `WITH ${parts.join(', ')} ` };
}

/** The rows of a query as another SELECT over it, each column brought to the given type. */
function reshape(query: RewrittenQuery, types: readonly TrinoType[], names: readonly string[]): string {
  const columns = query.columns.map((column, index) => {
    const type = types[index] ?? column.type;
    return `${convertSql(`q_.${quote(column.sqlName)}`, column.type, type)} AS ${quote(names[index] ?? column.sqlName)}`;
  });
  return `SELECT ${columns.join(', ')} FROM (${query.sql}) AS q_`;
}

function unionTypes(node: SyntaxNode, left: RewrittenQuery, right: RewrittenQuery): readonly TrinoType[] {
  if (left.columns.length !== right.columns.length) {
    throw problemAt(
      node,
      'sql_type_mismatch',
      `sides of ${left.columns.length} and ${right.columns.length} columns were found, as many are allowed on both`,
      'select the same columns',
    );
  }
  return left.columns.map((column, index) => {
    const other = right.columns[index]?.type ?? column.type;
    const type = commonType(column.type, other);
    if (type !== undefined) return type;
    throw problemAt(
      node,
      'sql_type_mismatch',
      `column ${index + 1} is ${formatType(column.type)} on one side and ${formatType(other)} on the other, one type is allowed`,
      'cast one of them',
    );
  });
}

function rewriteSetOperation(node: SyntaxNode, context: Context): RewrittenQuery {
  const [left, right] = [childAt(node, 0), childAt(node, -1)].map((side) => rewriteTerm(side, context));
  if (left === undefined || right === undefined) throw new TypeError('set operation without sides');
  const types = unionTypes(node, left, right);
  const names = left.columns.map((column) => column.sqlName);
  const operator = tokensOf(node)[0];
  const all =
    findChild(node, 'SetQuantifier') !== undefined &&
    sourceOf(requireChild(node, 'SetQuantifier')).toUpperCase() === 'ALL';
  const columns = left.columns.map(
    (column, index): OutputColumn => ({ ...column, type: types[index] ?? column.type }),
  );
  const sql = `(${reshape(left, types, names)}) ${operator}${all ? ' ALL' : ''} (${reshape(right, types, names)})`;
  return { sql, columns };
}

function rewriteTerm(node: SyntaxNode, context: Context): RewrittenQuery {
  switch (node.kind) {
    case 'QueryTermDefault':
    case 'QueryPrimaryDefault':
      return rewriteTerm(childAt(node, 0), context);
    case 'SetOperation':
      return rewriteSetOperation(node, context);
    case 'QuerySpecification':
      return rewriteSelect(node, context, []);
    case 'InlineTable':
      return rewriteValues(node, context);
    case 'Table':
      return rewriteTable(requireChild(node, 'TableRef'), context);
    case 'Subquery':
      return rewriteQueryBody(requireChild(node, 'QueryNoWith'), context);
    default:
      throw problemAt(
        node,
        'sql_not_portable',
        `${sourceOf(node).slice(0, 60)} is no query that both engines read`,
        'write a select',
      );
  }
}

function specificationOf(node: SyntaxNode): SyntaxNode | undefined {
  if (node.kind === 'QuerySpecification') return node;
  const isWrapper = node.kind === 'QueryTermDefault' || node.kind === 'QueryPrimaryDefault';
  return isWrapper ? specificationOf(childAt(node, 0)) : undefined;
}

function ordered(term: SyntaxNode, items: readonly SyntaxNode[], context: Context): RewrittenQuery {
  const specification = specificationOf(term);
  if (specification !== undefined) return rewriteSelect(specification, context, items);
  const query = rewriteTerm(term, context);
  if (items.length === 0) return query;
  const columns = query.columns.map(({ name, type, sqlName }) => ({
    name,
    type,
    qualifier: undefined,
    sql: `q_.${quote(sqlName)}`,
  }));
  const scoped = { ...context, scope: { columns, outer: undefined } };
  return { ...query, sql: `SELECT * FROM (${query.sql}) AS q_${rewriteOrder(items, scoped, [], false)}` };
}

function countAfter(node: SyntaxNode, keyword: string): string | undefined {
  const index = node.children.findIndex(
    (child) => child.kind === 'Token' && child.text.toUpperCase() === keyword,
  );
  if (index < 0) return undefined;
  const count = node.children
    .slice(index + 1)
    .find((child) => child.kind === 'RowCount' || child.kind === 'LimitRowCount');
  return count === undefined ? '1' : sourceOf(count);
}

function limits(node: SyntaxNode): string {
  if (hasToken(node, 'TIES')) {
    throw problemAt(
      node,
      'sql_not_portable',
      'fetch first … with ties has no form in DuckDB',
      'use rank() and a filter',
    );
  }
  const limit = countAfter(node, 'LIMIT') ?? countAfter(node, 'FETCH');
  const offset = countAfter(node, 'OFFSET');
  for (const count of [limit, offset]) {
    if (count !== undefined && !/^(\d{1,18}|all)$/i.test(count)) {
      throw problemAt(
        node,
        'sql_not_portable',
        'a parameter was found as a number of rows',
        'write the number',
      );
    }
  }
  const isLimited = limit !== undefined && limit.toUpperCase() !== 'ALL';
  return `${isLimited ? ` LIMIT ${limit}` : ''}${offset === undefined ? '' : ` OFFSET ${offset}`}`;
}

function rewriteQueryBody(node: SyntaxNode, context: Context): RewrittenQuery {
  const term = childAt(node, 0);
  const query = ordered(term, childrenOf(node, 'SortItem'), context);
  const limit = limits(node);
  const needsWrap =
    limit !== '' && specificationOf(term) === undefined && findChild(node, 'SortItem') === undefined;
  return { ...query, sql: needsWrap ? `SELECT * FROM (${query.sql}) AS q_${limit}` : `${query.sql}${limit}` };
}

/** A whole query (WITH, set operations, ORDER BY, LIMIT) in DuckDB's words, with its columns. */
export function rewriteQuery(node: SyntaxNode, context: Context): RewrittenQuery {
  const { context: inner, prefix } = rewriteWith(findChild(node, 'With'), context);
  const body = branches(node).at(-1) ?? node;
  const query = rewriteQueryBody(body, inner);
  return { ...query, sql: `${prefix}${query.sql}` };
}
