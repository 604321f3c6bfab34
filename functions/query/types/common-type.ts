import {
  arrayOf,
  asDecimal,
  decimalOf,
  isFloating,
  isInteger,
  isNumber,
  type RowField,
  sameType,
  type TrinoType,
} from './trino-type.ts';

const INTEGER_LADDER = ['tinyint', 'smallint', 'integer', 'bigint'] as const;

function commonNumber(left: TrinoType, right: TrinoType): TrinoType | undefined {
  if (left.kind === 'double' || right.kind === 'double') return { kind: 'double' };
  if (isFloating(left) || isFloating(right)) return { kind: 'real' };
  if (isInteger(left) && isInteger(right)) {
    const wider = INTEGER_LADDER.findLast((kind) => kind === left.kind || kind === right.kind);
    return wider === undefined ? undefined : { kind: wider };
  }
  const [a, b] = [asDecimal(left), asDecimal(right)];
  if (a === undefined || b === undefined) return undefined;
  const scale = Math.max(a.scale, b.scale);
  return decimalOf(Math.max(a.precision - a.scale, b.precision - b.scale) + scale, scale);
}

function commonTime(left: TrinoType, right: TrinoType): TrinoType | undefined {
  const precision = (type: TrinoType): number | undefined =>
    type.kind === 'date' ? 0 : type.kind === 'timestamp' ? type.precision : undefined;
  const [a, b] = [precision(left), precision(right)];
  return a === undefined || b === undefined ? undefined : { kind: 'timestamp', precision: Math.max(a, b) };
}

function commonField(left: RowField, right: RowField | undefined): RowField | undefined {
  const type = right === undefined ? undefined : commonType(left.type, right.type);
  return type === undefined ? undefined : { name: left.name === right?.name ? left.name : undefined, type };
}

function commonNested(left: TrinoType, right: TrinoType): TrinoType | undefined {
  if (left.kind === 'array' && right.kind === 'array') {
    const element = commonType(left.element, right.element);
    return element === undefined ? undefined : arrayOf(element);
  }
  if (left.kind === 'map' && right.kind === 'map') {
    const [key, value] = [commonType(left.key, right.key), commonType(left.value, right.value)];
    return key === undefined || value === undefined ? undefined : { kind: 'map', key, value };
  }
  if (left.kind !== 'row' || right.kind !== 'row' || left.fields.length !== right.fields.length)
    return undefined;
  const fields = left.fields.map((field, index) => commonField(field, right.fields[index]));
  return fields.every((field) => field !== undefined) ? { kind: 'row', fields } : undefined;
}

/**
 * The type to which Trino brings two values that meet in a comparison, a CASE or a UNION; undefined where it refuses.
 *
 * Text meets text only, a date meets a timestamp, an integer or decimal meets a double as double.
 */
export function commonType(left: TrinoType, right: TrinoType): TrinoType | undefined {
  if (sameType(left, right)) return left;
  if (left.kind === 'unknown') return right;
  if (right.kind === 'unknown') return left;
  if (isNumber(left) && isNumber(right)) return commonNumber(left, right);
  if (left.kind === 'instant' && right.kind === 'instant') {
    return {
      kind: 'instant',
      precision: Math.max(left.precision, right.precision),
      isUtc: left.isUtc && right.isUtc,
    };
  }
  return commonTime(left, right) ?? commonNested(left, right);
}

/** True where Trino brings a value of one type to another by itself, losing nothing. */
export function isCoercible(from: TrinoType, to: TrinoType): boolean {
  const common = commonType(from, to);
  if (common === undefined) return false;
  if (common.kind === 'row' && to.kind === 'row') {
    return common.fields.every((field, index) => sameType(field.type, to.fields[index]?.type ?? field.type));
  }
  return sameType(common, to);
}
