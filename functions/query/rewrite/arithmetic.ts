import { childAt, type SyntaxNode } from '../parse/syntax-node.ts';
import { commonType } from '../types/common-type.ts';
import {
  arrayOf,
  asDecimal,
  decimalOf,
  formatType,
  isFloating,
  isInteger,
  isInterval,
  isNumber,
  sameType,
  type TrinoType,
  VARCHAR,
} from '../types/trino-type.ts';
import type { Context } from './context.ts';
import { addInterval } from './date-arithmetic.ts';
import { rewriteExpression } from './expression.ts';
import { problemAt } from './problem-at.ts';
import { castSql, coerce, describe, type Typed, tryCoerce } from './typed.ts';

function mismatch(node: SyntaxNode, operator: string, left: Typed, right: Typed): Error {
  const found = `${formatType(left.type)} ${operator} ${formatType(right.type)} was found, numbers (or a date and an interval) are allowed`;
  return problemAt(node, 'sql_type_mismatch', found, 'cast one of them');
}

const isNonZero = (value: Typed): boolean => typeof value.constant === 'bigint' && value.constant !== 0n;

function divide(left: Typed, right: Typed, isFloat: boolean): string {
  if (isFloat)
    return isNonZero(right) ? `(${left.sql} / ${right.sql})` : `trino_divide(${left.sql}, ${right.sql})`;
  const isSafe = isNonZero(right) && right.constant !== -1n;
  return isSafe ? `(${left.sql} // ${right.sql})` : `trino_quotient(${left.sql}, ${right.sql})`;
}

function remainder(left: Typed, right: Typed, isFloat: boolean): string {
  if (isNonZero(right)) return `(${left.sql} % ${right.sql})`;
  return `${isFloat ? 'trino_float_remainder' : 'trino_remainder'}(${left.sql}, ${right.sql})`;
}

function plain(operator: string, left: Typed, right: Typed, type: TrinoType): string {
  const [a, b] = [coerce(left, type), coerce(right, type)];
  if (operator === '/') return divide(a, b, isFloating(type));
  if (operator === '%') return remainder(a, b, isFloating(type));
  return `(${a.sql} ${operator} ${b.sql})`;
}

function decimalResult(operator: string, left: TrinoType, right: TrinoType): TrinoType | undefined {
  const [a, b] = [asDecimal(left), asDecimal(right)];
  if (a === undefined || b === undefined) return undefined;
  if (operator === '*') return decimalOf(a.precision + b.precision, a.scale + b.scale);
  const scale = Math.max(a.scale, b.scale);
  return decimalOf(Math.max(a.precision - a.scale, b.precision - b.scale) + scale + 1, scale);
}

function asOwnDecimal(value: Typed): string {
  const own = asDecimal(value.type);
  return own === undefined || value.type.kind === 'decimal'
    ? value.sql
    : castSql(value.sql, decimalOf(own.precision, own.scale));
}

/** DuckDB works in 64 bits where both sides fit in 18 digits, and fails on a result that does not: widen one side. */
function asWideDecimal(value: Typed, result: TrinoType): string {
  const own = asDecimal(value.type);
  if (own === undefined || result.kind !== 'decimal' || result.precision <= 18 || own.precision > 18)
    return asOwnDecimal(value);
  return castSql(value.sql, decimalOf(38, own.scale));
}

function decimal(node: SyntaxNode, operator: string, left: Typed, right: Typed): Typed {
  const type = decimalResult(operator, left.type, right.type);
  if (operator === '/' || operator === '%') {
    throw problemAt(
      node,
      'sql_not_portable',
      `${formatType(left.type)} ${operator} ${formatType(right.type)} keeps the scale of decimals on Athena only`,
      'cast both to double first',
    );
  }
  if (type?.kind !== 'decimal') throw mismatch(node, operator, left, right);
  if (type.scale > 38) {
    throw problemAt(
      node,
      'sql_type_mismatch',
      `a product of ${type.scale} digits after the point was found, 38 are allowed`,
      'cast to fewer digits first',
    );
  }
  return {
    sql: castSql(`(${asWideDecimal(left, type)} ${operator} ${asOwnDecimal(right)})`, type),
    type,
    node,
  };
}

