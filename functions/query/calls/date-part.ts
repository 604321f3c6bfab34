import type { SyntaxNode } from '../parse/syntax-node.ts';
import { problemAt } from '../rewrite/problem-at.ts';
import { describe, type Typed } from '../rewrite/typed.ts';
import { BIGINT } from '../types/trino-type.ts';

/** A part of a date: its DuckDB text, and whether a plain date has it. */
export interface DatePart {
  readonly emit: (moment: string) => string;
  readonly isOfClock: boolean;
}

/** The local moment of a date, a timestamp, or an instant known to be in UTC; throws for anything else. */
export function localMoment(value: Typed): Typed {
  const { type } = value;
  if (type.kind === 'date' || type.kind === 'timestamp') return value;
  if (type.kind === 'instant' && type.isUtc) {
    return {
      ...value,
      sql: `CAST(${value.sql} AS TIMESTAMP)`,
      type: { kind: 'timestamp', precision: type.precision },
    };
  }
  throw problemAt(
    value.node,
    'sql_type_mismatch',
    `${describe(value)} was found, a date or a timestamp is allowed`,
    'cast it',
  );
}

/** One part of a date or timestamp as bigint. */
export function datePart(node: SyntaxNode, name: string, part: DatePart, value: Typed): Typed {
  const moment = localMoment(value);
  if (part.isOfClock && moment.type.kind === 'date') {
    throw problemAt(
      node,
      'sql_type_mismatch',
      `${name} of a date was found, a timestamp is allowed`,
      'cast it to timestamp(3)',
    );
  }
  return { sql: part.emit(moment.sql), type: BIGINT, node };
}
