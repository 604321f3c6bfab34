import { PelangganError } from '../../../schemas/problem.ts';
import type { SyntaxNode } from '../parse/syntax-node.ts';

/** Stable codes of what can be wrong with a statement. */
export type SqlProblem =
  | 'sql_grammar'
  | 'sql_function_unknown'
  | 'sql_not_portable'
  | 'sql_name_unknown'
  | 'sql_name_ambiguous'
  | 'sql_type_mismatch'
  | 'sql_not_read_only'
  | 'not_there_yet';

/**
 * The error for a place in a statement: where, what was found and what is allowed, what to do.
 *
 * `found` is written so that it reads after "sql 3:14:".
 */
export function problemAt(
  node: SyntaxNode,
  code: SqlProblem,
  found: string,
  advice: string,
  details: Readonly<Record<string, unknown>> = {},
): PelangganError {
  return new PelangganError(code, `sql ${node.line}:${node.column}: ${found}; ${advice}`, {
    line: node.line,
    column: node.column,
    ...details,
  });
}