/** `+ - * / %` over two values already rewritten: the same number as Trino's, or a refusal. */
export function arithmetic(node: SyntaxNode, operator: string, left: Typed, right: Typed): Typed {
  if (isInterval(left.type) || isInterval(right.type)) return addInterval(node, operator, left, right);
  const type = commonType(left.type, right.type);
  if (type?.kind === 'date' || type?.kind === 'timestamp') {
    throw problemAt(
      node,
      'sql_not_portable',
      `${formatType(left.type)} ${operator} ${formatType(right.type)} gives an interval on Athena only`,
      "use date_diff('day', a, b)",
    );
  }
  if (type === undefined || !isNumber(type)) throw mismatch(node, operator, left, right);
  if (type.kind === 'decimal') return decimal(node, operator, left, right);
  return { sql: plain(operator, left, right, type), type, node };
}

/** A binary operator of arithmetic. */
export function rewriteArithmetic(node: SyntaxNode, context: Context): Typed {
  const left = rewriteExpression(childAt(node, 0), context);
  const right = rewriteExpression(childAt(node, 2), context);
  return arithmetic(node, childAt(node, 1).text, left, right);
}

/** A sign before a number. */
export function rewriteUnary(node: SyntaxNode, context: Context): Typed {
  const value = rewriteExpression(childAt(node, 1), context);
  if (!isNumber(value.type)) {
    throw problemAt(
      node,
      'sql_type_mismatch',
      `${describe(value)} was found, a number is allowed`,
      'cast it',
    );
  }
  if (childAt(node, 0).text === '+') return { ...value, node };
  const sql = isInteger(value.type) ? castSql(`(- ${value.sql})`, value.type) : `(- ${value.sql})`;
  return { sql, type: value.type, node };
}

function append(node: SyntaxNode, list: Typed, other: Typed, isFirst: boolean): Typed | undefined {
  if (list.type.kind !== 'array') return undefined;
  const { element } = list.type;
  const item = tryCoerce(other, element);
  if (item === undefined) return undefined;
  const one = `[${item.sql}]`;
  return {
    sql: isFirst ? `(${list.sql} || ${one})` : `(${one} || ${list.sql})`,
    type: arrayOf(element),
    node,
  };
}

/** `left || right`: two texts, two arrays, or an array and an element; NULL where either is NULL. */
export function concatenate(node: SyntaxNode, left: Typed, right: Typed): Typed {
  const [a, b] = [tryCoerce(left, VARCHAR), tryCoerce(right, VARCHAR)];
  const isText = left.type.kind === 'varchar' || right.type.kind === 'varchar';
  const isKnown = left.type.kind !== 'unknown' && right.type.kind !== 'unknown';
  if (isKnown && isText && a !== undefined && b !== undefined)
    return { sql: `(${a.sql} || ${b.sql})`, type: VARCHAR, node };
  const type = commonType(left.type, right.type);
  if (type?.kind === 'array' && left.type.kind === 'array' && right.type.kind === 'array') {
    return { sql: `trino_join_lists(${coerce(left, type).sql}, ${coerce(right, type).sql})`, type, node };
  }
  const appended = sameType(left.type, right.type)
    ? undefined
    : (append(node, left, right, true) ?? append(node, right, left, false));
  if (appended !== undefined) return appended;
  const found = `${formatType(left.type)} || ${formatType(right.type)} was found, two texts or two arrays are allowed`;
  throw problemAt(node, 'sql_type_mismatch', found, 'cast to varchar first');
}

/** The operator `||`. */
export function rewriteConcatenation(node: SyntaxNode, context: Context): Typed {
  return concatenate(
    node,
    rewriteExpression(childAt(node, 0), context),
    rewriteExpression(childAt(node, 2), context),
  );
}
