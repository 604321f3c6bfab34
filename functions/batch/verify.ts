import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { LAKE_TABLES, RESTRICTED_TABLES } from '../../schemas/lake-tables.ts';
import type { Account, FileVersion, LakeObject, LedgerEntry } from '../../schemas/ledger-entry.ts';
import { versionInForce } from '../../schemas/ledger-entry.ts';
import { PelangganError } from '../../schemas/problem.ts';
import { literal } from '../ingest/copy-sql.ts';
import type { IngestDatabase } from '../ingest/ingest-database.ts';
import { COMPACTED_LEDGER, ledgerRows } from '../ledger/compaction.ts';
import { readEntries } from '../ledger/entries.ts';
import { listAll, type ObjectStore } from '../storage/object-store.ts';

/** Something in the lake that is not as the ledger says. */
export interface Difference {
  readonly code:
    | 'object_missing'
    | 'object_changed'
    | 'object_unreadable'
    | 'object_foreign'
    | 'object_unknown'
    | 'object_named_twice'
    | 'count_differs'
    | 'sum_differs'
    | 'ledger_stale';
  readonly key?: string;
  readonly file_id?: string;
  readonly dataset?: string;
  readonly stated?: number;
  readonly found?: number;
  /** The whole of it in a sentence. */
  readonly message: string;
}

export interface Verification {
  readonly differences: readonly Difference[];
  readonly file_count: number;
  readonly object_count: number;
}

/** Prefixes whose objects the ledger must name; what the batch writes for all files is not among them. */
const NAMED_PREFIXES = [...LAKE_TABLES, ...RESTRICTED_TABLES]
  .map((table) => table.prefix)
  .filter((prefix) => !prefix.startsWith('ledger/') && !prefix.startsWith('identities/'));

/**
 * Recomputes every file's account from what lies in the lake: objects by their bytes, rows by reading them, sums by
 * adding up. One object is on local disk at a time.
 */
export async function verifyLake(
  lake: ObjectStore,
  database: IngestDatabase,
  scratch: string,
): Promise<Verification> {
  const differences: Difference[] = [];
  const named = new Map<string, string>();
  let fileCount = 0;
  let objectCount = 0;
  for await (const entry of readEntries(lake)) {
    for (const version of entry.versions) {
      fileCount++;
      const inForce = version === versionInForce(entry);
      differences.push(...addNames(version, named), ...accountDifferences(version));
      const rows = await verifyObjects(lake, database, scratch, version, inForce, differences);
      objectCount += version.objects.length;
      if (inForce) differences.push(...countDifferences(version, rows));
    }
  }
  for (const prefix of NAMED_PREFIXES) {
    for await (const { key } of listAll(lake, prefix)) {
      if (!named.has(key))
        differences.push({
          code: 'object_unknown',
          key,
          message: `object ${key} is named by no ledger entry: its rows would count twice or belong nowhere; delete it`,
        });
    }
  }
  differences.push(...(await ledgerDifferences(lake, database, scratch)));
  return { differences, file_count: fileCount, object_count: objectCount };
}

function addNames(version: FileVersion, named: Map<string, string>): Difference[] {
  const doubled = version.objects.filter(({ key }) => named.has(key));
  for (const { key } of version.objects) named.set(key, version.file_id);
  return doubled.map(({ key }) => ({
    code: 'object_named_twice',
    key,
    file_id: version.file_id,
    message: `object ${key} is named twice by the ledger, by ${version.file_id} among others`,
  }));
}

function accountDifferences(version: FileVersion): Difference[] {
  return version.accounts.flatMap((account) => {
    const sum =
      account.written_count + account.rejected_count + account.duplicate_count + account.superseded_count;
    if (sum === account.record_count) return [];
    return [
      difference(
        'sum_differs',
        version,
        account,
        account.record_count,
        sum,
        'records are stated, written, rejected, duplicate and superseded ones add up to',
      ),
    ];
  });
}

function difference(
  code: 'sum_differs' | 'count_differs',
  version: FileVersion,
  account: Account,
  stated: number,
  found: number,
  words: string,
): Difference {
  const message = `data set ${account.dataset} of ${version.file_id}: ${stated} ${words} ${found}`;
  return { code, file_id: version.file_id, dataset: account.dataset, stated, found, message };
}

/** Rows found by table name, and distinct rejected records by data set. */
interface FoundRows {
  readonly tables: Map<string, number>;
  readonly rejected: Map<string, number>;
}

async function verifyObjects(
  lake: ObjectStore,
  database: IngestDatabase,
  scratch: string,
  version: FileVersion,
  inForce: boolean,
  differences: Difference[],
): Promise<FoundRows> {
  const rows: FoundRows = { tables: new Map(), rejected: new Map() };
  for (const object of version.objects) {
    // Objects of a version that a newer one replaced may have been swept.
    if ((await lake.head(object.key)) === undefined) {
      if (inForce)
        differences.push({
          code: 'object_missing',
          key: object.key,
          file_id: version.file_id,
          message: `object ${object.key} of ${version.file_id} is gone; take the file in again`,
        });
      continue;
    }
    const path = join(scratch, 'verified.parquet');
    const { sha256, byteCount } = await copyObject(lake, object.key, path);
    if (sha256 === object.sha256) await countRows(database, path, version, object, rows, differences);
    else {
      differences.push({
        code: 'object_changed',
        key: object.key,
        file_id: version.file_id,
        stated: object.byte_count,
        found: byteCount,
        message: `object ${object.key} of ${version.file_id} was changed: other bytes than were written; take the file in again`,
      });
    }
    await rm(path, { force: true });
  }
  return rows;
}

