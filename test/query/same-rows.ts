import type { Column } from '../../functions/query/query-engine.ts';
import { parseType } from '../../functions/query/types/parse-type.ts';
import { formatType, type TrinoType } from '../../functions/query/types/trino-type.ts';

/** Doubles of the two engines are summed in another order; more than this apart is a difference. */
const RELATIVE = 1e-9;

/** A type name of Trino's protocol as our columns write it: no lengths of varchar, no blanks between parameters. */
export function columnType(trino: string): string {
  const text = trino.replaceAll(/varchar\(\d+\)/g, 'varchar');
  if (/interval|time zone|char\(|json|uuid|unknown/i.test(text.replaceAll('varchar', ''))) return text;
  return formatType(parseType(text));
}

function sameNumber(left: number, right: number): boolean {
  if (Object.is(left, right) || left === right) return true;
  return Math.abs(left - right) <= RELATIVE * Math.max(Math.abs(left), Math.abs(right));
}

function timestampText(value: unknown): string {
  return String(value)
    .replace(/^(.{10})T(.*?)Z?$/, '$1 $2')
    .replace(/ UTC$/, '');
}

function sameList(left: unknown, right: unknown, types: (index: number) => TrinoType): boolean {
  if (!Array.isArray(left) || !Array.isArray(right) || left.length !== right.length) return false;
  return left.every((item, index) => sameValue(item, right[index], types(index)));
}

function sameMap(left: object, right: object, value: TrinoType): boolean {
  const [a, b] = [new Map(Object.entries(left)), new Map(Object.entries(right))];
  return (
    a.size === b.size && [...a].every(([key, content]) => b.has(key) && sameValue(content, b.get(key), value))
  );
}

/** True where a value of Trino's protocol and one of our rows are the same value of a type. */
export function sameValue(trino: unknown, ours: unknown, type: TrinoType): boolean {
  if (trino === null || trino === undefined || ours === null) return (trino ?? null) === ours;
  switch (type.kind) {
    case 'double':
    case 'real':
      return sameNumber(Number(trino), Number(ours));
    case 'timestamp':
    case 'instant':
      return timestampText(trino) === timestampText(ours);
    case 'varbinary':
      return Buffer.from(String(trino), 'base64').toString('hex') === ours;
    case 'array':
      return sameList(trino, ours, () => type.element);
    case 'row':
      return sameList(trino, Object.values(ours as object), (index) => type.fields[index]?.type ?? type);
    case 'map':
      return sameMap(trino as object, ours as object, type.value);
    default:
      return String(trino) === String(ours);
  }
}

/** The first cell in which two answers differ. */
export interface Difference {
  readonly row: number;
  readonly column: string;
  readonly trino: unknown;
  readonly ours: unknown;
}

function sortKey(row: readonly unknown[], types: readonly TrinoType[]): string {
  const parts = row.map((value, index) => {
    const kind = types[index]?.kind;
    if (value === null || value === undefined) return 'null';
    if (kind === 'double' || kind === 'real') return Number(value).toPrecision(7);
    if (kind === 'timestamp' || kind === 'instant') return timestampText(value);
    if (kind === 'row' && !Array.isArray(value)) return JSON.stringify(Object.values(value), bigText);
    return typeof value === 'object' ? JSON.stringify(value, bigText) : String(value);
  });
  return parts.join('\u0001');
}

const bigText = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? Number(value) : value;

function inOrder(
  rows: readonly (readonly unknown[])[],
  types: readonly TrinoType[],
): readonly (readonly unknown[])[] {
  const keyed = rows.map((row) => ({ row, key: sortKey(row, types) }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ row }) => row);
}

/** The first difference between Trino's rows and ours, as sets or (`isOrdered`) in their order; undefined where none. */
export function findDifference(
  trino: readonly (readonly unknown[])[],
  ours: readonly (readonly unknown[])[],
  columns: readonly Column[],
  isOrdered: boolean,
): Difference | undefined {
  const types = columns.map(
    (column): TrinoType => (column.type === 'unknown' ? { kind: 'unknown' } : typeOf(column.type)),
  );
  const [left, right] = isOrdered ? [trino, ours] : [inOrder(trino, types), inOrder(ours, types)];
  for (let row = 0; row < Math.max(left.length, right.length); row++) {
    const [a, b] = [left[row], right[row]];
    if (a === undefined || b === undefined) return { row, column: '(row)', trino: a, ours: b };
    for (const [index, type] of types.entries()) {
      const [x, y] = [a[index], b[index] ?? null];
      if (!sameValue(x, y, type)) return { row, column: columns[index]?.name ?? '', trino: x, ours: y };
    }
  }
  return undefined;
}

function typeOf(text: string): TrinoType {
  if (text.endsWith('with time zone')) return { kind: 'instant', precision: 3, isUtc: true };
  if (text.includes('unknown'))
    return text.startsWith('array') ? { kind: 'array', element: { kind: 'unknown' } } : { kind: 'unknown' };
  return parseType(text);
}
