import { childAt, childrenOf, findChild, type SyntaxNode } from '../parse/syntax-node.ts';
import type { Context } from './context.ts';
import { rewriteExpression } from './expression.ts';
import { IDENTIFIERS, identifierOf } from './identifier.ts';
import { problemAt } from './problem-at.ts';
import { fieldOf, resolveColumn } from './scope.ts';
import type { Typed } from './typed.ts';

function pathOf(node: SyntaxNode): readonly string[] {
  const named = findChild(node, 'ColumnName', 'QualifiedName');
  if (named !== undefined) return pathOf(named);
  return childrenOf(node, ...IDENTIFIERS).map(identifierOf);
}

/** A column, a parameter of a lambda, or a field of a row, by its (dotted) name. */
export function rewriteReference(node: SyntaxNode, context: Context): Typed {
  if (node.kind === 'Dereference') {
    const field = identifierOf(childAt(node, -1));
    return fieldOf(rewriteExpression(childAt(node, 0), context), field, node);
  }
  const path = pathOf(node);
  const [first, ...rest] = path;
  if (first === undefined) throw problemAt(node, 'sql_grammar', 'an expression is missing', 'write one');
  const variable = context.variables.get(first);
  if (variable === undefined) return resolveColumn(path, context.scope, node);
  return rest.reduce((value, name) => fieldOf(value, name, node), { ...variable, node });
}
