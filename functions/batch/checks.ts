import { PelangganError } from '../../schemas/problem.ts';
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

/**
 * Runs every check of the views' documents, in their order; a check's query gives the rows at fault, so no row is a good
 * answer. Throws `check_failed_to_run`, naming the check, for a query that gives no answer at all.
 */
export async function runChecks(engine: QueryEngine, views: readonly ViewFile[]): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const view of views) {
    for (const { name, severity, query } of view.document.checks) {
      const found = await countBad(engine, query).catch((cause) =>
        refuseCheck(`${view.name}.${name}`, cause),
      );
      results.push({ view: view.name, name, severity, ...found });
    }
  }
  return results;
}

function refuseCheck(name: string, cause: unknown): never {
  if (!(cause instanceof PelangganError)) throw cause;
  throw new PelangganError(
    'check_failed_to_run',
    `check ${name} cannot be run: ${cause.message}`,
    { ...cause.details, check: name, problem: cause.code },
    cause,
  );
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
