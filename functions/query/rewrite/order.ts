import { childAt, findOnChain, type SyntaxNode, sourceOf, tokensOf } from '../parse/syntax-node.ts';
import { formatType, isNested } from '../types/trino-type.ts';
import type { Context } from './context.ts';
import { rewriteExpression } from './expression.ts';
import { identifierOf } from './identifier.ts';
import { problemAt } from './problem-at.ts';
import type { Typed } from './typed.ts';

/** An output column as ORDER BY and GROUP BY see it. */
export interface SelectedColumn {
  readonly name: string | undefined;
  readonly value: Typed;
}

/** The direction and place of NULLs of a sort item. Trino puts them last both ways unless told. */
export function direction(item: SyntaxNode): string {
  const words = tokensOf(item);
  const way = words.includes('DESC') ? 'DESC' : 'ASC';
  return `${way} NULLS ${words.includes('FIRST') ? 'FIRST' : 'LAST'}`;
}

/** A value that may be sorted by; throws for arrays, maps and rows, whose order differs where they hold NULL. */
export function sortable(value: Typed): Typed {
  if (!isNested(value.type)) return value;
  throw problemAt(
    value.node,
    'sql_not_portable',
    `${formatType(value.type)} values are ordered differently where they hold NULL`,
    'order by their parts',
  );
}

/** Sort items of an aggregate or a window: expressions over the columns in sight. */
export function rewriteSortItems(items: readonly SyntaxNode[], context: Context): string {
  return items
    .map((item) => `${sortable(rewriteExpression(childAt(item, 0), context)).sql} ${direction(item)}`)
    .join(', ');
}

/** The number of a bare integer literal: an ordinal in GROUP BY and ORDER BY. */
export function ordinalOf(node: SyntaxNode): number | undefined {
  const literal = findOnChain(node, 'IntegerLiteral');
  return literal === undefined ? undefined : Number(sourceOf(literal).replaceAll(' ', ''));
}

function bareName(node: SyntaxNode): string | undefined {
  const name = findOnChain(node, 'QualifiedName');
  return name === undefined || name.children.length !== 1 ? undefined : identifierOf(childAt(name, 0));
}

function outputIndex(node: SyntaxNode, selected: readonly SelectedColumn[]): number | undefined {
  const name = bareName(node);
  const hits = selected.flatMap((column, index) =>
    name !== undefined && column.name === name ? [index] : [],
  );
  const first = hits[0];
  const isAmbiguous = hits.some((index) => selected[index]?.value.sql !== selected[first ?? 0]?.value.sql);
  if (isAmbiguous)
    throw problemAt(
      node,
      'sql_name_ambiguous',
      `column ${name} is in the select list twice, once is allowed`,
      'name one of them otherwise',
    );
  return first;
}

function orderItem(
  item: SyntaxNode,
  context: Context,
  selected: readonly SelectedColumn[],
  isDistinct: boolean,
): string {
  const node = childAt(item, 0);
  const ordinal = ordinalOf(node);
  const index = ordinal === undefined ? outputIndex(node, selected) : ordinal - 1;
  const column = index === undefined ? undefined : selected[index];
  if (ordinal !== undefined && column === undefined && selected.length > 0) {
    throw problemAt(
      node,
      'sql_name_unknown',
      `order by ${ordinal} was found, there are ${selected.length} columns`,
      'name one of them',
    );
  }
  if (index !== undefined)
    return `${column === undefined ? '' : sortable(column.value) && ''}${index + 1} ${direction(item)}`;
  const value = sortable(rewriteExpression(node, context));
  if (isDistinct && !selected.some((each) => each.value.sql === value.sql)) {
    throw problemAt(
      node,
      'sql_type_mismatch',
      'select distinct is ordered by what is not selected',
      'select it too',
    );
  }
  return `${value.sql} ${direction(item)}`;
}

/**
 * An ORDER BY clause with a space before it, or nothing: ordinals, names of output columns, then expressions, in which
 * a name means the output column before it means a column of FROM.
 */
export function rewriteOrder(
  items: readonly SyntaxNode[],
  context: Context,
  selected: readonly SelectedColumn[],
  isDistinct: boolean,
): string {
  if (items.length === 0) return '';
  const variables = new Map(context.variables);
  for (const { name, value } of selected) if (name !== undefined) variables.set(name, value);
  const inner = { ...context, variables };
  return ` ORDER BY ${items.map((item) => orderItem(item, inner, selected, isDistinct)).join(', ')}`;
}
