import { branches, childAt, childrenOf, findChild, type SyntaxNode, sourceOf } from '../parse/syntax-node.ts';
import { rewriteSortItems } from '../rewrite/order.ts';
import { rewriteCondition } from '../rewrite/predicate.ts';
import { problemAt } from '../rewrite/problem-at.ts';
import type { Call } from './call.ts';
import { overSql } from './window.ts';

/** What stands around the arguments of an aggregate, in DuckDB's words. */
export interface Modifiers {
  readonly distinct: string;
  readonly order: string;
  /** FILTER and OVER, after the closing parenthesis. */
  readonly tail: string;
}

function filterSql(call: Call, extra: string | undefined): string {
  const filter = findChild(call.node, 'Filter');
  const own = filter === undefined ? [] : [rewriteCondition(filterCondition(filter), call.context).sql];
  const all = extra === undefined ? own : [...own, extra];
  return all.length === 0 ? '' : ` FILTER (WHERE ${all.join(' AND ')})`;
}

function filterCondition(filter: SyntaxNode): SyntaxNode {
  const [inner = filter] = branches(filter);
  return inner.kind === 'WhereClause' ? childAt(inner, 1) : inner;
}

/** The modifiers of an aggregate; `extra` is a condition that the rule itself adds to FILTER. */
export function modifiersOf(call: Call, extra?: string): Modifiers {
  const quantifier = findChild(call.node, 'SetQuantifier');
  const isDistinct = quantifier !== undefined && /distinct/i.test(sourceOf(quantifier));
  const items = childrenOf(call.node, 'SortItem');
  const over = overSql(call.node, call.context);
  const isFiltered = findChild(call.node, 'Filter') !== undefined;
  if (over !== '' && (isDistinct || isFiltered || items.length > 0)) {
    throw problemAt(
      call.node,
      'sql_not_portable',
      `${call.name} over a window with distinct, filter or order by inside was found, Athena has no such windows`,
      'use case inside the aggregate, or group in a step before',
    );
  }
  if (findChild(call.node, 'NullTreatment') !== undefined) {
    throw problemAt(
      call.node,
      'sql_type_mismatch',
      `${call.name} with ignore or respect nulls was found`,
      'filter instead',
    );
  }
  return {
    distinct: isDistinct ? 'DISTINCT ' : '',
    order: items.length === 0 ? '' : ` ORDER BY ${rewriteSortItems(items, call.context)}`,
    tail: `${filterSql(call, extra)}${over}`,
  };
}

/** An aggregate's DuckDB text: name, arguments and all that stands around them. */
export function aggregateSql(
  call: Call,
  name: string,
  parameters: readonly string[],
  extra?: string,
): string {
  const { distinct, order, tail } = modifiersOf(call, extra);
  return `${name}(${distinct}${parameters.join(', ')}${order})${tail}`;
}
