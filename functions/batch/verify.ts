import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { LAKE_TABLES, RESTRICTED_TABLES } from '../../schemas/lake-tables.ts';
import type { FileVersion } from '../../schemas/ledger-entry.ts';
import { sqlText } from '../../schemas/sql-text.ts';
import type { IngestDatabase } from '../ingest/ingest-database.ts';
import { COMPACTED_LEDGER, writeLedger } from '../ledger/compaction.ts';
import { readEntries } from '../ledger/entries.ts';
import { listAll, type ObjectStore } from '../storage/object-store.ts';
import type { Difference } from './difference.ts';
import { accountDifferences } from './verify-accounts.ts';
import { copyObject, type Inspection, verifyObjects } from './verify-objects.ts';

export interface Verification {
  readonly differences: readonly Difference[];
  /** Versions of files, those put aside too. */
  readonly file_count: number;
  readonly object_count: number;
}

/** Prefixes whose objects the ledger must name; what the batch writes for all files is not among them. */
const NAMED_PREFIXES = [...LAKE_TABLES, ...RESTRICTED_TABLES]
  .map((table) => table.prefix)
  .filter((prefix) => !prefix.startsWith('ledger/') && !prefix.startsWith('identities/'));

/**
 * Recomputes every file's account from what lies in the lake: objects by their bytes, rows by reading them, sums by
 * adding up; and looks for objects that no entry names. `scratch` is a local folder; one object is in it at a time.
 */
export async function verifyLake(
  lake: ObjectStore,
  database: IngestDatabase,
  scratch: string,
): Promise<Verification> {
  const inspection: Inspection = { lake, database, scratch };
  const differences: Difference[] = [];
  const named = new Set<string>();
  let fileCount = 0;
  for await (const entry of readEntries(lake)) {
    for (const version of entry.versions) {
      fileCount++;
      differences.push(...addNames(named, version));
      const found = await verifyObjects(inspection, entry, version);
      differences.push(...found.differences, ...accountDifferences(version, found.rows));
    }
  }
  differences.push(...(await unknownObjects(lake, named)), ...(await ledgerDifferences(inspection)));
  return { differences, file_count: fileCount, object_count: named.size };
}

function addNames(named: Set<string>, version: FileVersion): Difference[] {
  return version.objects.flatMap(({ key }): Difference[] => {
    if (!named.has(key)) {
      named.add(key);
      return [];
    }
    const message = `object ${key} is named twice by the ledger, by ${version.file_id} among others; take that file in again`;
    return [{ code: 'object_named_twice', key, file_id: version.file_id, message }];
  });
}

async function unknownObjects(lake: ObjectStore, named: ReadonlySet<string>): Promise<Difference[]> {
  const unknown: Difference[] = [];
  for (const prefix of NAMED_PREFIXES) {
    for await (const { key } of listAll(lake, prefix)) {
      if (named.has(key)) continue;
      const message = `object ${key} is named by no ledger entry: its rows would count twice or belong nowhere; delete it`;
      unknown.push({ code: 'object_unknown', key, message });
    }
  }
  return unknown;
}

/** Queries read the compacted ledger: it must hold the rows that the entries make, each as often. */
async function ledgerDifferences({ lake, database, scratch }: Inspection): Promise<Difference[]> {
  const [stated, found] = [join(scratch, 'ledger-stated.parquet'), join(scratch, 'ledger-found.parquet')];
  try {
    await writeLedger(lake, database, scratch, stated);
    const [stateds, founds] = [stated, found].map((path) => `select * from read_parquet(${sqlText(path)})`);
    if ((await lake.head(COMPACTED_LEDGER)) === undefined) {
      const [[count] = []] = await database.rows(`select count(*) from (${stateds})`);
      return Number(count) === 0 ? [] : [stale('is not there', Number(count))];
    }
    await copyObject(lake, COMPACTED_LEDGER, found);
    const [[count] = []] = await database
      .rows(
        `select (select count(*) from (${stateds} except all ${founds})) + (select count(*) from (${founds} except all ${stateds}))`,
      )
      .catch(() => []);
    if (count === undefined) return [stale('cannot be read', undefined)];
    return Number(count) === 0 ? [] : [stale(`differs from its entries in ${count} rows`, Number(count))];
  } finally {
    await Promise.all([rm(stated, { force: true }), rm(found, { force: true })]);
  }
}

function stale(words: string, count: number | undefined): Difference {
  return {
    code: 'ledger_stale',
    key: COMPACTED_LEDGER,
    ...(count === undefined ? {} : { found: count }),
    message: `the ledger that queries read, ${COMPACTED_LEDGER}, ${words}; run brings it up to date`,
  };
}
