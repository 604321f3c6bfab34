import { caseOf } from '../rewrite/conditional.ts';
import { rewriteExpression } from '../rewrite/expression.ts';
import { compare, rewriteCondition } from '../rewrite/predicate.ts';
import { problemAt } from '../rewrite/problem-at.ts';
import { type Typed, unify } from '../rewrite/typed.ts';
import { argument, type CallRule, type CallRules, refuse, requireCount } from './call.ts';

const coalesce: CallRule = (call) => {
  const values = unify(requireCount(call, 2, 200), 'coalesce');
  return {
    sql: `coalesce(${values.map((value) => value.sql).join(', ')})`,
    type: argument(values, 0).type,
    node: call.node,
  };
};

// The type stays that of the first value, even where the comparison is made in a wider one.
const nullif: CallRule = (call) => {
  const values = requireCount(call, 2);
  const first = argument(values, 0);
  const equal = compare(call.node, '=', first, argument(values, 1));
  return {
    sql: `(CASE WHEN ${equal.sql} THEN NULL ELSE ${first.sql} END)`,
    type: first.type,
    node: call.node,
  };
};

const conditional: CallRule = ({ nodes, node, context }) => {
  const [test, then, otherwise] = nodes;
  if (test === undefined || then === undefined || nodes.length > 3) {
    throw problemAt(
      node,
      'sql_type_mismatch',
      `if with ${nodes.length} arguments was found, 2 or 3 are allowed`,
      'write if(condition, then, else)',
    );
  }
  const branch = { condition: rewriteCondition(test, context).sql, result: rewriteExpression(then, context) };
  return caseOf(node, [branch], otherwise === undefined ? undefined : rewriteExpression(otherwise, context));
};

// DuckDB leaves NULLs out, Trino gives NULL where one is among the values.
const extreme: CallRule = (call) => {
  const values = unify(requireCount(call, 1, 100), call.name);
  const [first] = values;
  if (first === undefined) throw new TypeError(call.name);
  compare(call.node, '<', first, first);
  const sql = values.map((value) => value.sql);
  const anyNull = sql.map((value) => `(${value}) IS NULL`).join(' OR ');
  return {
    sql: `(CASE WHEN ${anyNull} THEN NULL ELSE ${call.name}(${sql.join(', ')}) END)`,
    type: first.type,
    node: call.node,
  } satisfies Typed;
};

/** Functions that choose between values. */
export const CONDITIONAL_CALLS: CallRules = {
  coalesce,
  nullif,
  if: conditional,
  greatest: extreme,
  least: extreme,
  try: refuse('hides errors that differ between the engines', 'use try_cast, nullif or if'),
};
