import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import { type LakeTable, requireTable } from '../../schemas/lake-tables.ts';
import type { LakeObject } from '../../schemas/ledger-entry.ts';
import { sqlText } from '../../schemas/sql-text.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import { duckDbType } from './copy-sql.ts';
import type { IngestDatabase } from './ingest-database.ts';

/** How every Parquet object is written: what Athena, DuckDB and Trino all read well, small and quick to scan. */
export const PARQUET_OPTIONS = 'format parquet, compression zstd, write_bloom_filter false';

/** Puts a local Parquet file into the lake under a key and gives its line for the ledger. */
export async function putObject(
  lake: ObjectStore,
  table: LakeTable,
  key: string,
  file: string,
  rowCount: number,
): Promise<LakeObject> {
  const [sha256, { size }] = await Promise.all([hashFile(file), stat(file)]);
  await lake.put(key, { file });
  await rm(file);
  return { key, table: table.name, row_count: rowCount, byte_count: size, sha256 };
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }))
    hash.update(chunk as Uint8Array);
  return hash.digest('hex');
}

/**
 * Writes the rows of a query (the table's columns in order) to one object of an unpartitioned table; gives undefined
 * for no rows, which leave no object.
 */
export async function writeTable(
  database: IngestDatabase,
  lake: ObjectStore,
  tableName: string,
  query: string,
  name: string,
  scratch: string,
): Promise<LakeObject | undefined> {
  const table = requireTable(tableName);
  const file = `${scratch}/${tableName}.parquet`;
  const casts = table.columns
    .map((column) => `cast(${column.name} as ${duckDbType(column.type)}) as ${column.name}`)
    .join(', ');
  const [[count] = [0n]] = await database.rows(
    `copy (select ${casts} from (${query})) to ${sqlText(file)} (${PARQUET_OPTIONS})`,
  );
  if (Number(count) === 0) return undefined;
  return putObject(lake, table, `${table.prefix}${name}.parquet`, file, Number(count));
}

/** Gives the key of a partition's object from the file that a partitioned COPY wrote: `role=…/month=…/` between. */
export function partitionKey(table: LakeTable, folder: string, file: string, name: string): string {
  const parts = relative(folder, file).split(sep).slice(0, -1);
  const folders = table.partitions.length === 0 ? '' : `${parts.join('/')}/`;
  return `${table.prefix}${folders}${name}.parquet`;
}
