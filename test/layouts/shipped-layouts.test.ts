import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Ingest } from '../../functions/ingest/ingest.ts';
import { IngestDatabase } from '../../functions/ingest/ingest-database.ts';
import { findEntry } from '../../functions/ledger/entries.ts';
import { openFolder } from '../../functions/storage/folder-store.ts';
import { Mapping } from '../../schemas/mapping.ts';
import { Settings } from '../../schemas/settings.ts';

const LAYOUTS = resolve(import.meta.dirname, '../../schemas/layouts');
const names = readdirSync(LAYOUTS)
  .filter((file) => file.endsWith('.json'))
  .map((file) => file.slice(0, -'.json'.length));
const layouts = names.map((name) =>
  Mapping.parse(JSON.parse(readFileSync(join(LAYOUTS, `${name}.json`), 'utf8'))),
);

const Expected = z.strictObject({
  dataset: z.string(),
  settings: z.record(z.string(), z.unknown()),
  /** Rows by record, with the columns that matter. */
  rows: z.array(z.record(z.string(), z.string())),
  rejected: z.array(z.strictObject({ record_number: z.number(), field: z.string(), problem: z.string() })),
});

let folder = '';

afterEach(() => rm(folder, { recursive: true, force: true }));

/** Takes a fixture in without any hint and gives its lake rows and rejections as text. */
async function takeIn(name: string, expected: z.infer<typeof Expected>) {
  folder = await mkdtemp(join(tmpdir(), 'pelanggan-layout-'));
  const [raw, lake] = [
    await openFolder(join(import.meta.dirname, name)),
    await openFolder(join(folder, 'lake'), { create: true }),
  ];
  const settings = Settings.parse({ ...expected.settings, earliest_month: '2020-01' });
  const ingest = await Ingest.open({
    raw,
    lake,
    settings,
    layouts,
    referenceKey: new Uint8Array(32),
    scratch: join(folder, 'scratch'),
  });
  const [report] = await ingest.takeIn('raw.csv');
  ingest.close();
  const objects = (await findEntry(lake, 'raw.csv'))?.entry.versions[0]?.objects ?? [];
  const files = (table: string) =>
    objects
      .filter((object) => object.table === table)
      .map(({ key }) => `'${join(folder, 'lake', key)}'`)
      .join(', ');
  const database = await IngestDatabase.open(join(folder, 'scratch'));
  const columns = [...new Set(expected.rows.flatMap((row) => Object.keys(row)))];
  const rows = await database.rows(
    `select ${columns.map((column) => `cast(${column} as varchar)`).join(', ')} from read_parquet([${files(`lake_${expected.dataset}`)}], hive_partitioning = true) order by record_number`,
  );
  const rejected = await database.rows(
    `select record_number, field, problem from read_parquet([${files('lake_rejected')}]) order by all`,
  );
  database.close();
  return { report, columns, rows, rejected };
}

describe('shipped layouts', () => {
  it.each(names)('%s is named for its file and has a fixture', (name) => {
    expect(layouts.find(({ layout }) => layout === name)).toBeDefined();
    expect(existsSync(join(import.meta.dirname, name, 'raw.csv'))).toBe(true);
  });

  it.each(names)('%s is recognised by its header and gives the expected rows', async (name) => {
    const expected = Expected.parse(
      JSON.parse(readFileSync(join(import.meta.dirname, name, 'expected.json'), 'utf8')),
    );
    const { report, columns, rows, rejected } = await takeIn(name, expected);
    expect(report).toMatchObject({ layout: name, dataset: expected.dataset, status: 'loaded' });
    const found = rows.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i]])));
    expect(found).toHaveLength(expected.rows.length);
    for (const [i, row] of expected.rows.entries()) expect(found[i]).toMatchObject(row);
    expect(
      rejected.map(([record_number, field, problem]) => ({
        record_number: Number(record_number),
        field,
        problem,
      })),
    ).toEqual(expected.rejected);
  });
});
