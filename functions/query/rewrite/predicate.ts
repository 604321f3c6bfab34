import {
  branches,
  childAt,
  findChild,
  findOnChain,
  hasToken,
  requireChild,
  type SyntaxNode,
  sourceOf,
} from '../parse/syntax-node.ts';
import { commonType } from '../types/common-type.ts';
import { BOOLEAN, formatType, isNested, type TrinoType, VARCHAR } from '../types/trino-type.ts';
import type { Context } from './context.ts';
import { rewriteBranches, rewriteExpression } from './expression.ts';
import { textOf } from './literal.ts';
import { problemAt } from './problem-at.ts';
import { rewriteNestedQuery } from './subquery.ts';
import { coerce, convertSql, describe, type Typed, unify } from './typed.ts';

/** Throws where values of this type compare otherwise on one engine than on the other. */
export function requireComparable(value: Typed): void {
  const { type } = value;
  if (!isNested(type) && type.kind !== 'json' && !type.kind.startsWith('interval')) return;
  throw problemAt(
    value.node,
    'sql_not_portable',
    `${formatType(type)} values compare differently on the two engines where they hold NULL`,
    'compare their parts one by one',
  );
}

function comparable(values: readonly Typed[], what: string): readonly Typed[] {
  const unified = unify(values, what);
  for (const value of unified) requireComparable(value);
  return unified;
}

/** A condition: the value as boolean; throws where it is another type. */
export function rewriteCondition(node: SyntaxNode, context: Context): Typed {
  const value = rewriteExpression(node, context);
  if (value.type.kind === 'boolean' || value.type.kind === 'unknown') return coerce(value, BOOLEAN);
  throw problemAt(
    node,
    'sql_type_mismatch',
    `${describe(value)} was found, a condition is allowed`,
    'compare it with something',
  );
}

/** AND, OR and NOT over conditions. */
export function rewriteLogical(node: SyntaxNode, context: Context): Typed {
  const parts = branches(node).map((branch) => rewriteCondition(branch, context).sql);
  const sql =
    node.kind === 'LogicalNot'
      ? `(NOT ${parts[0]})`
      : `(${parts.join(node.kind === 'And' ? ' AND ' : ' OR ')})`;
  return { sql, type: BOOLEAN, node };
}

/** Two values compared: text meets text only, a date meets a timestamp, a row meets nothing. */
export function compare(node: SyntaxNode, operator: string, left: Typed, right: Typed): Typed {
  const [a, b] = comparable([left, right], `comparison ${operator}`);
  const sign = operator === '!=' ? '<>' : operator;
  return { sql: `(${a?.sql} ${sign} ${b?.sql})`, type: BOOLEAN, node };
}

function between(node: SyntaxNode, value: Typed, context: Context): string {
  const [low, high] = rewriteBranches(node, context);
  if (low === undefined || high === undefined) throw new TypeError('between without bounds');
  return `(${compare(node, '>=', value, low).sql} AND ${compare(node, '<=', value, high).sql})`;
}

function inList(node: SyntaxNode, value: Typed, context: Context): string {
  const [first, ...rest] = comparable([value, ...rewriteBranches(node, context)], 'list of in');
  return `(${first?.sql} IN (${rest.map((item) => item.sql).join(', ')}))`;
}

function rowParts(value: Typed, context: Context): readonly Typed[] {
  const row = findOnChain(value.node, 'RowConstructor');
  return row === undefined ? [value] : rewriteBranches(row, context);
}

function inSubquery(node: SyntaxNode, value: Typed, context: Context): string {
  const parts = rowParts(value, context);
  const query = rewriteNestedQuery(requireChild(node, 'QueryStatement'), context);
  if (query.columns.length !== parts.length) {
    throw problemAt(
      node,
      'sql_type_mismatch',
      `the query of in gives ${query.columns.length} columns, ${parts.length} are allowed`,
      'select as many columns as there are values',
    );
  }
  const pairs = parts.map((part, index) => pairWithColumn(part, query.columns[index]?.type ?? part.type));
  const columns = query.columns.map((column, index) =>
    convertSql(`q_."${column.sqlName}"`, column.type, pairs[index]?.type ?? column.type),
  );
  const left = pairs.length === 1 ? pairs[0]?.sql : `(${pairs.map((pair) => pair.sql).join(', ')})`;
  return `(${left} IN (SELECT ${columns.join(', ')} FROM (${query.sql}) AS q_))`;
}

function pairWithColumn(part: Typed, column: TrinoType): Typed {
  const type = commonType(part.type, column);
  if (type === undefined) {
    throw problemAt(
      part.node,
      'sql_type_mismatch',
      `${formatType(part.type)} is looked for in a column of ${formatType(column)}, one type is allowed`,
      'cast one of them',
    );
  }
  requireComparable({ ...part, type });
  return coerce(part, type);
}

function like(node: SyntaxNode, value: Typed, context: Context): string {
  const [pattern, escaped] = branches(node);
  if (pattern === undefined) throw new TypeError('like without pattern');
  const subject = coerce(value, VARCHAR);
  const shape = coerce(rewriteExpression(pattern, context), VARCHAR);
  if (escaped === undefined) return `(${subject.sql} LIKE ${shape.sql})`;
  const sign = textOf(escaped);
  const plain = textOf(pattern)
    .replaceAll(`${sign}${sign}`, '')
    .replaceAll(`${sign}%`, '')
    .replaceAll(`${sign}_`, '');
  if ([...sign].length !== 1 || plain.includes(sign)) {
    throw problemAt(
      node,
      'sql_type_mismatch',
      'an escape of like was found that is not one character before %, _ or itself',
      'write it so',
    );
  }
  return `(${subject.sql} LIKE ${shape.sql} ESCAPE '${sign === "'" ? "''" : sign}')`;
}

function predicate(node: SyntaxNode, value: Typed, context: Context): string {
  switch (node.kind) {
    case 'Comparison': {
      const operator = sourceOf(requireChild(node, 'ComparisonOperator'));
      return compare(node, operator, value, rewriteExpression(childAt(node, -1), context)).sql;
    }
    case 'Between':
      return between(node, value, context);
    case 'InList':
      return inList(node, value, context);
    case 'InSubquery':
      return inSubquery(node, value, context);
    case 'Like':
      return like(node, value, context);
    case 'NullPredicate':
      return `(${value.sql} IS NULL)`;
    case 'DistinctFrom': {
      const [a, b] = comparable([value, rewriteExpression(childAt(node, -1), context)], 'comparison');
      return `(${a?.sql} IS DISTINCT FROM ${b?.sql})`;
    }
    default:
      throw problemAt(
        node,
        'sql_not_portable',
        `${sourceOf(node).slice(0, 60)} is not read alike by both engines`,
        'use exists, in, min or max',
      );
  }
}

/** `left = right` of a join condition that compares two columns. */
export function rewriteColumnEquality(node: SyntaxNode, context: Context): Typed {
  const [left, right] = rewriteBranches(node, context);
  if (left === undefined || right === undefined) throw new TypeError('equality without sides');
  return compare(node, '=', left, right);
}

/** A value, or a value with a predicate after it: `a = b`, `a between b and c`, `a in (…)`, `a is null` … */
export function rewritePredicated(node: SyntaxNode, context: Context): Typed {
  const tail = node.children[1];
  const value = rewriteExpression(childAt(node, 0), context);
  if (tail === undefined) return value;
  const sql = predicate(tail, value, context);
  const isNegated = hasToken(tail, 'NOT') && findChild(tail, 'Token') !== undefined;
  return { sql: isNegated ? `(NOT ${sql})` : sql, type: BOOLEAN, node };
}
