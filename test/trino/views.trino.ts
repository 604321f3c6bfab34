import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { loadViews } from '../../functions/batch/view-catalogue.ts';
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
const contracts = views.filter((view) => view.document.is_contract);
let harness: TrinoHarness;

async function writeTable(
  connection: DuckDBConnection,
  folder: string,
  table: LakeTable,
  sql: string,
): Promise<string[]> {
  const target = join(folder, table.partitions.length === 0 ? `${table.name}.parquet` : table.name);
  const by = table.partitions.length === 0 ? '' : `, PARTITION_BY (${table.partitions.join(', ')})`;
  await connection.run(`COPY (${rewriteToDuckDb(sql)}) TO '${target}' (FORMAT parquet${by})`);
  if (by === '') return [target];
  const listed = await connection.runAndReadAll(`SELECT file FROM glob('${target}/**/*.parquet')`);
  return listed.getRows().map((row) => String(row[0]));
}

beforeAll(async () => {
  harness = await TrinoHarness.open(inject('trinoUrl'), inject('trinoFolder'), 'views');
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  for (const statement of PRELUDE) await connection.run(statement);
  const folder = mkdtempSync(join(tmpdir(), 'pelanggan-views-'));
  const sql = lakeSql(randomLake(11));
  for (const table of LAKE_TABLES) {
    const files = await writeTable(connection, folder, table, sql.get(table.name) ?? '');
    const columns = [...table.columns, ...table.partitions.map((name) => ({ name, type: 'varchar' }))];
    await harness.addTable({ name: table.name, files, columns, partitions: table.partitions });
  }
  connection.closeSync();
  await harness.addView('settings', settingsViewSql(Settings.parse({})));
  for (const view of views) await harness.addView(view.name, view.sql);
}, 240_000);
afterAll(() => harness?.close());

describe.each(views.map((view) => [view.name, view] as const))('view %s', (_name, view) => {
  test('gives the same rows and types on Trino, within the stages that Athena allows', async () => {
    const comparison = await harness.compare(view.name);
    expect(comparison.difference).toBeUndefined();
    expect(comparison.types).toEqual([]);
    expect(comparison.stageCount).toBeLessThanOrEqual(MOST_STAGES);
    if (view.name !== 'rejected_rows') expect(comparison.rowCount).toBeGreaterThan(0);
  }, 120_000);
});

describe('checks', () => {
  test.each(
    contracts.flatMap((view) =>
      view.document.checks.map((check) => [`${view.name}.${check.name}`, check] as const),
    ),
  )(
    '%s gives the same rows on Trino',
    async (_name, check) => {
      const comparison = await harness.compare(check.query);
      expect(comparison.difference).toBeUndefined();
    },
    120_000,
  );
});

describe('a filter on partition_month', () => {
  test.each(['orders', 'usage', 'feedback', 'interactions'])('reads fewer bytes of %s', async (name) => {
    const whole = await harness.ask(`select sum(length(take_id)) from ${name}`);
    const month = await harness.ask(
      `select sum(length(take_id)) from ${name} where partition_month = '2025-03'`,
    );
    expect(month.stats.physicalInputBytes).toBeLessThan(whole.stats.physicalInputBytes);
    const { rows } = await harness.ask(
      `explain (type io) select take_id from ${name} where partition_month = '2025-03'`,
    );
    expect(JSON.stringify(rows)).toContain('2025-03');
  });
});
