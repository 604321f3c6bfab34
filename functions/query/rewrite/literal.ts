import {
  childAt,
  findChild,
  findOnChain,
  hasToken,
  innermost,
  requireChild,
  type SyntaxNode,
  sourceOf,
} from '../parse/syntax-node.ts';
import {
  BIGINT,
  BOOLEAN,
  DATE,
  DOUBLE,
  decimalOf,
  INTEGER,
  type TrinoType,
  UNKNOWN,
  VARCHAR,
} from '../types/trino-type.ts';
import { identifierOf } from './identifier.ts';
import { problemAt } from './problem-at.ts';
import { quoteText } from './quote.ts';
import { castSql, type Typed } from './typed.ts';

const MAX_BIGINT = 2n ** 63n - 1n;
const MAX_INTEGER = 2n ** 31n - 1n;

function integerLiteral(node: SyntaxNode): Typed {
  const constant = BigInt(sourceOf(node).replaceAll(/[\s_]/g, ''));
  if (constant > MAX_BIGINT || constant < -MAX_BIGINT - 1n) {
    throw problemAt(
      node,
      'sql_grammar',
      'an integer beyond 64 bits was found',
      "write it as a decimal: decimal '…'",
    );
  }
  const type = constant > MAX_INTEGER || constant < -MAX_INTEGER - 1n ? BIGINT : INTEGER;
  const isPlain = constant >= 0n && constant <= MAX_INTEGER;
  return { sql: isPlain ? `${constant}` : castSql(`${constant}`, type), type, node, constant };
}

function decimalLiteral(node: SyntaxNode): Typed {
  const text = sourceOf(node).replaceAll(/[\s_]/g, '');
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  const precision = Math.max(1, whole.replace(/^0+/, '').length + fraction.length);
  if (precision > 38) {
    throw problemAt(
      node,
      'sql_type_mismatch',
      `a decimal of ${precision} digits was found, 38 are allowed`,
      'shorten it',
    );
  }
  const type = decimalOf(precision, fraction.length);
  return { sql: castSql(quoteText(text), type), type, node };
}

function numericLiteral(node: SyntaxNode): Typed {
  const number = childAt(node, 0);
  if (number.kind === 'IntegerLiteral') return integerLiteral(number);
  if (number.kind === 'DecimalLiteral') return decimalLiteral(number);
  return { sql: castSql(quoteText(sourceOf(number).replaceAll(/[\s_]/g, '')), DOUBLE), type: DOUBLE, node };
}

/** The text that a string literal stands for. */
export function textOf(node: SyntaxNode): string {
  const literal = findOnChain(node, 'BasicStringLiteral');
  if (literal === undefined) {
    throw problemAt(
      node,
      'sql_not_portable',
      `${sourceOf(node).slice(0, 40)} was found, a plain text literal is allowed`,
      "write '…'",
    );
  }
  return innermost(literal).text.slice(1, -1).replaceAll("''", "'");
}

const DATE_TEXT = /^\d{4}-\d{2}-\d{2}$/;
const TIMESTAMP_TEXT = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?$/;

function isRealDate(text: string): boolean {
  const time = Date.parse(`${text.slice(0, 10)}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text.slice(0, 10));
}

function typedText(node: SyntaxNode): Typed {
  const name = node.children.length === 2 ? identifierOf(childAt(node, 0)) : 'double';
  const literal = requireChild(node, 'BasicStringLiteral', 'UnicodeStringLiteral');
  const text = textOf(literal);
  const type = literalType(name, text);
  if (type === undefined) {
    throw problemAt(
      node,
      'sql_type_mismatch',
      `${name} literal was found, allowed are date 'yyyy-MM-dd', timestamp 'yyyy-MM-dd HH:mm:ss', decimal '1.50' and double '1.5'`,
      'write it so',
    );
  }
  return { sql: castSql(quoteText(text), type), type, node };
}

function literalType(name: string, text: string): TrinoType | undefined {
  if (name === 'date' && DATE_TEXT.test(text) && isRealDate(text)) return DATE;
  if (name === 'timestamp' && TIMESTAMP_TEXT.test(text) && isRealDate(text)) {
    return { kind: 'timestamp', precision: text.split('.')[1]?.length ?? 0 };
  }
  if ((name === 'double' || name === 'real') && /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(text))
    return { kind: name };
  if (name === 'decimal' && /^[+-]?\d+(\.\d+)?$/.test(text)) {
    const [whole = '', fraction = ''] = text.replace(/^[+-]/, '').split('.');
    return decimalOf(Math.max(1, whole.replace(/^0+/, '').length + fraction.length), fraction.length);
  }
  if ((name === 'bigint' || name === 'integer') && /^-?\d{1,9}$/.test(text)) return { kind: name };
  return undefined;
}

const DAY_TIME = new Set(['DAY', 'HOUR', 'MINUTE', 'SECOND']);

function intervalLiteral(node: SyntaxNode): Typed {
  const interval = childAt(node, 0);
  const unit = sourceOf(requireChild(interval, 'IntervalField')).toUpperCase();
  const text = textOf(requireChild(interval, 'BasicStringLiteral', 'UnicodeStringLiteral'));
  if (findChild(interval, 'Token') !== undefined && hasToken(interval, 'TO')) {
    throw problemAt(
      node,
      'sql_not_portable',
      'an interval of several units was found, one is allowed',
      'add one interval after the other',
    );
  }
  if (!/^-?\d{1,9}$/.test(text)) {
    throw problemAt(
      node,
      'sql_not_portable',
      'an interval that is no whole number was found',
      "write interval '7' day",
    );
  }
  const count = BigInt(text) * (hasToken(interval, '-') ? -1n : 1n);
  const kind = DAY_TIME.has(unit) ? 'interval day to second' : 'interval year to month';
  return { sql: `INTERVAL (${count}) ${unit}`, type: { kind }, node, constant: `${unit} ${count}` };
}

/** A literal: NULL, a number, text, a typed text or an interval. */
export function rewriteLiteral(node: SyntaxNode): Typed {
  switch (node.kind) {
    case 'NullLiteral':
      return { sql: 'NULL', type: UNKNOWN, node };
    case 'BooleanLiteral':
      return { sql: sourceOf(node).toLowerCase(), type: BOOLEAN, node };
    case 'NumericLiteral':
      return numericLiteral(node);
    case 'StringLiteral': {
      const constant = textOf(node);
      return { sql: quoteText(constant), type: VARCHAR, node, constant };
    }
    case 'TypeConstructor':
      return typedText(node);
    default:
      return intervalLiteral(node);
  }
}
