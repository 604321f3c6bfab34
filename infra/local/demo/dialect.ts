import { gzipSync } from 'node:zlib';
import { formatDay } from '../../../schemas/instant.ts';
import { DAY_MS, JAKARTA_OFFSET_MS } from './calendar.ts';

/** A record before it is written: field names and texts; an absent value is an empty text or no key. */
export type Row = Readonly<Record<string, string>>;

/** How a shop writes a text file. */
export interface Dialect {
  readonly format: 'csv' | 'ndjson' | 'json';
  readonly delimiter?: ',' | ';' | '\t';
  readonly lineEnd?: '\n' | '\r\n';
  readonly hasByteOrderMark?: boolean;
  readonly encoding?: 'utf-8' | 'utf-16le' | 'windows-1252';
  readonly isGzip?: boolean;
  /** Instants as local time of Jakarta, as local time with its offset, or in UTC. */
  readonly clock?: 'local' | 'offset' | 'utc';
}

/** Stands in a text for two bytes that are no UTF-8; no name or product holds it. */
export const BROKEN_CHARACTER = '\ue000';

const NUMERIC = new Set([
  'quantity',
  'unit_price',
  'line_amount',
  'discount_amount',
  'platform_discount_amount',
  'cashback_amount',
  'refunded_amount',
  'returned_quantity',
  'duration_seconds',
  'score',
  'scale_min',
  'scale_max',
  'list_amount',
  'offer_amount',
  'first_response_seconds',
  'resolution_seconds',
  'rate',
  'value',
  'cost_amount',
]);

/** Gives an instant as the dialect writes it. */
export function writeInstant(instant: number, dialect: Dialect): string {
  const isUtc = dialect.clock === 'utc';
  const shown = isUtc ? instant : instant + JAKARTA_OFFSET_MS;
  const day = Math.floor(shown / DAY_MS);
  const second = Math.floor((shown - day * DAY_MS) / 1000);
  const between = isUtc || dialect.clock === 'offset' ? 'T' : ' ';
  const time = `${twoDigits(second / 3600)}:${twoDigits((second / 60) % 60)}:${twoDigits(second % 60)}`;
  const offset = isUtc ? 'Z' : dialect.clock === 'offset' ? '+07:00' : '';
  return dateText(day) + between + time + offset;
}

function twoDigits(value: number): string {
  return value < 10 ? `0${Math.floor(value)}` : String(Math.floor(value));
}

const dateTexts = new Map<number, string>();

/** Dates repeat row after row: each is written once. */
function dateText(day: number): string {
  let text = dateTexts.get(day);
  if (text === undefined) {
    text = formatDay(day);
    dateTexts.set(day, text);
  }
  return text;
}

/** Gives one record as text, without its line end. */
export function writeRecord(row: Row, columns: readonly string[], dialect: Dialect): string {
  if (dialect.format !== 'csv') return writeObject(row, columns);
  const delimiter = dialect.delimiter ?? ',';
  return columns.map((column) => writeCell(row[column] ?? '', delimiter)).join(delimiter);
}

function writeCell(value: string, delimiter: string): string {
  const mustQuote = value.includes(delimiter) || value.includes('"') || value.includes('\n');
  return mustQuote ? `"${value.replaceAll('"', '""')}"` : value;
}

function writeObject(row: Row, columns: readonly string[]): string {
  const parts: string[] = [];
  for (const column of columns) {
    const value = row[column];
    if (value === undefined || value === '') continue;
    const isNumber = NUMERIC.has(column) && /^-?[0-9]+(\.[0-9]+)?$/.test(value);
    parts.push(`"${column}":${isNumber ? value : JSON.stringify(value)}`);
  }
  return `{${parts.join(',')}}`;
}

/** Gives the bytes of a whole file; where its end is cut, the last record has no line end. */
export function encodeFile(
  records: readonly string[],
  columns: readonly string[],
  dialect: Dialect,
  isCut: boolean,
): Buffer {
  const bytes = encodeText(joinRecords(records, columns, dialect, isCut), dialect);
  return dialect.isGzip === true ? gzipSync(bytes, { level: 4 }) : bytes;
}

function joinRecords(
  records: readonly string[],
  columns: readonly string[],
  dialect: Dialect,
  isCut: boolean,
): string {
  if (dialect.format === 'json') return `[\n${records.join(',\n')}\n]\n`;
  const lineEnd = dialect.lineEnd ?? '\n';
  const header = dialect.format === 'csv' ? columns.join(dialect.delimiter ?? ',') + lineEnd : '';
  return header + records.join(lineEnd) + (isCut ? '' : lineEnd);
}

function encodeText(text: string, dialect: Dialect): Buffer {
  const marked = dialect.hasByteOrderMark === true ? `\ufeff${text}` : text;
  if (dialect.encoding === 'utf-16le') return Buffer.from(marked, 'utf16le');
  // Windows-1252 and Latin-1 are equal for the letters that occur here.
  if (dialect.encoding === 'windows-1252') return Buffer.from(marked, 'latin1');
  const bytes = Buffer.from(marked, 'utf8');
  const at = bytes.indexOf(BROKEN_CHARACTER);
  if (at >= 0) bytes.set([0xc3, 0x28, 0x41], at);
  return bytes;
}
