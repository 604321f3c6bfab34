import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DuckDbEngine } from '../../functions/query/duckdb-engine.ts';

const COLUMNS = [
  { name: 'id', type: 'varchar' },
  { name: 'n', type: 'bigint' },
  { name: 'amount', type: 'decimal(18,4)' },
  { name: 'at', type: 'timestamp(3)' },
  { name: 'role', type: 'varchar' },
  { name: 'month', type: 'varchar' },
];

let folder: string;
let engine: DuckDbEngine;
const files: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pelanggan-engine-'));
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`COPY (
    SELECT 'x' || i AS id, CAST(i AS BIGINT) AS n, CAST(i AS DECIMAL(18,4)) AS amount,
      TIMESTAMP '2024-01-01 00:00:00.5' AS at, 'buyer' AS role, '2024-0' || (1 + i % 2) AS month FROM range(10) t(i)
  ) TO '${folder}/lake' (FORMAT parquet, PARTITION_BY (role, month))`);
  const listed = await connection.runAndReadAll(`SELECT file FROM glob('${folder}/lake/**/*.parquet')`);
  files.push(...listed.getRows().map((row) => String(row[0])));
  connection.closeSync();
  engine = await DuckDbEngine.open({ threads: 1, memoryLimit: '200MB', directories: [folder] });
  await engine.registerTable('lake_orders', files, COLUMNS);
  await engine.registerTable('lake_empty', [], COLUMNS);
});
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true });
});

async function ask(sql: string): Promise<readonly (readonly unknown[])[]> {
  const rows: (readonly unknown[])[] = [];
  for await (const row of (await engine.run(sql)).rows()) rows.push(row);
  return rows;
}

describe('a table of Parquet files', () => {
  test('has its declared columns, the folders as text', async () => {
    const result = await engine.run("select * from lake_orders where month = '2024-02' order by n limit 1");
    expect(result.columns).toEqual(COLUMNS);
    const rows = [];
    for await (const row of result.rows()) rows.push(row);
    expect(rows).toEqual([['x1', 1n, '1.0000', '2024-01-01T00:00:00.500Z', 'buyer', '2024-02']]);
  });

  test('without files is empty and has the same columns', async () => {
    expect(await engine.validate('select * from lake_empty')).toEqual(COLUMNS);
    expect(await ask('select count(*), sum(n) from lake_empty')).toEqual([[0n, null]]);
  });

  test('gives NULL for a declared column that its files lack', async () => {
    await engine.registerTable('lake_wider', files, [...COLUMNS, { name: 'later', type: 'date' }]);
    expect(await ask('select count(*), count(later) from lake_wider')).toEqual([[10n, 0n]]);
  });

  test('is refused where a file has another type than declared', async () => {
    const wrong = COLUMNS.map((column) => (column.name === 'n' ? { name: 'n', type: 'double' } : column));
    await expect(engine.registerTable('lake_wrong', files, wrong)).rejects.toMatchObject({
      code: 'table_type_mismatch',
      details: { column: 'n', declared: 'double' },
    });
  });
});

describe('a view', () => {
  test('is read like a table, by its own columns and types', async () => {
    const columns = await engine.registerView(
      'totals',
      'select role, sum(n) as total from lake_orders group by role',
    );
    expect(columns).toEqual([
      { name: 'role', type: 'varchar' },
      { name: 'total', type: 'bigint' },
    ]);
    expect(await ask('select total + 1 as more from totals')).toEqual([[46n]]);
  });

  test('keeps its rows once materialised', async () => {
    await engine.materialiseView('kept', 'select n from lake_orders where n > 7');
    expect(await ask('select n from kept order by n desc')).toEqual([[9n], [8n]]);
  });

  test('needs a name for every column', async () => {
    await expect(engine.registerView('nameless', 'select 1 + 1')).rejects.toMatchObject({
      code: 'sql_column_unnamed',
    });
  });
});

