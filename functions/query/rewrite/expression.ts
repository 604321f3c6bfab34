import { rewriteCall } from '../calls/rewrite-call.ts';
import { branches, childAt, type SyntaxNode, sourceOf } from '../parse/syntax-node.ts';
import { rewriteArithmetic, rewriteConcatenation, rewriteUnary } from './arithmetic.ts';
import { rewriteCast } from './cast.ts';
import { rewriteConditional } from './conditional.ts';
import type { Context } from './context.ts';
import { rewriteLiteral } from './literal.ts';
import { rewriteArray, rewriteRow, rewriteSubscript } from './nested-value.ts';
import { rewriteLogical, rewritePredicated } from './predicate.ts';
import { problemAt } from './problem-at.ts';
import { rewriteReference } from './reference.ts';
import { rewriteSpecialCall } from './special-call.ts';
import { rewriteSubquery } from './subquery.ts';
import type { Typed } from './typed.ts';

type Rule = (node: SyntaxNode, context: Context) => Typed;

const through: Rule = (node, context) => rewriteExpression(childAt(node, 0), context);
const inParentheses: Rule = (node, context) => rewriteExpression(childAt(node, 1), context);

/** One rule for each kind of node that both engines share; what is not here is refused. */
const RULES: Readonly<Record<string, Rule>> = {
  Expression: through,
  ValueExpressionDefault: through,
  ParenthesizedExpression: inParentheses,
  Predicated: rewritePredicated,
  And: rewriteLogical,
  Or: rewriteLogical,
  LogicalNot: rewriteLogical,
  NullLiteral: rewriteLiteral,
  BooleanLiteral: rewriteLiteral,
  NumericLiteral: rewriteLiteral,
  StringLiteral: rewriteLiteral,
  TypeConstructor: rewriteLiteral,
  IntervalLiteral: rewriteLiteral,
  ColumnReference: rewriteReference,
  ColumnRef: rewriteReference,
  JoinColumnReference: rewriteReference,
  Dereference: rewriteReference,
  ArithmeticBinary: rewriteArithmetic,
  ArithmeticUnary: rewriteUnary,
  Concatenation: rewriteConcatenation,
  Cast: rewriteCast,
  SimpleCase: rewriteConditional,
  SearchedCase: rewriteConditional,
  ArrayConstructor: rewriteArray,
  RowConstructor: rewriteRow,
  Subscript: rewriteSubscript,
  FunctionCall: rewriteCall,
  Position: rewriteSpecialCall,
  Trim: rewriteSpecialCall,
  Substring: rewriteSpecialCall,
  Extract: rewriteSpecialCall,
  Normalize: rewriteSpecialCall,
  ListAgg: rewriteSpecialCall,
  GroupingOperation: rewriteSpecialCall,
  CurrentDate: rewriteSpecialCall,
  CurrentTimestamp: rewriteSpecialCall,
  LocalTimestamp: rewriteSpecialCall,
  SubqueryExpression: rewriteSubquery,
  Exists: rewriteSubquery,
};

const ADVICE: Readonly<Record<string, string>> = {
  AtTimeZone: "store the local date, or add hours with date_add('hour', 7, …)",
  JsonValue: 'use json_extract_scalar',
  JsonQuery: 'use json_extract_scalar',
  JsonExists: 'use json_extract_scalar(…) is not null',
  Coalesce: 'write coalesce(…)',
};

/** An expression of the statement in DuckDB's words, with its type; throws what `problemAt` describes. */
export function rewriteExpression(node: SyntaxNode, context: Context): Typed {
  const rule = RULES[node.kind];
  if (rule !== undefined) return rule(node, context);
  throw problemAt(
    node,
    'sql_not_portable',
    `${sourceOf(node).slice(0, 60)} does not mean the same on both engines`,
    ADVICE[node.kind] ?? 'write it another way',
  );
}

/** Every expression among a node's children, in order. */
export function rewriteBranches(node: SyntaxNode, context: Context): readonly Typed[] {
  return branches(node).map((branch) => rewriteExpression(branch, context));
}
