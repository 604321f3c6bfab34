import { branches, findOnChain, type SyntaxNode } from '../parse/syntax-node.ts';
import type { Context, OutputColumn, RewrittenQuery } from './context.ts';
import { rewriteBranches, rewriteExpression } from './expression.ts';
import { problemAt } from './problem-at.ts';
import { quote } from './quote.ts';
import { type Typed, unify } from './typed.ts';

function rowOf(node: SyntaxNode, context: Context): readonly Typed[] {
  const row = findOnChain(node, 'RowConstructor');
  return row === undefined ? [rewriteExpression(node, context)] : rewriteBranches(row, context);
}

/** `VALUES 1, 2` or `VALUES (1, 'a'), (2, 'b')`: each column of one common type, none of them named. */
export function rewriteValues(node: SyntaxNode, context: Context): RewrittenQuery {
  const rows = branches(node).map((branch) => rowOf(branch, context));
  const width = rows[0]?.length ?? 0;
  if (rows.some((row) => row.length !== width)) {
    throw problemAt(
      node,
      'sql_type_mismatch',
      'values has rows of different length, one length is allowed',
      'give each row as many values',
    );
  }
  const columns = Array.from({ length: width }, (_, index) =>
    unify(
      rows.flatMap((row) => row[index] ?? []),
      'values',
    ),
  );
  const lines = rows.map((_, row) => `(${columns.map((column) => column[row]?.sql).join(', ')})`);
  const output = columns.map(
    (column, index): OutputColumn => ({
      name: undefined,
      type: column[0]?.type ?? { kind: 'unknown' },
      sqlName: `_col${index}`,
    }),
  );
  const names = output.map((column) => quote(column.sqlName)).join(', ');
  return { sql: `SELECT * FROM (VALUES ${lines.join(', ')}) AS v_(${names})`, columns: output };
}
