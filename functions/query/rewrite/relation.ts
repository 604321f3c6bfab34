import {
  childAt,
  childrenOf,
  findChild,
  hasToken,
  requireChild,
  type SyntaxNode,
  sourceOf,
  tokensOf,
} from '../parse/syntax-node.ts';
import { columnAliases, renameColumns } from './column-aliases.ts';
import type { Context, OutputColumn, RewrittenQuery } from './context.ts';
import { IDENTIFIERS, identifierOf } from './identifier.ts';
import { joinRelations, type Relation } from './join.ts';
import { problemAt } from './problem-at.ts';
import { rewriteQuery } from './query.ts';
import { quote } from './quote.ts';
import { tableName } from './table-name.ts';
import { rewriteUnnest } from './unnest.ts';

function requireTable(
  node: SyntaxNode,
  context: Context,
): { readonly sql: string; readonly columns: readonly OutputColumn[] } {
  const name = tableName(node);
  const isQualified = node.children.length > 1;
  const common = isQualified ? undefined : context.tables.get(name);
  if (common !== undefined) return { sql: quote(common.sqlName), columns: common.columns };
  const columns = context.catalogue.get(name);
  if (columns === undefined) {
    const known = [...context.catalogue.keys()];
    const near = known.filter((other) => other.includes(name) || name.includes(other));
    const shown = (near.length > 0 ? near : known).slice(0, 8).join(', ');
    throw problemAt(
      node,
      'sql_name_unknown',
      `table ${name} is unknown, there are ${shown === '' ? 'none' : shown}`,
      'name one of them',
    );
  }
  return {
    sql: `main.${quote(name)}`,
    columns: columns.map((column) => ({ ...column, sqlName: column.name })),
  };
}

/** `TABLE name`: every row and column of a table. */
export function rewriteTable(node: SyntaxNode, context: Context): RewrittenQuery {
  const { sql, columns } = requireTable(node, context);
  return { sql: `SELECT * FROM ${sql}`, columns };
}

interface Source {
  readonly sql: string;
  readonly columns: readonly OutputColumn[];
  readonly name: string | undefined;
}

function subquery(node: SyntaxNode, context: Context, isLateral: boolean): Source {
  const scope = isLateral
    ? { columns: [], outer: context.scope }
    : { columns: [], outer: context.scope.outer };
  const query = rewriteQuery(requireChild(node, 'QueryStatement'), {
    ...context,
    scope,
    variables: new Map(),
    windows: new Map(),
  });
  return { sql: `${isLateral ? 'LATERAL ' : ''}(${query.sql})`, columns: query.columns, name: undefined };
}

function source(node: SyntaxNode, context: Context): Source {
  switch (node.kind) {
    case 'TableName': {
      if (findChild(node, 'QueryPeriod') !== undefined) {
        throw problemAt(
          node,
          'sql_not_portable',
          'an earlier version of a table was asked for',
          'name the table alone',
        );
      }
      const table = childAt(childAt(node, 0), 0);
      return { ...requireTable(table, context), name: tableName(table) };
    }
    case 'ExpressionSourceTable':
      return source(childAt(node, 0), context);
    case 'SubqueryRelation':
      return subquery(node, context, false);
    case 'Lateral':
      return subquery(node, context, true);
    case 'Unnest':
      return { ...rewriteUnnest(node, context), name: undefined };
    default:
      throw problemAt(
        node,
        'sql_not_portable',
        `${sourceOf(node).slice(0, 60)} is no relation that both engines read`,
        'use a table, a query or unnest',
      );
  }
}

function aliased(node: SyntaxNode, context: Context): Relation {
  const primary = childAt(node, 0);
  const alias = findChild(node, ...IDENTIFIERS);
  if (primary.kind === 'ParenthesizedRelation') {
    if (alias !== undefined)
      throw problemAt(
        node,
        'sql_not_portable',
        'an alias after a join in parentheses was found',
        'alias each relation',
      );
    const inner = childAt(primary, 1);
    const relation = rewriteRelation(inner, context);
    return isJoin(inner) ? { ...relation, sql: `(${relation.sql})` } : relation;
  }
  const { sql, columns, name } = source(primary, context);
  const qualifier = alias === undefined ? name : identifierOf(alias);
  const sqlAlias = context.names.take(qualifier ?? 'r_');
  const shown = renameColumns(columns, columnAliases(node), node).map((column) => ({
    name: column.name,
    qualifier,
    type: column.type,
    sql: `${quote(sqlAlias)}.${quote(column.sqlName)}`,
  }));
  return { sql: `${sql} AS ${quote(sqlAlias)}`, columns: shown };
}

/** A relation of FROM: a table, a query, UNNEST, or a join of relations, with the columns it shows. */
export function rewriteRelation(node: SyntaxNode, context: Context): Relation {
  switch (node.kind) {
    case 'RelationDefault':
      return rewriteRelation(childAt(node, 0), context);
    case 'SampledRelation':
    case 'PatternRecognition':
      if (node.children.length > 1) {
        throw problemAt(
          node,
          'sql_not_portable',
          `${node.kind === 'SampledRelation' ? 'tablesample' : 'match_recognize'} gives other rows in DuckDB`,
          'write it with filters and windows',
        );
      }
      return rewriteRelation(childAt(node, 0), context);
    case 'AliasedRelation':
      return aliased(node, context);
    default:
      return rewriteJoin(node, context);
  }
}

function rewriteJoin(node: SyntaxNode, context: Context): Relation {
  if (hasToken(node, 'NATURAL')) {
    throw problemAt(
      node,
      'sql_not_portable',
      'natural join was found, its columns change with the tables',
      'use join … on',
    );
  }
  const left = rewriteRelation(childAt(node, 0), context);
  const rightNode = childAt(node, hasToken(node, 'CROSS') ? -1 : -2);
  const inner = { ...context, scope: { columns: left.columns, outer: context.scope.outer } };
  const right = rewriteRelation(rightNode, inner);
  const wrapped = isJoin(rightNode) ? { ...right, sql: `(${right.sql})` } : right;
  const type = tokensOf(findChild(node, 'JoinType') ?? node)[0] ?? 'INNER';
  return joinRelations(node, hasToken(node, 'CROSS') ? 'CROSS' : type, left, wrapped, context);
}

function isJoin(node: SyntaxNode): boolean {
  return node.kind === 'JoinRelation';
}

/** The FROM clause with a space before it (or nothing), and the columns the statement may name. */
export function rewriteFrom(node: SyntaxNode, context: Context): Relation {
  const relations = childrenOf(node, 'RelationDefault', 'JoinRelation');
  let whole: Relation | undefined;
  for (const each of relations) {
    const seen =
      whole === undefined
        ? context
        : { ...context, scope: { columns: whole.columns, outer: context.scope.outer } };
    const next = rewriteRelation(each, seen);
    whole =
      whole === undefined
        ? next
        : {
            sql: `${whole.sql} CROSS JOIN ${isJoin(each) ? `(${next.sql})` : next.sql}`,
            columns: [...whole.columns, ...next.columns],
          };
  }
  return whole === undefined
    ? { sql: '', columns: [] }
    : { sql: ` FROM ${whole.sql}`, columns: whole.columns };
}
