import { mkdirSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Row } from './dialect.ts';

/** Writes a product list as Parquet with real types, and gives the file its time of arrival. */
export async function writeProductParquet(
  rawDir: string,
  path: string,
  rows: readonly Row[],
  arrivesAt: number,
): Promise<void> {
  const target = join(rawDir, ...path.split('/'));
  mkdirSync(dirname(target), { recursive: true });
  // One thread, so that the same rows give the same bytes.
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  try {
    await connection.run('create table listing (line json)');
    const insert = await connection.prepare('insert into listing values ($1)');
    for (const row of rows) {
      insert.bindVarchar(1, JSON.stringify(row));
      await insert.run();
    }
    await connection.run(`copy (${SELECT}) to '${target.replaceAll("'", "''")}' (format parquet)`);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
  utimesSync(target, arrivesAt / 1000, arrivesAt / 1000);
}

const SELECT = `
  select line->>'product_id' as product_id, line->>'product_name' as product_name,
      line->>'product_kind' as product_kind, line->>'product_category' as product_category,
      (line->>'is_tailored')::boolean as is_tailored, (line->>'unit_price')::bigint as unit_price,
      (line->>'cost_amount')::decimal(18,2) as cost_amount
  from listing`;
