import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DuckDbEngine } from '../../functions/query/duckdb-engine.ts';

const COLUMNS = [
  { name: 'shop', type: 'varchar' },
  { name: 'role', type: 'varchar' },
  { name: 'month', type: 'varchar' },
];

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pelanggan-relation-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Writes one row of shop `a` as a buyer of January below `lake`, and reads it through the engine. */
async function readBelow(lake: string): Promise<unknown[]> {
  const partition = join(folder, lake, 'role=buyer/month=2025-01');
  await mkdir(partition, { recursive: true });
  const file = join(partition, 'a.parquet');
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run(`copy (select 'a' as shop) to '${file}' (format parquet)`);
  connection.closeSync();
  const engine = await DuckDbEngine.open({ directories: [join(folder, lake)] });
  try {
    await engine.registerTable('lake_orders', [file], COLUMNS);
    const rows: unknown[] = [];
    for await (const row of (await engine.run('select shop, role, month from lake_orders')).rows())
      rows.push(row);
    return rows;
  } finally {
    await engine.close();
  }
}

describe('a table over Parquet files', () => {
  it.each([
    ['lake', 'a plain folder'],
    ['shop=zzz/lake', 'a folder that is named like a column'],
    ['role=user/lake', 'a folder that is named like a partition'],
    ['role=user', 'a lake that is itself named like a partition'],
    ['la[k]e*', 'a folder whose name looks like a pattern'],
  ])('reads what its own folders say below %s: %s', async (lake) => {
    expect(await readBelow(lake)).toEqual([['a', 'buyer', '2025-01']]);
  });
});
