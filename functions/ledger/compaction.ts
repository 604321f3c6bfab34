import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { requireTable } from '../../schemas/lake-tables.ts';
import { type LedgerEntry, NO_RECORDS, versionInForce } from '../../schemas/ledger-entry.ts';
import { sqlText } from '../../schemas/sql-text.ts';
import { type ObjectStore, readBytes } from '../storage/object-store.ts';
import { readEntries } from './entries.ts';

/** Key of the one object from which queries read the ledger. */
export const COMPACTED_LEDGER = 'ledger/current/ledger.parquet';

/** What compaction needs of a database: running one statement. */
export interface StatementRunner {
  run(sql: string): Promise<void>;
}

/**
 * Writes all entries of the ledger into the one Parquet object that queries read; gives false, with nothing written,
 * when that object says the same already. Rows are those of the table `lake_ledger`.
 */
export async function compactLedger(
  lake: ObjectStore,
  database: StatementRunner,
  scratch: string,
): Promise<boolean> {
  const path = join(scratch, 'ledger.parquet');
  await writeLedger(lake, database, scratch, path);
  const fresh = await readFile(path);
  await rm(path);
  const isThere = (await lake.head(COMPACTED_LEDGER)) !== undefined;
  if (isThere && fresh.equals(await readBytes(lake, COMPACTED_LEDGER))) return false;
  await lake.put(COMPACTED_LEDGER, fresh);
  return true;
}

/** Writes the rows of `lake_ledger` that all entries make to a local Parquet file: the same bytes for the same entries. */
export async function writeLedger(
  lake: ObjectStore,
  database: StatementRunner,
  scratch: string,
  path: string,
): Promise<void> {
  const lines = join(scratch, 'ledger.ndjson');
  await writeFile(lines, ledgerLines(lake));
  await database.run(`copy (${selectSql(lines)}) to ${sqlText(path)} (format parquet, compression zstd)`);
  await rm(lines);
}

async function* ledgerLines(lake: ObjectStore): AsyncGenerator<string> {
  for await (const entry of readEntries(lake))
    for (const row of ledgerRows(entry)) yield `${JSON.stringify(row)}\n`;
}

/** Gives the rows of `lake_ledger` that one entry makes: one for each version and data set. */
export function ledgerRows(entry: LedgerEntry): Record<string, unknown>[] {
  const current = versionInForce(entry);
  return entry.versions.flatMap((version): Record<string, unknown>[] => {
    const common = {
      file_id: version.file_id,
      take_id: version.take_id,
      layout: version.layout ?? null,
      shop: version.shop ?? null,
      arrived_at: version.arrived_at.slice(0, 23).replace('T', ' '),
      status: version.status,
      problem: version.problem === undefined ? null : `${version.problem.code}: ${version.problem.message}`,
      is_in_force: version === current,
    };
    if (version.accounts.length === 0) return [{ ...common, dataset: null, ...NO_RECORDS }];
    return version.accounts.map((account) => ({ ...common, ...account }));
  });
}

function selectSql(path: string): string {
  const table = requireTable('lake_ledger');
  const types = table.columns.map(
    ({ name, type }) => `${name}: '${type === 'timestamp(3)' ? 'timestamp' : type}'`,
  );
  const names = table.columns.map(({ name }) => name).join(', ');
  return `select ${names} from read_json(${sqlText(path)}, format = 'newline_delimited', columns = {${types.join(', ')}}) order by file_id, dataset`;
}
