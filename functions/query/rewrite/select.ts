import {
  branches,
  childAt,
  childrenOf,
  findChild,
  requireChild,
  type SyntaxNode,
  sourceOf,
} from '../parse/syntax-node.ts';
import type { Context, OutputColumn, RewrittenQuery } from './context.ts';
import { rewriteExpression } from './expression.ts';
import { rewriteGroupBy } from './group-by.ts';
import { IDENTIFIERS, identifierOf } from './identifier.ts';
import { rewriteOrder, type SelectedColumn } from './order.ts';
import { rewriteCondition } from './predicate.ts';
import { problemAt } from './problem-at.ts';
import { quote } from './quote.ts';
import { rewriteFrom } from './relation.ts';
import type { ScopeColumn } from './scope.ts';
import { castSql } from './typed.ts';

/** The name that a bare column or field gives to its output column; undefined for any other expression. */
function impliedName(node: SyntaxNode): string | undefined {
  let current = node;
  while (
    current.kind !== 'ColumnReference' &&
    current.kind !== 'ColumnRef' &&
    current.kind !== 'Dereference'
  ) {
    const [only, other] =
      current.kind === 'ParenthesizedExpression' ? [childAt(current, 1)] : current.children;
    if (only === undefined || other !== undefined) return undefined;
    current = only;
  }
  if (current.kind === 'Dereference') return identifierOf(childAt(current, -1));
  const named = findChild(current, 'ColumnName') ?? current;
  return identifierOf(childAt(requireChild(named, 'QualifiedName'), -1));
}

function star(columns: readonly ScopeColumn[], node: SyntaxNode): readonly SelectedColumn[] {
  if (columns.length === 0) {
    throw problemAt(
      node,
      'sql_name_unknown',
      `${sourceOf(node)} stands for no column`,
      'name a relation of from',
    );
  }
  return columns.map(({ name, type, sql }) => ({ name, value: { sql, type, node } }));
}

function selectedBy(whole: SyntaxNode, context: Context): readonly SelectedColumn[] {
  const item = childAt(whole, 0);
  if (item.kind === 'SelectAllWithoutTable') return star(context.scope.columns, item);
  if (item.kind === 'TableAllColumns') {
    if (findChild(item, 'ColumnAliases') !== undefined) {
      throw problemAt(item, 'sql_not_portable', 'a list of aliases after .* was found', 'name the columns');
    }
    const path = sourceOf(childAt(item, 0)).toLowerCase().replaceAll('"', '');
    return star(
      context.scope.columns.filter((column) => column.qualifier === path),
      item,
    );
  }
  const expression = childAt(item, 0);
  const alias = findChild(whole, ...IDENTIFIERS) ?? findChild(item, ...IDENTIFIERS);
  const name = alias === undefined ? impliedName(expression) : identifierOf(alias);
  return [{ name, value: rewriteExpression(expression, context) }];
}

/** Names inside DuckDB: the column's own, with a number where two columns share one. */
function sqlNames(selected: readonly SelectedColumn[]): readonly OutputColumn[] {
  const seen = new Map<string, number>();
  return selected.map(({ name, value }, index) => {
    const wanted = name ?? `_col${index}`;
    const count = (seen.get(wanted) ?? 0) + 1;
    seen.set(wanted, count);
    return { name, type: value.type, sqlName: count === 1 ? wanted : `${wanted}#${count}` };
  });
}

function namedWindows(node: SyntaxNode): ReadonlyMap<string, SyntaxNode> {
  const windows = childrenOf(node, 'WindowDefinition').map((window): [string, SyntaxNode] => [
    identifierOf(requireChild(window, ...IDENTIFIERS)),
    requireChild(window, 'WindowSpecification'),
  ]);
  return new Map(windows);
}

function isDistinctSelect(node: SyntaxNode): boolean {
  const quantifier = findChild(node, 'SetQuantifier');
  return quantifier !== undefined && sourceOf(quantifier).toUpperCase() === 'DISTINCT';
}

function clause(keyword: string, node: SyntaxNode | undefined, context: Context): string {
  if (node === undefined) return '';
  return ` ${keyword} ${rewriteCondition(childAt(node, 1), context).sql}`;
}

function selectListSql(selected: readonly SelectedColumn[], columns: readonly OutputColumn[]): string {
  const parts = selected.map(({ value }, index) => {
    const sql = value.type.kind === 'unknown' ? castSql('NULL', value.type) : value.sql;
    return `${sql} AS ${quote(columns[index]?.sqlName ?? '')}`;
  });
  return parts.join(', ');
}

/** One SELECT with its FROM, WHERE, GROUP BY, HAVING and WINDOW, and the ORDER BY that stands after it. */
export function rewriteSelect(
  node: SyntaxNode,
  context: Context,
  sortItems: readonly SyntaxNode[],
): RewrittenQuery {
  const from = rewriteFrom(node, context);
  const scope = { columns: from.columns, outer: context.scope.outer };
  const inner: Context = { ...context, scope, variables: new Map(), windows: namedWindows(node) };
  const items = branches(requireChild(node, 'SelectList'));
  const selected = items.flatMap((item) => selectedBy(item, inner));
  const columns = sqlNames(selected);
  const isDistinct = isDistinctSelect(node);
  const sql = [
    `SELECT ${isDistinct ? 'DISTINCT ' : ''}${selectListSql(selected, columns)}`,
    from.sql,
    clause('WHERE', findChild(node, 'WhereClause'), inner),
    rewriteGroupBy(findChild(node, 'GroupBy'), inner, selected),
    clause('HAVING', findChild(node, 'HavingClause'), inner),
    rewriteOrder(sortItems, inner, selected, isDistinct),
  ].join('');
  return { sql, columns };
}
