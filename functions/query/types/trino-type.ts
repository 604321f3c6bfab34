/** A field of a row type; a row made without a cast has fields without names. */
export interface RowField {
  readonly name: string | undefined;
  readonly type: TrinoType;
}

/**
 * A type in Trino's system, as far as the two engines share it.
 *
 * `varchar` carries no length: lengths cut text in casts only, and no answer depends on them. `instant` is `timestamp
 * with time zone`; `isUtc` says that its zone is known to be UTC, so that its local date is the same on both engines.
 */
export type TrinoType =
  | { readonly kind: SimpleKind }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'timestamp'; readonly precision: number }
  | { readonly kind: 'instant'; readonly precision: number; readonly isUtc: boolean }
  | { readonly kind: 'array'; readonly element: TrinoType }
  | { readonly kind: 'map'; readonly key: TrinoType; readonly value: TrinoType }
  | { readonly kind: 'row'; readonly fields: readonly RowField[] };

/** Kinds of type without parameters; `unknown` is the type of a bare NULL. */
export type SimpleKind =
  | 'unknown'
  | 'boolean'
  | 'tinyint'
  | 'smallint'
  | 'integer'
  | 'bigint'
  | 'real'
  | 'double'
  | 'varchar'
  | 'varbinary'
  | 'date'
  | 'json'
  | 'interval day to second'
  | 'interval year to month';

const simple = (kind: SimpleKind): TrinoType => ({ kind });

export const UNKNOWN = simple('unknown');
export const BOOLEAN = simple('boolean');
export const INTEGER = simple('integer');
export const BIGINT = simple('bigint');
export const DOUBLE = simple('double');
export const VARCHAR = simple('varchar');
export const VARBINARY = simple('varbinary');
export const DATE = simple('date');
export const JSON_TYPE = simple('json');
export const TIMESTAMP: TrinoType = { kind: 'timestamp', precision: 3 };

/** The type `array(element)`. */
export function arrayOf(element: TrinoType): TrinoType {
  return { kind: 'array', element };
}

/** The type `decimal(precision, scale)`, the precision held to Trino's 38 digits. */
export function decimalOf(precision: number, scale: number): TrinoType {
  return { kind: 'decimal', precision: Math.min(38, precision), scale };
}

const INTEGER_DIGITS: Readonly<Record<string, number>> = { tinyint: 3, smallint: 5, integer: 10, bigint: 19 };

/** True for tinyint, smallint, integer and bigint. */
export function isInteger(type: TrinoType): boolean {
  return type.kind in INTEGER_DIGITS;
}

/** True for real and double. */
export function isFloating(type: TrinoType): boolean {
  return type.kind === 'real' || type.kind === 'double';
}

/** True for every number. */
export function isNumber(type: TrinoType): boolean {
  return isInteger(type) || isFloating(type) || type.kind === 'decimal';
}

/** True for both kinds of interval. */
export function isInterval(type: TrinoType): boolean {
  return type.kind.startsWith('interval');
}

/** True for types that hold others: array, map and row. */
export function isNested(type: TrinoType): boolean {
  return type.kind === 'array' || type.kind === 'map' || type.kind === 'row';
}

/** The decimal that holds every value of an integer type or of a decimal; undefined for any other type. */
export function asDecimal(
  type: TrinoType,
): { readonly precision: number; readonly scale: number } | undefined {
  if (type.kind === 'decimal') return type;
  const digits = INTEGER_DIGITS[type.kind];
  return digits === undefined ? undefined : { precision: digits, scale: 0 };
}

/** True where both types are the same in every part; names of row fields count. */
export function sameType(left: TrinoType, right: TrinoType): boolean {
  return formatType(left) === formatType(right);
}

/** A type in Trino's words: `decimal(18,4)`, `timestamp(3)`, `array(varchar)`, `row(a bigint, varchar)`. */
export function formatType(type: TrinoType): string {
  switch (type.kind) {
    case 'decimal':
      return `decimal(${type.precision},${type.scale})`;
    case 'timestamp':
      return `timestamp(${type.precision})`;
    case 'instant':
      return `timestamp(${type.precision}) with time zone`;
    case 'array':
      return `array(${formatType(type.element)})`;
    case 'map':
      return `map(${formatType(type.key)}, ${formatType(type.value)})`;
    case 'row':
      return `row(${type.fields.map(formatField).join(', ')})`;
    default:
      return type.kind;
  }
}

function formatField(field: RowField): string {
  return field.name === undefined ? formatType(field.type) : `${field.name} ${formatType(field.type)}`;
}
