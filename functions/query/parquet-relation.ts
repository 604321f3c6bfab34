import type { DuckDBConnection } from '@duckdb/node-api';
import { PelangganError } from '../../schemas/problem.ts';
import { quote, quoteText } from './rewrite/quote.ts';
import { duckDbType } from './types/duckdb-type.ts';
import { formatType, type TrinoType } from './types/trino-type.ts';

interface TypedColumn {
  readonly name: string;
  readonly type: TrinoType;
}

function emptyRelation(columns: readonly TypedColumn[]): string {
  const parts = columns.map(({ name, type }) => `CAST(NULL AS ${duckDbType(type)}) AS ${quote(name)}`);
  return `SELECT ${parts.join(', ')} WHERE false`;
}

/** Folders `name=value` right above a file, outermost first; those further up are where the lake happens to lie. */
function foldersOf(file: string): readonly string[] {
  const folders = file.split('/').slice(0, -1);
  const end = folders.findLastIndex((folder) => !folder.includes('='));
  return folders.slice(end + 1).map((folder) => folder.slice(0, folder.indexOf('=')));
}

function partitionsOf(files: readonly string[], columns: readonly TypedColumn[]): readonly string[] {
  const [first = [], ...others] = files.map(foldersOf);
  const shared = first.filter((name) => others.every((folders) => folders.includes(name)));
  return columns.map((column) => column.name).filter((name) => shared.includes(name));
}

/** Gives a path as a pattern that means it alone: DuckDB takes brackets and asterisks in any path for patterns. */
export function escapePattern(path: string): string {
  return path.replaceAll(/[[*?]/g, '[$&]');
}

function readSql(files: readonly string[], partitions: readonly string[]): string {
  const list = files.map((file) => quoteText(escapePattern(file))).join(', ');
  if (partitions.length === 0) return `(FROM read_parquet([${list}], hive_partitioning = false))`;
  const hasOthersAbove = files.some(
    (file) => file.split('/').filter((folder) => folder.includes('=')).length > partitions.length,
  );
  if (!hasOthersAbove) {
    const types = partitions.map((name) => `${quoteText(name)}: VARCHAR`).join(', ');
    return `(FROM read_parquet([${list}], hive_partitioning = true, hive_types = {${types}}))`;
  }
  // A lake below a folder of that form itself: DuckDB would take that one for a column too.
  const values = partitions.map(
    (name) => `regexp_extract(filename, '.*/${name}=([^/]*)/', 1) AS ${quote(name)}`,
  );
  return `(SELECT * EXCLUDE (filename), ${values.join(', ')} FROM read_parquet([${list}], hive_partitioning = false, filename = true))`;
}

function requireColumn(table: string, column: TypedColumn, found: string | undefined): string {
  if (found === undefined) return `CAST(NULL AS ${duckDbType(column.type)}) AS ${quote(column.name)}`;
  if (found === duckDbType(column.type)) return quote(column.name);
  throw new PelangganError(
    'table_type_mismatch',
    `table ${table}: column ${column.name} is ${found} in its files, ${formatType(column.type)} is declared; write the files again (replay)`,
    { table, column: column.name, found, declared: formatType(column.type) },
  );
}

/**
 * A SELECT over Parquet files that gives exactly the declared columns: the folders `role=…/month=…` as text, a column
 * that the files lack as NULL. Throws `table_type_mismatch`: a column read as another type would be cast in silence.
 */
export async function parquetRelation(
  connection: DuckDBConnection,
  table: string,
  files: readonly string[],
  columns: readonly TypedColumn[],
): Promise<string> {
  if (files.length === 0) return emptyRelation(columns);
  const source = readSql(files, partitionsOf(files, columns));
  const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${source}`);
  const found = new Map(described.getRows().map((row): [string, string] => [String(row[0]), String(row[1])]));
  const parts = columns.map((column) => requireColumn(table, column, found.get(column.name)));
  return `SELECT ${parts.join(', ')} FROM ${source}`;
}
