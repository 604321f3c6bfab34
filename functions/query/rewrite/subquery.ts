import { findChild, hasToken, requireChild, type SyntaxNode } from '../parse/syntax-node.ts';
import { BOOLEAN } from '../types/trino-type.ts';
import type { Context, RewrittenQuery } from './context.ts';
import { problemAt } from './problem-at.ts';
import { rewriteQuery } from './query.ts';
import { quote } from './quote.ts';
import type { Typed } from './typed.ts';

/** A query inside an expression: it sees the columns around it. */
export function rewriteNestedQuery(node: SyntaxNode, context: Context): RewrittenQuery {
  return rewriteQuery(node, {
    ...context,
    scope: { columns: [], outer: context.scope },
    variables: new Map(),
    windows: new Map(),
  });
}

/** `EXISTS (query)`, or a query that gives one value. */
export function rewriteSubquery(node: SyntaxNode, context: Context): Typed {
  const query = rewriteNestedQuery(requireChild(node, 'QueryStatement'), context);
  if (node.kind === 'Exists' && findChild(node, 'Token') !== undefined && hasToken(node, 'EXISTS')) {
    return { sql: `EXISTS (${query.sql})`, type: BOOLEAN, node };
  }
  const [column, other] = query.columns;
  if (column === undefined || other !== undefined) {
    throw problemAt(
      node,
      'sql_type_mismatch',
      `a query of ${query.columns.length} columns stands for a value, one is allowed`,
      'select one column',
    );
  }
  return { sql: `(SELECT q_.${quote(column.sqlName)} FROM (${query.sql}) AS q_)`, type: column.type, node };
}
