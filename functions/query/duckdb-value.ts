import {
  DuckDBArrayValue,
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
} from '@duckdb/node-api';
import { PelangganError } from '../../schemas/problem.ts';
import type { TrinoType } from './types/trino-type.ts';

const MICROSECONDS = 1_000_000n;

/** ISO 8601 in UTC with as many digits of the second as the type has: `2026-02-01T10:00:00.000Z`. */
function isoText(micros: bigint, precision: number): string {
  const fraction = ((micros % MICROSECONDS) + MICROSECONDS) % MICROSECONDS;
  const seconds = (micros - fraction) / MICROSECONDS;
  const whole = new Date(Number(seconds) * 1000).toISOString();
  if (!/^\d{4}-/.test(whole)) {
    const message = 'a timestamp outside the years 0 to 9999 has no common text; filter it out';
    throw new PelangganError('sql_not_portable', message);
  }
  const digits = fraction.toString().padStart(6, '0').slice(0, precision);
  return `${whole.slice(0, 19)}${digits === '' ? '' : `.${digits}`}Z`;
}

// Athena writes the year before 1 as 0000 and later ones with a sign, DuckDB counts them from Christ.
function dateText(text: string): string {
  const [, year = '', rest = '', era] = /^(\d+)(-\d\d-\d\d)( \(BC\))?$/.exec(text) ?? [];
  const number = era === undefined ? Number(year) : 1 - Number(year);
  const sign = number < 0 ? '-' : number > 9999 ? '+' : '';
  return `${sign}${Math.abs(number).toString().padStart(4, '0')}${rest}`;
}

function listValue(items: readonly unknown[], type: TrinoType): unknown {
  const element: TrinoType = type.kind === 'array' ? type.element : { kind: 'unknown' };
  return items.map((item) => toPlainValue(item, element));
}

function keyText(key: unknown, type: TrinoType): string {
  return String(toPlainValue(key, type));
}

function mapValue(value: DuckDBMapValue, type: TrinoType): unknown {
  const [key, content]: readonly TrinoType[] = type.kind === 'map' ? [type.key, type.value] : [];
  const unknown: TrinoType = { kind: 'unknown' };
  return Object.fromEntries(
    value.entries.map((entry) => [
      keyText(entry.key, key ?? unknown),
      toPlainValue(entry.value, content ?? unknown),
    ]),
  );
}

function rowValue(value: DuckDBStructValue, type: TrinoType): unknown {
  const fields = type.kind === 'row' ? type.fields : [];
  const entries = Object.entries(value.entries);
  return Object.fromEntries(
    entries.map(([name, content], index) => [
      name,
      toPlainValue(content, fields[index]?.type ?? { kind: 'unknown' }),
    ]),
  );
}

/** The shortest number that is this real: DuckDB gives 0.1 as 0.10000000149011612. */
function realValue(value: number): number {
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return value;
}

function numberValue(value: number | bigint, type: TrinoType): unknown {
  if (type.kind === 'real') return realValue(Number(value));
  return type.kind === 'double' ? Number(value) : BigInt(value);
}

/** A value of a DuckDB row as `QueryResult` gives it, by its Trino type: see there. */
export function toPlainValue(value: unknown, type: TrinoType): unknown {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' || typeof value === 'bigint') return numberValue(value, type);
  if (typeof value === 'boolean' || typeof value === 'string') return value;
  if (value instanceof DuckDBDecimalValue) return value.toString();
  if (value instanceof DuckDBDateValue) return dateText(value.toString());
  if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue) {
    const precision = type.kind === 'timestamp' || type.kind === 'instant' ? type.precision : 3;
    return isoText(value.micros, precision);
  }
  if (value instanceof DuckDBListValue || value instanceof DuckDBArrayValue)
    return listValue(value.items, type);
  if (value instanceof DuckDBMapValue) return mapValue(value, type);
  if (value instanceof DuckDBStructValue) return rowValue(value, type);
  if (value instanceof DuckDBBlobValue) return Buffer.from(value.bytes).toString('hex');
  throw new TypeError(`no plain form of a ${type.kind} value`);
}
