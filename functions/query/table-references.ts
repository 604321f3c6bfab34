import { childrenOf, findChild, hasToken, requireChild, type SyntaxNode } from './parse/syntax-node.ts';
import { parseStatement } from './parse/trino-parser.ts';
import { IDENTIFIERS, identifierOf } from './rewrite/identifier.ts';
import { tableName } from './rewrite/table-name.ts';

function collect(node: SyntaxNode, hidden: ReadonlySet<string>, found: Set<string>): void {
  if (node.kind === 'QueryStatement') {
    collectQuery(node, hidden, found);
    return;
  }
  if (node.kind !== 'TableRef') {
    for (const child of node.children) collect(child, hidden, found);
    return;
  }
  const name = tableName(node);
  if (node.children.length > 1 || !hidden.has(name)) found.add(name);
}

// A common table expression hides a table of its name from the queries after it, not from its own.
function collectQuery(node: SyntaxNode, hidden: ReadonlySet<string>, found: Set<string>): void {
  const inner = new Set(hidden);
  const clause = findChild(node, 'With');
  const isRecursive = clause !== undefined && hasToken(clause, 'RECURSIVE');
  for (const named of clause === undefined ? [] : childrenOf(clause, 'NamedQuery')) {
    const name = identifierOf(requireChild(named, ...IDENTIFIERS));
    if (isRecursive) inner.add(name);
    collect(requireChild(named, 'QueryStatement'), inner, found);
    inner.add(name);
  }
  for (const child of node.children) if (child.kind !== 'With') collect(child, inner, found);
}

/**
 * The tables and views that a query reads, sorted, each once; common table expressions are left out.
 *
 * Read from the parse tree, so that joins with USING, unions and subqueries are seen. Throws as the parser does.
 */
export function tableReferences(sql: string): string[] {
  const found = new Set<string>();
  collect(parseStatement(sql), new Set(), found);
  return [...found].sort();
}
