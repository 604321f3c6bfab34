import type { Column } from './query-engine.ts';

function numberText(value: number): string {
  if (Number.isNaN(value)) return '"NaN"';
  if (!Number.isFinite(value)) return value > 0 ? '"Infinity"' : '"-Infinity"';
  return JSON.stringify(value);
}

/** A value of a query's answer as JSON text: integers to the last digit, doubles that are no numbers as text. */
export function valueJson(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') return numberText(value);
  if (Array.isArray(value)) return `[${value.map(valueJson).join(',')}]`;
  if (typeof value === 'object') {
    return `{${Object.entries(value)
      .map(([key, content]) => `${JSON.stringify(key)}:${valueJson(content)}`)
      .join(',')}}`;
  }
  return JSON.stringify(value);
}

/** A row as one JSON object, its columns in order; a NULL's key is never left out. */
export function rowJson(columns: readonly Column[], row: readonly unknown[]): string {
  const members = columns.map((column, index) => `${JSON.stringify(column.name)}:${valueJson(row[index])}`);
  return `{${members.join(',')}}`;
}

/** An answer as the text of a JSON array of objects, piece by piece, a row on each line. */
export async function* writeJson(
  columns: readonly Column[],
  rows: AsyncIterable<readonly unknown[]>,
): AsyncGenerator<string> {
  let before = '[\n';
  for await (const row of rows) {
    yield `${before}${rowJson(columns, row)}`;
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}
