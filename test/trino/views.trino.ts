import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { loadViews, type ViewFile } from '../../functions/batch/view-catalogue.ts';
import { PRELUDE } from '../../functions/query/prelude.ts';
import { rewriteToDuckDb } from '../../functions/query/rewrite.ts';
import { LAKE_TABLES, type LakeTable } from '../../schemas/lake-tables.ts';
import { Settings } from '../../schemas/settings.ts';
import { settingsViewSql } from '../../schemas/settings-view.ts';
import { lakeSql } from '../sql/lake-fixture.ts';
import { randomLake } from '../sql/random-lake.ts';
import { TrinoHarness } from './harness.ts';

// Athena refuses a query of more than 150 stages and inlines every view: a quarter is kept free for what reads them.
const MOST_STAGES = 112;

const views = loadViews(fileURLToPath(new URL('../../sql', import.meta.url)));

async function writeTable(
  connection: DuckDBConnection,
  folder: string,
  table: LakeTable,
  sql: string,
  by: readonly string[],
) {
  const target = join(folder, by.length === 0 ? `${table.name}.parquet` : table.name);
  const partitioned = by.length === 0 ? '' : `, PARTITION_BY (${by.join(', ')})`;
  await connection.run(`COPY (${rewriteToDuckDb(sql)}) TO '${target}' (FORMAT parquet${partitioned})`);
  const listed = await connection.runAndReadAll(
    `SELECT file FROM glob('${target}${by.length === 0 ? '' : '/**/*.parquet'}')`,
  );
  return listed.getRows().map((row) => String(row[0]));
}

/** A schema with the random lake and these views; only tables named here lie in folders of role and month. */
async function openLake(
  schema: string,
  chosen: readonly ViewFile[],
  partitioned: readonly string[],
): Promise<TrinoHarness> {
  const harness = await TrinoHarness.open(inject('trinoUrl'), inject('trinoFolder'), schema);
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  for (const statement of PRELUDE) await connection.run(statement);
  const folder = mkdtempSync(join(tmpdir(), 'pelanggan-views-'));
  mkdirSync(folder, { recursive: true });
  for (const [name, sql] of lakeSql(randomLake(11))) {
    const table = LAKE_TABLES.find((one) => one.name === name);
    if (table === undefined) continue;
    const by = partitioned.includes(name) ? table.partitions : [];
    const files = await writeTable(connection, folder, table, sql, by);
    const columns = [...table.columns, ...table.partitions.map((one) => ({ name: one, type: 'varchar' }))];
    await harness.addTable({ name, files, columns, partitions: by });
  }
  connection.closeSync();
  await harness.addView('settings', settingsViewSql(Settings.parse({})));
  for (const view of chosen) await harness.addView(view.name, view.sql);
  return harness;
}

describe('every view over the same Parquet on both engines', () => {
  let harness: TrinoHarness;
  beforeAll(async () => {
    harness = await openLake('views', views, []);
  }, 300_000);
  afterAll(() => harness?.close());

  test.each(views.map((view) => [view.name, view] as const))(
    '%s gives the same rows and types, within the stages that Athena allows',
    async (name, view) => {
      const comparison = await harness.compare(name);
      expect(comparison.difference).toBeUndefined();
      expect(comparison.types).toEqual([]);
      expect(comparison.stageCount).toBeLessThanOrEqual(MOST_STAGES);
      // No rejected rows lie in this lake; every other view must have something to compare.
      if (view.name !== 'rejected_rows') expect(comparison.rowCount).toBeGreaterThan(0);
    },
    120_000,
  );

  const checks = views.flatMap((view) =>
    view.document.checks.map((check) => [`${view.name}.${check.name}`, check.query] as const),
  );
  test.each(checks)('the check %s is one that Trino accepts', async (_name, query) => {
    expect((await harness.ask(`explain (type validate) ${query}`)).rows).toEqual([[true]]);
  });
});

describe('a filter on partition_month', () => {
  let harness: TrinoHarness;
  beforeAll(async () => {
    const needed = ['order_versions', 'losing_orders', 'exchange_rates', 'daily_rates', 'orders'];
    const chosen = views.filter((view) => needed.includes(view.name));
    harness = await openLake('views_by_month', chosen, ['lake_orders']);
  }, 300_000);
  afterAll(() => harness?.close());

  // Losing versions may lie in any month, so they are looked for in all; the wide columns are read of one month only.
  test('reaches the table of orders through the view', async () => {
    const plan = await harness.ask(
      "explain select sum(cost_amount) from orders where partition_month = '2025-03'",
    );
    const scans = JSON.stringify(plan.rows)
      .split('TableScan')
      .filter((scan) => scan.includes('lake_orders'));
    expect(scans.some((scan) => scan.includes('2025-03'))).toBe(true);
    expect(
      (await harness.compare("select * from orders where partition_month = '2025-03'")).difference,
    ).toBeUndefined();
  }, 120_000);
});
