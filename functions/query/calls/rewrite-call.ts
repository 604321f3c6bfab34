import { childrenOf, findChild, hasToken, requireChild, type SyntaxNode } from '../parse/syntax-node.ts';
import type { Context } from '../rewrite/context.ts';
import { rewriteExpression } from '../rewrite/expression.ts';
import { IDENTIFIERS, identifierOf } from '../rewrite/identifier.ts';
import { problemAt } from '../rewrite/problem-at.ts';
import type { Typed } from '../rewrite/typed.ts';
import { AGGREGATES } from './aggregates.ts';
import { ARRAY_CALLS } from './arrays.ts';
import type { Call, CallRules } from './call.ts';
import { CONDITIONAL_CALLS } from './conditionals.ts';
import { DATE_FORMAT_CALLS } from './date-formats.ts';
import { DATE_CALLS } from './dates.ts';
import { FORMAT_CALLS } from './format.ts';
import { JSON_CALLS } from './json.ts';
import { LAMBDA_CALLS } from './lambdas.ts';
import { MAP_CALLS } from './maps.ts';
import { NUMBER_CALLS } from './numbers.ts';
import { REGULAR_EXPRESSION_CALLS } from './regular-expressions.ts';
import { STRING_CALLS } from './strings.ts';
import { WINDOW_CALLS } from './windows.ts';

/** Every function of one row's values that gives the same on both engines. */
const SCALARS: CallRules = {
  ...CONDITIONAL_CALLS,
  ...NUMBER_CALLS,
  ...STRING_CALLS,
  ...REGULAR_EXPRESSION_CALLS,
  ...FORMAT_CALLS,
  ...DATE_CALLS,
  ...DATE_FORMAT_CALLS,
  ...ARRAY_CALLS,
  ...LAMBDA_CALLS,
  ...MAP_CALLS,
  ...JSON_CALLS,
};

/** The names of all functions that a statement may call, sorted. */
export const FUNCTION_NAMES: readonly string[] = [
  ...new Set([...Object.keys(SCALARS), ...Object.keys(AGGREGATES), ...Object.keys(WINDOW_CALLS)]),
].sort();

function callOf(node: SyntaxNode, name: string, context: Context): Call {
  const nodes = childrenOf(node, 'Expression');
  let values: readonly Typed[] | undefined;
  return {
    name,
    node,
    nodes,
    context,
    values: () => {
      values ??= nodes.map((each) => rewriteExpression(each, context));
      return values;
    },
  };
}

function nearestNames(name: string): string {
  const start = name.slice(0, 3);
  const near = FUNCTION_NAMES.filter((known) => known.startsWith(start) || known.includes(name));
  if (near.length === 0) return 'the details of this error list them all';
  return `near it are ${near.slice(0, 6).join(', ')}`;
}

function refuseModifiers(node: SyntaxNode, name: string): void {
  const modifier = findChild(node, 'SetQuantifier', 'Filter', 'Over', 'NullTreatment', 'SortItem');
  if (modifier === undefined && !hasToken(node, '*')) return;
  throw problemAt(
    node,
    'sql_type_mismatch',
    `${name} is no aggregate, but distinct, order by, filter or over was found`,
    'leave it out',
  );
}

/** A function call: by the rule of its name; throws `sql_function_unknown` for a name without a rule. */
export function rewriteCall(node: SyntaxNode, context: Context): Typed {
  const path = childrenOf(
    requireChild(requireChild(node, 'FunctionName'), 'QualifiedName'),
    ...IDENTIFIERS,
  ).map(identifierOf);
  const name = path.join('.');
  const call = callOf(node, name, context);
  const [aggregate, window, scalar] = [AGGREGATES, WINDOW_CALLS, SCALARS].map((rules) =>
    Object.hasOwn(rules, name) ? rules[name] : undefined,
  );
  if (findChild(node, 'ProcessingMode') !== undefined) {
    throw problemAt(node, 'sql_not_portable', 'running or final was found', 'leave it out');
  }
  if (aggregate !== undefined) return aggregate(call);
  if (window !== undefined) return window(call);
  if (scalar === undefined) {
    throw problemAt(
      node,
      'sql_function_unknown',
      `function ${name} is not among those proven to mean the same on both engines`,
      nearestNames(name),
      { allowed: FUNCTION_NAMES },
    );
  }
  refuseModifiers(node, name);
  return scalar(call);
}
