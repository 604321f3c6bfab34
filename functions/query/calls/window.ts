import {
  branches,
  childAt,
  childrenOf,
  findChild,
  requireChild,
  type SyntaxNode,
  sourceOf,
  tokensOf,
} from '../parse/syntax-node.ts';
import type { Context } from '../rewrite/context.ts';
import { rewriteExpression } from '../rewrite/expression.ts';
import { IDENTIFIERS, identifierOf } from '../rewrite/identifier.ts';
import { rewriteSortItems } from '../rewrite/order.ts';
import { problemAt } from '../rewrite/problem-at.ts';
import { isInteger, isInterval } from '../types/trino-type.ts';

function bound(node: SyntaxNode, context: Context, frame: string): string {
  const words = tokensOf(node);
  if (node.kind === 'CurrentRowBound') return 'CURRENT ROW';
  if (node.kind === 'UnboundedFrame') return `UNBOUNDED ${words.at(-1)}`;
  const value = rewriteExpression(childAt(node, 0), context);
  const isCount = isInteger(value.type) && typeof value.constant === 'bigint' && value.constant >= 0n;
  const isSpan = frame === 'RANGE' && isInterval(value.type);
  if (!isCount && !isSpan) {
    throw problemAt(
      node,
      'sql_not_portable',
      `frame bound ${sourceOf(node).slice(0, 40)} was found, a literal number (or an interval of range) is allowed`,
      'write it out',
    );
  }
  return `${value.sql} ${words.at(-1)}`;
}

function frameSql(node: SyntaxNode, context: Context): string {
  if (node.children.length !== 1)
    throw problemAt(node, 'sql_not_portable', 'a pattern in a window was found', 'use a plain frame');
  const extent = childAt(node, 0);
  const frame = sourceOf(childAt(extent, 0)).toUpperCase();
  const bounds = branches(extent).map((each) => bound(each, context, frame));
  return bounds.length === 1 ? `${frame} ${bounds[0]}` : `${frame} BETWEEN ${bounds.join(' AND ')}`;
}

function specification(node: SyntaxNode, context: Context): string {
  if (findChild(node, ...IDENTIFIERS) !== undefined) {
    throw problemAt(
      node,
      'sql_not_portable',
      'a window built on another was found',
      'write the whole window',
    );
  }
  const partitions = childrenOf(node, 'PartitionBy').flatMap((each) => childrenOf(each, 'Expression'));
  const partition = partitions.map((each) => rewriteExpression(each, context).sql).join(', ');
  const order = rewriteSortItems(childrenOf(node, 'SortItem'), context);
  const frame = findChild(node, 'WindowFrame');
  return [
    partition === '' ? '' : `PARTITION BY ${partition}`,
    order === '' ? '' : `ORDER BY ${order}`,
    frame === undefined ? '' : frameSql(frame, context),
  ].join(' ');
}

/** The specification that an OVER names or holds. */
export function windowOf(over: SyntaxNode, context: Context): SyntaxNode {
  const inline = findChild(over, 'WindowSpecification');
  if (inline !== undefined) return inline;
  const name = identifierOf(requireChild(over, ...IDENTIFIERS));
  const named = context.windows.get(name);
  if (named === undefined)
    throw problemAt(over, 'sql_name_unknown', `window ${name} is unknown`, 'define it in the window clause');
  return named;
}

/** ` OVER (…)` of a call in DuckDB's words, NULLs sorted last; nothing where the call has none. */
export function overSql(node: SyntaxNode, context: Context): string {
  const over = findChild(node, 'Over');
  return over === undefined ? '' : ` OVER (${specification(windowOf(over, context), context)})`;
}