describe('an answer', () => {
  test('names unnamed columns by their position', async () => {
    expect((await engine.run("select 1, 'a' as b, 2")).columns.map((column) => column.name)).toEqual([
      '_col0',
      'b',
      '_col2',
    ]);
  });

  test('names a column in parentheses by the column', async () => {
    const result = await engine.run('select (n), ((o.id)), +n from lake_orders o limit 1');
    expect(result.columns.map((column) => column.name)).toEqual(['n', 'id', '_col2']);
  });

  test('with rows inside is announced by validate as by run', async () => {
    const sql = 'select cast(row(1, null) as row(x integer, y varchar)) as r';
    expect(await engine.validate(sql)).toEqual([{ name: 'r', type: 'row(x integer, y varchar)' }]);
    expect(await ask(sql)).toEqual([[{ x: 1n, y: null }]]);
  });

  test('with two columns of one name is refused', async () => {
    await expect(engine.run('select 1 as a, 2 as A')).rejects.toMatchObject({ code: 'sql_column_twice' });
  });

  test('streams: the first rows of a million come without the rest', async () => {
    const result = await engine.run(
      'select a.x from unnest(sequence(1, 1000)) a(x) cross join unnest(sequence(1, 1000)) b(y)',
    );
    let count = 0;
    for await (const _row of result.rows()) if (++count === 5000) break;
    expect(count).toBe(5000);
  });

  test('of two queries can be read in turns', async () => {
    const [a, b] = [await engine.run('values 1, 2'), await engine.run('values 3, 4')];
    const [x, y] = [a.rows()[Symbol.asyncIterator](), b.rows()[Symbol.asyncIterator]()];
    expect([
      (await x.next()).value,
      (await y.next()).value,
      (await x.next()).value,
      (await y.next()).value,
    ]).toEqual([[1n], [3n], [2n], [4n]]);
  });

  test('keeps every digit of large integers and decimals, and nested values', async () => {
    expect(
      await ask(
        "select 9223372036854775807, decimal '12345678901234567890.123', array[row(1, null)], map(array['k'], array[1e0])",
      ),
    ).toEqual([[9223372036854775807n, '12345678901234567890.123', [{ field0: 1n, field1: null }], { k: 1 }]]);
  });
});

describe('an error in a value', () => {
  test('names neither the value nor a path', async () => {
    await expect(ask("select cast(id as integer) from lake_orders where id = 'x7'")).rejects.toMatchObject({
      code: 'sql_value',
      message: expect.not.stringMatching(/x7|parquet|\//),
    });
  });

  test.each([
    ['select 1 / (n - n) from lake_orders', 'sql_value', /nullif/],
    ['select 1e0 / (n - n) from lake_orders', 'sql_not_portable', /nullif/],
    ["select cast(' 5' as integer)", 'sql_not_portable', /trim/],
    ['select 9223372036854775807 + n from lake_orders', 'sql_value', /out of range/],
    ['select role, n from lake_orders group by role', 'sql_not_valid', /group by/i],
  ])('has a code and advice: %s', async (sql, code, message) => {
    await expect(ask(sql)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });
});

describe('a query reaches nothing but the lake', () => {
  test('no file outside its folders can become a table', async () => {
    const outside = join(tmpdir(), `pelanggan-outside-${process.pid}.parquet`);
    writeFileSync(outside, 'PAR1');
    await expect(engine.registerTable('stolen', [outside], COLUMNS)).rejects.toMatchObject({
      code: 'query_io',
    });
    rmSync(outside);
  });

  test.each([
    'select * from "/etc/passwd"',
    `select * from "${tmpdir()}/x.parquet"`,
    "select * from table(read_csv('/etc/passwd'))",
    "select read_text('/etc/passwd')",
    "select getenv('HOME')",
    'select * from duckdb_settings',
    'select * from information_schema.tables',
    "select current_setting('memory_limit')",
    'select trino_subscript(array[1], 1)',
  ])('%s', async (sql) => {
    await expect(engine.run(sql)).rejects.toMatchObject({ code: expect.stringMatching(/^sql_/) });
  });
});
