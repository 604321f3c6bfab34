import { datePart } from '../calls/date-part.ts';
import { DATE_PARTS } from '../calls/dates.ts';
import { listAggregate } from '../calls/list-aggregate.ts';
import { trimTo } from '../calls/trim.ts';
import {
  childrenOf,
  findChild,
  hasToken,
  requireChild,
  type SyntaxNode,
  sourceOf,
} from '../parse/syntax-node.ts';
import { BIGINT, DATE, INTEGER, TIMESTAMP, VARCHAR } from '../types/trino-type.ts';
import type { Context } from './context.ts';
import { rewriteExpression } from './expression.ts';
import { IDENTIFIERS, identifierOf } from './identifier.ts';
import { problemAt } from './problem-at.ts';
import { resolveColumn } from './scope.ts';
import { coerce, type Typed } from './typed.ts';

function operands(node: SyntaxNode, context: Context): readonly Typed[] {
  const kinds = [
    'ValueExpressionDefault',
    'ArithmeticBinary',
    'ArithmeticUnary',
    'Concatenation',
    'AtTimeZone',
  ];
  return childrenOf(node, ...kinds).map((each) => rewriteExpression(each, context));
}

function trim(node: SyntaxNode, context: Context): Typed {
  const values = operands(node, context).map((value) => coerce(value, VARCHAR).sql);
  const specification = findChild(node, 'TrimsSpecification');
  const word = specification === undefined ? 'BOTH' : sourceOf(specification).toUpperCase();
  const side = word === 'LEADING' ? 'leading' : word === 'TRAILING' ? 'trailing' : 'both';
  const isReversed = hasToken(node, ',');
  const [first = '', second] = values;
  const sql =
    second === undefined
      ? trimTo(side, first, undefined)
      : isReversed
        ? trimTo(side, first, second)
        : trimTo(side, second, first);
  return { sql, type: VARCHAR, node };
}

function substring(node: SyntaxNode, context: Context): Typed {
  const [subject, start, count] = operands(node, context);
  if (subject === undefined || start === undefined) throw new TypeError('substring without arguments');
  const parameters = [
    coerce(subject, VARCHAR).sql,
    coerce(start, BIGINT).sql,
    ...(count === undefined ? [] : [coerce(count, BIGINT).sql]),
  ];
  return {
    sql: `${count === undefined ? 'trino_substr' : 'trino_substr_for'}(${parameters.join(', ')})`,
    type: VARCHAR,
    node,
  };
}

function position(node: SyntaxNode, context: Context): Typed {
  const [part, subject] = operands(node, context);
  if (part === undefined || subject === undefined) throw new TypeError('position without arguments');
  return { sql: `instr(${coerce(subject, VARCHAR).sql}, ${coerce(part, VARCHAR).sql})`, type: BIGINT, node };
}

function extract(node: SyntaxNode, context: Context): Typed {
  const field = identifierOf(requireChild(node, ...IDENTIFIERS));
  const [value] = operands(node, context);
  const part = DATE_PARTS[field];
  if (value === undefined || part === undefined) {
    throw problemAt(
      node,
      'sql_not_portable',
      `extract(${field}) was found, allowed are ${Object.keys(DATE_PARTS).join(', ')}`,
      'choose one of them',
    );
  }
  return datePart(node, field, part, value);
}

function grouping(node: SyntaxNode, context: Context): Typed {
  const columns = childrenOf(node, 'QualifiedName').map((name) => {
    const path = childrenOf(name, ...IDENTIFIERS).map(identifierOf);
    return resolveColumn(path, context.scope, name).sql;
  });
  return { sql: `CAST(grouping(${columns.join(', ')}) AS INTEGER)`, type: INTEGER, node };
}

function normalize(node: SyntaxNode, context: Context): Typed {
  const form = findChild(node, 'NormalForm');
  if (form !== undefined && sourceOf(form).toUpperCase() !== 'NFC') {
    throw problemAt(
      node,
      'sql_not_portable',
      `normal form ${sourceOf(form)} was found, nfc is allowed`,
      'use nfc',
    );
  }
  const [value] = operands(node, context);
  if (value === undefined) throw new TypeError('normalize without text');
  return { sql: `nfc_normalize(${coerce(value, VARCHAR).sql})`, type: VARCHAR, node };
}

function requireNoPrecision(node: SyntaxNode): void {
  if (node.children.length > 1)
    throw problemAt(node, 'sql_not_portable', 'a precision of the current time was found', 'leave it out');
}

/** Calls that have a grammar of their own: trim, substring, position, extract, listagg, grouping, current dates. */
export function rewriteSpecialCall(node: SyntaxNode, context: Context): Typed {
  switch (node.kind) {
    case 'Trim':
      return trim(node, context);
    case 'Substring':
      return substring(node, context);
    case 'Position':
      return position(node, context);
    case 'Extract':
      return extract(node, context);
    case 'Normalize':
      return normalize(node, context);
    case 'ListAgg':
      return listAggregate(node, context);
    case 'GroupingOperation':
      return grouping(node, context);
    case 'CurrentDate':
      return { sql: 'current_date', type: DATE, node };
    case 'CurrentTimestamp':
      requireNoPrecision(node);
      return { sql: 'trino_now()', type: { kind: 'instant', precision: 3, isUtc: true }, node };
    default:
      requireNoPrecision(node);
      return { sql: 'CAST(trino_now() AS TIMESTAMP)', type: TIMESTAMP, node };
  }
}
