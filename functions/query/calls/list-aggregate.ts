import { childrenOf, findChild, requireChild, type SyntaxNode, sourceOf } from '../parse/syntax-node.ts';
import type { Context } from '../rewrite/context.ts';
import { rewriteExpression } from '../rewrite/expression.ts';
import { textOf } from '../rewrite/literal.ts';
import { rewriteSortItems } from '../rewrite/order.ts';
import { problemAt } from '../rewrite/problem-at.ts';
import { quoteText } from '../rewrite/quote.ts';
import { coerce, type Typed } from '../rewrite/typed.ts';
import { VARCHAR } from '../types/trino-type.ts';

/** `LISTAGG(x, sep) WITHIN GROUP (ORDER BY …)`: text of the values that are not NULL; longer than 1 MiB is an error. */
export function listAggregate(node: SyntaxNode, context: Context): Typed {
  const refused = findChild(node, 'ListAggOverflowBehavior', 'Filter');
  const quantifier = findChild(node, 'SetQuantifier');
  if ((refused !== undefined && !/^error$/i.test(sourceOf(refused))) || quantifier !== undefined) {
    throw problemAt(
      node,
      'sql_not_portable',
      'listagg with distinct, truncate or filter was found',
      'use array_join(array_agg(…), sep)',
    );
  }
  const value = coerce(rewriteExpression(requireChild(node, 'Expression'), context), VARCHAR);
  const separator = findChild(node, 'BasicStringLiteral', 'UnicodeStringLiteral');
  const by = quoteText(separator === undefined ? '' : textOf(separator));
  const order = rewriteSortItems(childrenOf(node, 'SortItem'), context);
  return { sql: `trino_list_text(string_agg(${value.sql}, ${by} ORDER BY ${order}))`, type: VARCHAR, node };
}