async function copyObject(
  lake: ObjectStore,
  key: string,
  path: string,
): Promise<{ sha256: string; byteCount: number }> {
  const hash = createHash('sha256');
  let byteCount = 0;
  const watch = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      byteCount += chunk.length;
      done(null, chunk);
    },
  });
  await pipeline(Readable.from(lake.read(key)), watch, createWriteStream(path));
  return { sha256: hash.digest('hex'), byteCount };
}

async function countRows(
  database: IngestDatabase,
  path: string,
  version: FileVersion,
  object: LakeObject,
  rows: FoundRows,
  differences: Difference[],
): Promise<void> {
  const isRejected = object.table === 'lake_rejected';
  const source = `read_parquet(${literal(path)}, hive_partitioning = false)`;
  const own = `file_id = ${literal(version.file_id)} and take_id = ${literal(version.take_id)}`;
  const [[count, foreign, distinct, dataset] = []] = await database.rows(
    `select count(*), count(*) filter (not coalesce(${own}, false)), ${isRejected ? 'count(distinct record_number), any_value(dataset)' : '0, null'} from ${source}`,
  );
  const found = Number(count);
  rows.tables.set(object.table, (rows.tables.get(object.table) ?? 0) + found);
  if (isRejected) rows.rejected.set(String(dataset), Number(distinct));
  if (found !== object.row_count) {
    differences.push({
      code: 'count_differs',
      key: object.key,
      file_id: version.file_id,
      stated: object.row_count,
      found,
      message: `object ${object.key}: ${object.row_count} rows are stated, ${found} are there`,
    });
  }
  if (Number(foreign) > 0) {
    differences.push({
      code: 'object_foreign',
      key: object.key,
      file_id: version.file_id,
      found: Number(foreign),
      message: `object ${object.key} holds ${foreign} rows of another file than ${version.file_id}`,
    });
  }
}

function countDifferences(version: FileVersion, rows: FoundRows): Difference[] {
  return version.accounts.flatMap((account) => {
    const written = rows.tables.get(`lake_${account.dataset}`) ?? 0;
    const rejected = rows.rejected.get(account.dataset) ?? 0;
    return [
      ...(written === account.written_count
        ? []
        : [
            difference(
              'count_differs',
              version,
              account,
              account.written_count,
              written,
              'rows are stated as written, in the lake are',
            ),
          ]),
      ...(rejected === account.rejected_count
        ? []
        : [
            difference(
              'count_differs',
              version,
              account,
              account.rejected_count,
              rejected,
              'records are stated as rejected, in the lake are',
            ),
          ]),
    ];
  });
}

/** Queries read the compacted ledger: it must say what the entries say. */
async function ledgerDifferences(
  lake: ObjectStore,
  database: IngestDatabase,
  scratch: string,
): Promise<Difference[]> {
  const stated = new Set<string>();
  for await (const entry of readEntries(lake)) for (const row of statedRows(entry)) stated.add(row);
  if ((await lake.head(COMPACTED_LEDGER)) === undefined) {
    return stated.size === 0 ? [] : [stale(stated.size)];
  }
  const path = join(scratch, 'ledger-verified.parquet');
  await copyObject(lake, COMPACTED_LEDGER, path);
  const columns = LEDGER_COLUMNS.map((name) => `cast(${name} as varchar)`).join(', ');
  const rows = await readRows(database, `select ${columns} from read_parquet(${literal(path)})`);
  await rm(path, { force: true });
  const found = new Set(rows.map((row) => JSON.stringify(row)));
  const missing =
    [...stated].filter((row) => !found.has(row)).length + [...found].filter((row) => !stated.has(row)).length;
  return missing === 0 ? [] : [stale(missing)];
}

const LEDGER_COLUMNS = [
  'file_id',
  'take_id',
  'dataset',
  'record_count',
  'written_count',
  'rejected_count',
  'status',
  'is_in_force',
] as const;

function statedRows(entry: LedgerEntry): string[] {
  return ledgerRows(entry).map((row) =>
    JSON.stringify(
      LEDGER_COLUMNS.map((name) =>
        row[name] === null || row[name] === undefined ? null : String(row[name]),
      ),
    ),
  );
}

async function readRows(database: IngestDatabase, sql: string): Promise<readonly (readonly unknown[])[]> {
  try {
    return await database.rows(sql);
  } catch (cause) {
    throw new PelangganError(
      'ledger_damaged',
      `the compacted ledger ${COMPACTED_LEDGER} cannot be read; delete it and run again`,
      { key: COMPACTED_LEDGER },
      cause,
    );
  }
}

function stale(count: number): Difference {
  return {
    code: 'ledger_stale',
    key: COMPACTED_LEDGER,
    found: count,
    message: `the compacted ledger differs from its entries in ${count} rows; run brings it up to date`,
  };
}
