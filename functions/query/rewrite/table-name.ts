import { childrenOf, type SyntaxNode } from '../parse/syntax-node.ts';
import { IDENTIFIERS, identifierOf } from './identifier.ts';
import { problemAt } from './problem-at.ts';

/** The table that a (dotted) name stands for: `x` or `live.x`; throws for any other schema. */
export function tableName(node: SyntaxNode): string {
  const path = childrenOf(node, ...IDENTIFIERS).map(identifierOf);
  const [first = '', second] = path;
  if (second === undefined) return first;
  if (path.length === 2 && first === 'live') return second;
  if (path.length === 2 && first === 'published') {
    throw problemAt(
      node,
      'not_there_yet',
      'schema published is not there yet, live is',
      `read live.${second}`,
    );
  }
  throw problemAt(
    node,
    'sql_name_unknown',
    `table ${path.join('.')} was found, tables of the schema live are allowed`,
    `read ${path.at(-1)}`,
  );
}
