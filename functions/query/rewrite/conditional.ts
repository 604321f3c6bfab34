import { childAt, childrenOf, hasToken, type SyntaxNode } from '../parse/syntax-node.ts';
import type { Context } from './context.ts';
import { rewriteExpression } from './expression.ts';
import { compare, rewriteCondition } from './predicate.ts';
import { type Typed, unify } from './typed.ts';

interface Branch {
  readonly condition: string;
  readonly result: Typed;
}

/** `CASE WHEN … THEN … ELSE … END` over results of one common type. */
export function caseOf(node: SyntaxNode, branches: readonly Branch[], otherwise: Typed | undefined): Typed {
  const results = [
    ...branches.map((branch) => branch.result),
    ...(otherwise === undefined ? [] : [otherwise]),
  ];
  const unified = unify(results, 'case');
  const whens = branches.map((branch, index) => `WHEN ${branch.condition} THEN ${unified[index]?.sql}`);
  const last = otherwise === undefined ? '' : ` ELSE ${unified.at(-1)?.sql}`;
  const type = unified[0]?.type;
  if (type === undefined) throw new TypeError('case without branches');
  return { sql: `(CASE ${whens.join(' ')}${last} END)`, type, node };
}

function elseOf(node: SyntaxNode, context: Context): Typed | undefined {
  return hasToken(node, 'ELSE') ? rewriteExpression(childAt(node, -2), context) : undefined;
}

/** Both forms of CASE. */
export function rewriteConditional(node: SyntaxNode, context: Context): Typed {
  const operand = node.kind === 'SimpleCase' ? rewriteExpression(childAt(node, 1), context) : undefined;
  const branches = childrenOf(node, 'WhenClause').map((when): Branch => {
    const test = childAt(when, 1);
    const condition =
      operand === undefined
        ? rewriteCondition(test, context)
        : compare(when, '=', operand, rewriteExpression(test, context));
    return { condition: condition.sql, result: rewriteExpression(childAt(when, 3), context) };
  });
  return caseOf(node, branches, elseOf(node, context));
}
