import { setTimeout as wait } from 'node:timers/promises';

/** Trino's answer to one statement: columns with its own type names, rows as its protocol writes them. */
export interface TrinoAnswer {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly unknown[])[];
  readonly stats: TrinoStatistics;
}

/** What a query cost, as Trino counts it. */
export interface TrinoStatistics {
  readonly cpuTimeMillis: number;
  readonly peakMemoryBytes: number;
  readonly physicalInputBytes: number;
  readonly rootStage?: TrinoStage;
}

/** A stage of a plan and those that feed it. */
export interface TrinoStage {
  readonly subStages?: readonly TrinoStage[];
}

/** How many stages a query ran in: Athena allows 150. */
export function countStages(stage: TrinoStage | undefined): number {
  if (stage === undefined) return 0;
  return (stage.subStages ?? []).reduce((sum, each) => sum + countStages(each), 1);
}

interface Page {
  readonly error?: { readonly message: string; readonly errorName: string };
  readonly columns?: TrinoAnswer['columns'];
  readonly data?: readonly (readonly unknown[])[];
  readonly nextUri?: string;
  readonly stats: TrinoStatistics;
}

/** An error that Trino itself gave, by its name: `DIVISION_BY_ZERO`, `TYPE_MISMATCH` … */
export class TrinoError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = 'TrinoError';
    this.code = code;
  }
}

const HEADERS = {
  'x-trino-user': 'test',
  'x-trino-source': 'tests',
  'x-trino-catalog': 'awsdatacatalog',
  'x-trino-time-zone': 'UTC',
  // Without it timestamp(6) and the like are shown as timestamp(3).
  'x-trino-client-capabilities': 'PARAMETRIC_DATETIME',
};

// A bigint beyond 2^53 keeps its digits as text: JSON.parse alone would round it.
function parsePage(text: string): Page {
  return JSON.parse(text, (_key, value, context?: { readonly source?: string }) => {
    const isRounded = typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value);
    return isRounded && /^-?\d+$/.test(context?.source ?? '') ? context?.source : value;
  }) as Page;
}

async function fetchPage(url: string, init: RequestInit): Promise<Page> {
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(url, init);
    if (response.ok) return parsePage(await response.text());
    if (![429, 502, 503, 504].includes(response.status) || attempt > 20) {
      throw new Error(`Trino answered HTTP ${response.status}`);
    }
    await wait(100 * attempt);
  }
}

async function runOnce(url: string, sql: string, schema: string): Promise<TrinoAnswer> {
  const headers = { ...HEADERS, 'x-trino-schema': schema };
  const rows: (readonly unknown[])[] = [];
  let columns: TrinoAnswer['columns'] = [];
  let page = await fetchPage(`${url}/v1/statement`, { method: 'POST', headers, body: sql });
  for (;;) {
    if (page.error !== undefined) throw new TrinoError(page.error.errorName, page.error.message);
    columns = page.columns ?? columns;
    for (const row of page.data ?? []) rows.push(row);
    if (page.nextUri === undefined) return { columns, rows, stats: page.stats };
    page = await fetchPage(page.nextUri, { headers });
  }
}

/**
 * Trino's answer to one statement without a final `;`. Throws `TrinoError` with Trino's own code.
 *
 * A server that has just started knows no worker for some five seconds: the statement is then asked again.
 */
export async function askTrino(url: string, sql: string, schema = 'default'): Promise<TrinoAnswer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await runOnce(url, sql, schema);
    } catch (error) {
      const isStarting = error instanceof TrinoError && error.code === 'NO_NODES_AVAILABLE';
      if (!isStarting || attempt > 40) throw error;
      await wait(500);
    }
  }
}
