import { childrenOf, findChild, type SyntaxNode, sourceOf } from '../parse/syntax-node.ts';
import { problemAt } from '../rewrite/problem-at.ts';
import { coerce, describe, type Typed } from '../rewrite/typed.ts';
import { BIGINT, DOUBLE } from '../types/trino-type.ts';
import { argument, type Call, type CallRule, type CallRules, requireCount, result } from './call.ts';
import { overSql, windowOf } from './window.ts';

function requireOver(call: Call): string {
  const over = findChild(call.node, 'Over');
  const other = findChild(call.node, 'SetQuantifier', 'Filter', 'SortItem');
  if (over === undefined || other !== undefined) {
    throw problemAt(
      call.node,
      'sql_type_mismatch',
      `${call.name} was found ${over === undefined ? 'without over' : 'with distinct, order by or filter'}`,
      'write over (…) after it',
    );
  }
  return overSql(call.node, call.context);
}

function requireOrder(call: Call): void {
  const over = findChild(call.node, 'Over');
  if (over !== undefined && childrenOf(windowOf(over, call.context), 'SortItem').length > 0) return;
  throw problemAt(
    call.node,
    'sql_not_portable',
    `${call.name} without an order was found, its answer is left to chance`,
    'write over (order by …)',
  );
}

function nullTreatment(node: SyntaxNode): string {
  const treatment = findChild(node, 'NullTreatment');
  return treatment !== undefined && /ignore/i.test(sourceOf(treatment)) ? ' IGNORE NULLS' : '';
}

function requireLiteral(value: Typed, least: bigint): string {
  if (typeof value.constant === 'bigint' && value.constant >= least) return `${value.constant}`;
  throw problemAt(
    value.node,
    'sql_not_portable',
    `${describe(value)} was found, a literal number from ${least} is allowed`,
    'write it out',
  );
}

const ranking =
  (type: typeof BIGINT): CallRule =>
  (call) => {
    requireCount(call, 0);
    requireOrder(call);
    return result(call, `${call.name}()${requireOver(call)}`, type);
  };

const ntile: CallRule = (call) => {
  const count = requireLiteral(argument(requireCount(call, 1), 0), 1n);
  requireOrder(call);
  return result(call, `ntile(${count})${requireOver(call)}`, BIGINT);
};

const shifted: CallRule = (call) => {
  const values = requireCount(call, 1, 3);
  const value = argument(values, 0);
  const offset = values[1] === undefined ? '1' : requireLiteral(values[1], 0n);
  const otherwise = values[2] === undefined ? '' : `, ${coerce(values[2], value.type).sql}`;
  requireOrder(call);
  return result(
    call,
    `${call.name}(${value.sql}, ${offset}${otherwise}${nullTreatment(call.node)})${requireOver(call)}`,
    value.type,
  );
};

const atEdge: CallRule = (call) => {
  const value = argument(requireCount(call, 1), 0);
  requireOrder(call);
  return result(
    call,
    `${call.name}(${value.sql}${nullTreatment(call.node)})${requireOver(call)}`,
    value.type,
  );
};

const nthValue: CallRule = (call) => {
  const values = requireCount(call, 2);
  const value = argument(values, 0);
  const position = requireLiteral(argument(values, 1), 1n);
  requireOrder(call);
  return result(
    call,
    `nth_value(${value.sql}, ${position}${nullTreatment(call.node)})${requireOver(call)}`,
    value.type,
  );
};

/** Functions that need a window. */
export const WINDOW_CALLS: CallRules = {
  row_number: ranking(BIGINT),
  rank: ranking(BIGINT),
  dense_rank: ranking(BIGINT),
  percent_rank: ranking(DOUBLE),
  cume_dist: ranking(DOUBLE),
  ntile,
  lag: shifted,
  lead: shifted,
  first_value: atEdge,
  last_value: atEdge,
  nth_value: nthValue,
};
