import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { TrinoHarness } from './harness.ts';

let harness: TrinoHarness;

const COLUMNS = [
  { name: 'order_id', type: 'varchar' },
  { name: 'ordered_at', type: 'timestamp(3)' },
  { name: 'order_date', type: 'date' },
  { name: 'quantity', type: 'bigint' },
  { name: 'unit_price', type: 'decimal(18,4)' },
  { name: 'is_gift', type: 'boolean' },
  { name: 'role', type: 'varchar' },
  { name: 'month', type: 'varchar' },
];

async function writeOrders(folder: string): Promise<string[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`COPY (
    SELECT 'o' || i AS order_id, TIMESTAMP '2024-01-31 10:00:00' + to_hours(i) AS ordered_at,
      CAST(TIMESTAMP '2024-01-31 10:00:00' + to_hours(i) AS DATE) AS order_date,
      CASE WHEN i % 7 = 0 THEN NULL ELSE i END AS quantity, CAST(i * 1.2345 AS DECIMAL(18,4)) AS unit_price,
      i % 3 = 0 AS is_gift, CASE i % 2 WHEN 0 THEN 'buyer' ELSE 'user' END AS role,
      strftime(TIMESTAMP '2024-01-31 10:00:00' + to_hours(i), '%Y-%m') AS month
    FROM range(1, 500) t(i)
  ) TO '${folder}' (FORMAT parquet, PARTITION_BY (role, month))`);
  const listed = await connection.runAndReadAll(`SELECT file FROM glob('${folder}/**/*.parquet')`);
  connection.closeSync();
  return listed.getRows().map((row) => String(row[0]));
}

beforeAll(async () => {
  harness = await TrinoHarness.open(inject('trinoUrl'), inject('trinoFolder'), 'harness');
  const files = await writeOrders(join(mkdtempSync(join(tmpdir(), 'pelanggan-')), 'orders'));
  await harness.addTable({ name: 'lake_orders', files, columns: COLUMNS, partitions: ['role', 'month'] });
  await harness.addTable({ name: 'lake_empty', files: [], columns: COLUMNS, partitions: ['role', 'month'] });
  await harness.addView(
    'orders_by_month',
    `select role, month, cast(sum(quantity) as bigint) as quantity, sum(cast(unit_price as double)) as amount,
       max(ordered_at) as last_at from lake_orders group by role, month`,
  );
});
afterAll(() => harness.close());

describe('one text over the same Parquet on both engines', () => {
  test.each([
    'select * from lake_orders',
    'select count(*) as n, sum(unit_price * quantity) as amount from lake_orders where is_gift',
    "select order_id, date_trunc('week', order_date) as week from lake_orders where month = '2024-02'",
    'select count(*) as n, max(ordered_at) as last_at from lake_empty',
    'orders_by_month',
  ])('is the same: %s', async (sql) => {
    const comparison = await harness.compare(sql);
    expect(comparison.difference).toBeUndefined();
    expect(comparison.types).toEqual([]);
    expect(comparison.rowCount).toBeGreaterThan(0);
    expect(comparison.stageCount).toBeGreaterThan(0);
  });

  test('tells the first cell that differs', async () => {
    await harness.ask('create or replace view liar as select 1 as a');
    await harness.engine.registerView('liar', 'select 2 as a');
    expect((await harness.compare('liar')).difference).toMatchObject({ column: 'a', trino: 1, ours: 2n });
  });

  test('tells a column of another type', async () => {
    await harness.ask('create or replace view wide as select cast(1 as bigint) as a');
    await harness.engine.registerView('wide', 'select 1 as a');
    expect((await harness.compare('wide')).types).toEqual([{ name: 'a', trino: 'bigint', ours: 'integer' }]);
  });
});
