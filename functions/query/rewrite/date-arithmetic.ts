import type { SyntaxNode } from '../parse/syntax-node.ts';
import { formatType, isInterval, type TrinoType } from '../types/trino-type.ts';
import { problemAt } from './problem-at.ts';
import { castSql, type Typed } from './typed.ts';

const CLOCK_UNITS = /^(HOUR|MINUTE|SECOND) /;

function sumType(moment: TrinoType, interval: TrinoType): TrinoType {
  if (moment.kind !== 'timestamp' || interval.kind !== 'interval day to second') return moment;
  return { kind: 'timestamp', precision: Math.max(3, moment.precision) };
}

/** A date or timestamp plus or minus an interval literal, of the date's or timestamp's own type. */
export function addInterval(node: SyntaxNode, operator: string, left: Typed, right: Typed): Typed {
  const [moment, interval] = isInterval(left.type) ? [right, left] : [left, right];
  const isMoment = moment.type.kind === 'date' || moment.type.kind === 'timestamp';
  const isOperator = operator === '+' || (operator === '-' && interval === right);
  if (!isMoment || !isOperator || typeof interval.constant !== 'string') {
    throw problemAt(
      node,
      'sql_not_portable',
      `${formatType(left.type)} ${operator} ${formatType(right.type)} was found, a date or timestamp plus or minus an interval literal is allowed`,
      "use date_add('day', n, d) or date_diff('day', a, b)",
    );
  }
  if (moment.type.kind === 'date' && CLOCK_UNITS.test(interval.constant)) {
    throw problemAt(
      node,
      'sql_type_mismatch',
      'hours, minutes or seconds are added to a date, whole days are allowed',
      'cast the date to timestamp(3)',
    );
  }
  const type = sumType(moment.type, interval.type);
  return { sql: castSql(`(${moment.sql} ${operator} ${interval.sql})`, type), type, node };
}
