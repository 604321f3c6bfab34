import { branches, childAt, childrenOf, findChild, type SyntaxNode } from '../parse/syntax-node.ts';
import type { Context } from './context.ts';
import { rewriteExpression } from './expression.ts';
import { ordinalOf, type SelectedColumn } from './order.ts';
import { problemAt } from './problem-at.ts';

function term(node: SyntaxNode, context: Context, selected: readonly SelectedColumn[]): string {
  const ordinal = ordinalOf(node);
  if (ordinal === undefined) return rewriteExpression(node, context).sql;
  if (selected[ordinal - 1] === undefined) {
    throw problemAt(
      node,
      'sql_name_unknown',
      `group by ${ordinal} was found, there are ${selected.length} columns`,
      'name one of them',
    );
  }
  return `${ordinal}`;
}

function groupingSet(
  node: SyntaxNode,
  context: Context,
  selected: readonly SelectedColumn[],
  isSole: boolean,
): string {
  const terms = childrenOf(node, 'GroupingTerm').map((each) => term(childAt(each, 0), context, selected));
  const isPlain = terms.length === 1 && node.children.length === 1;
  return isPlain && isSole ? (terms[0] ?? '') : `(${terms.join(', ')})`;
}

const WORDS: Readonly<Record<string, string>> = {
  Rollup: 'ROLLUP ',
  Cube: 'CUBE ',
  MultipleGroupingSets: 'GROUPING SETS ',
};

function element(node: SyntaxNode, context: Context, selected: readonly SelectedColumn[]): string {
  const sets = childrenOf(node, 'GroupingSet');
  const word = WORDS[node.kind];
  if (word === undefined) return sets.map((set) => groupingSet(set, context, selected, true)).join(', ');
  return `${word}(${sets.map((set) => groupingSet(set, context, selected, false)).join(', ')})`;
}

/** A GROUP BY clause with a space before it, or nothing. A name in it is a column of FROM, never an alias. */
export function rewriteGroupBy(
  node: SyntaxNode | undefined,
  context: Context,
  selected: readonly SelectedColumn[],
): string {
  if (node === undefined) return '';
  if (findChild(node, 'SetQuantifier') !== undefined) {
    throw problemAt(node, 'sql_not_portable', 'group by distinct or all was found', 'name the columns');
  }
  return ` GROUP BY ${branches(node)
    .map((each) => element(each, context, selected))
    .join(', ')}`;
}
