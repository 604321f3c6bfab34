import type { QueryEngine } from '../../functions/query/query-engine.ts';

/** The rows of a query as text, sorted: doubles to nine significant digits, decimals without trailing zeros. */
export async function ask(engine: QueryEngine, sql: string): Promise<string[]> {
  const result = await engine.run(sql);
  const rows: string[] = [];
  for await (const row of result.rows()) {
    rows.push(JSON.stringify(row.map((value, index) => plain(value, result.columns[index]?.type ?? ''))));
  }
  return rows.toSorted();
}

/** One form for a value, whether an engine answered it or a case expects it. */
export function plain(value: unknown, type: string): unknown {
  if (value === null || value === undefined) return null;
  if (type === 'double') return Number(Number(value).toPrecision(9));
  if (type.startsWith('decimal'))
    return String(value)
      .replace(/(\.[0-9]*?)0+$/, '$1')
      .replace(/\.$/, '');
  if (type === 'bigint' || type === 'integer') return String(value);
  if (type.startsWith('timestamp'))
    return String(value)
      .replace('T', ' ')
      .replace(/(\.0+)?Z?$/, '');
  return value;
}
