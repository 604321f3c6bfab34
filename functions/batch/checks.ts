import type { QueryEngine } from '../query/query-engine.ts';
import type { ViewFile } from './view-catalogue.ts';

/** What a check found: how many rows are at fault, and the first of them. */
export interface CheckResult {
  readonly view: string;
  readonly name: string;
  readonly severity: 'fail' | 'warn';
  readonly failed_row_count: number;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/** Rows at fault that are kept to show: enough to see what is wrong. */
const SHOWN = 10;

/** Runs every check of the views' documents; a check's query gives the rows at fault, so no row is a good answer. */
export async function runChecks(engine: QueryEngine, views: readonly ViewFile[]): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const view of views) {
    for (const { name, severity, query } of view.document.checks) {
      results.push({ view: view.name, name, severity, ...(await countBad(engine, query)) });
    }
  }
  return results;
}

async function countBad(
  engine: QueryEngine,
  query: string,
): Promise<Pick<CheckResult, 'failed_row_count' | 'rows'>> {
  const result = await engine.run(query);
  const rows: Record<string, unknown>[] = [];
  let count = 0;
  for await (const row of result.rows()) {
    if (count++ < SHOWN) rows.push(Object.fromEntries(result.columns.map(({ name }, i) => [name, row[i]])));
  }
  return { failed_row_count: count, rows };
}
