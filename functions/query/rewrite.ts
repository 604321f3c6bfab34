import { findChild, requireChild, type SyntaxNode, sourceOf } from './parse/syntax-node.ts';
import { parseStatement } from './parse/trino-parser.ts';
import { type Catalogue, RelationNames, type RewrittenQuery } from './rewrite/context.ts';
import { problemAt } from './rewrite/problem-at.ts';
import { rewriteQuery } from './rewrite/query.ts';
import { EMPTY_SCOPE } from './rewrite/scope.ts';

const NO_TABLES: Catalogue = new Map();

function refuseOther(statement: SyntaxNode): never {
  const word = sourceOf(statement).split(' ')[0]?.toLowerCase() ?? '';
  const isAnalysis = ['show', 'describe', 'desc', 'explain'].includes(word);
  throw problemAt(
    statement,
    'sql_not_read_only',
    `statement ${word} was found, select, with, values and table are allowed`,
    isAnalysis ? 'use query --describe to see columns' : 'the lake is read only here',
  );
}

function queryOf(sql: string): SyntaxNode {
  const statement = requireChild(parseStatement(sql), 'SingleStatement').children[0];
  if (statement === undefined) throw new TypeError('statement without content');
  const root = statement.kind === 'StatementDefault' ? findChild(statement, 'RootQuery') : undefined;
  if (root === undefined || findChild(root, 'WithFunction') !== undefined) return refuseOther(statement);
  return requireChild(root, 'QueryStatement');
}

/**
 * A query in Athena's SQL as DuckDB text with its columns and their Trino types.
 *
 * Throws `PelangganError` with a code of `problem-at.ts` or `trino-parser.ts`; the message names line and column.
 */
export function rewriteStatement(sql: string, catalogue: Catalogue = NO_TABLES): RewrittenQuery {
  return rewriteQuery(queryOf(sql), {
    catalogue,
    names: new RelationNames(),
    scope: EMPTY_SCOPE,
    tables: new Map(),
    variables: new Map(),
    windows: new Map(),
  });
}

/** The DuckDB text of a query in Athena's SQL: the same rows, or a `PelangganError`. */
export function rewriteToDuckDb(sql: string, catalogue: Catalogue = NO_TABLES): string {
  return rewriteStatement(sql, catalogue).sql;
}
