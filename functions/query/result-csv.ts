import type { Column } from './query-engine.ts';
import { valueJson } from './result-json.ts';

const NEEDS_QUOTES = /["\r\n,]/;

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** A value as a CSV field of RFC 4180: NULL is empty, the empty text is `""`, nested values are JSON. */
export function valueCsv(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'string' ? value : valueJson(value).replace(/^"(NaN|-?Infinity)"$/, '$1');
  return text === '' || NEEDS_QUOTES.test(text) || text !== text.trim() ? quoted(text) : text;
}

/** An answer as CSV of RFC 4180, piece by piece: a header, then a line for each row, each ended by CR and LF. */
export async function* writeCsv(
  columns: readonly Column[],
  rows: AsyncIterable<readonly unknown[]>,
): AsyncGenerator<string> {
  yield `${columns.map((column) => valueCsv(column.name)).join(',')}\r\n`;
  for await (const row of rows) yield `${row.map(valueCsv).join(',')}\r\n`;
}
