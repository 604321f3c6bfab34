import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  type FileVersion,
  type LakeObject,
  type LedgerEntry,
  versionInForce,
} from '../../schemas/ledger-entry.ts';
import { PelangganError } from '../../schemas/problem.ts';
import { sqlText } from '../../schemas/sql-text.ts';
import type { IngestDatabase } from '../ingest/ingest-database.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import { type Difference, objectDifference } from './difference.ts';

/** Where the lake lies, and what it is read with. */
export interface Inspection {
  readonly lake: ObjectStore;
  readonly database: IngestDatabase;
  /** A local folder; one object is in it at a time. */
  readonly scratch: string;
}

/** The rows of a version that lie in the lake. */
export interface FoundRows {
  readonly byTable: Map<string, number>;
  /** Records, of which one may have several problems and so several rows. */
  readonly rejectedByDataset: Map<string, number>;
}

/**
 * Holds every object of a version against its line in the ledger. Gives what differs, and the rows found; these are
 * undefined when an object could not be counted, since no sum then says anything.
 */
export async function verifyObjects(
  inspection: Inspection,
  entry: LedgerEntry,
  version: FileVersion,
): Promise<{ differences: Difference[]; rows: FoundRows | undefined }> {
  const rows: FoundRows = { byTable: new Map(), rejectedByDataset: new Map() };
  const differences: Difference[] = [];
  const path = join(inspection.scratch, 'verified.parquet');
  let isCounted = true;
  for (const object of version.objects) {
    const bad = await verifyBytes(inspection.lake, version, object, path);
    const counted = bad === undefined ? await countRows(inspection.database, path, object, version) : bad;
    if ('rowCount' in counted) {
      differences.push(...rowDifferences(version, object, counted));
      addRows(rows, object, counted);
    } else {
      isCounted = false;
      // A newer version's coming lets the objects of the older one be swept.
      const maySwept = counted.code === 'object_missing' && version !== versionInForce(entry);
      if (!maySwept) differences.push(counted);
    }
    await rm(path, { force: true });
  }
  return { differences, rows: isCounted ? rows : undefined };
}

/** Copies an object to `path` and gives what is wrong with its bytes. */
async function verifyBytes(
  lake: ObjectStore,
  version: FileVersion,
  object: LakeObject,
  path: string,
): Promise<Difference | undefined> {
  try {
    const { sha256, byteCount } = await copyObject(lake, object.key, path);
    if (sha256 === object.sha256 && byteCount === object.byte_count) return undefined;
    const numbers = { stated: object.byte_count, found: byteCount };
    const words = 'has other bytes than were written; take the file in again';
    return objectDifference('object_changed', object.key, version, words, numbers);
  } catch (error) {
    if (!(error instanceof PelangganError)) throw error;
    const { key } = object;
    if (error.code === 'object_not_found')
      return objectDifference('object_missing', key, version, 'is gone; take the file in again');
    return objectDifference('object_unreadable', key, version, `cannot be verified: ${error.message}`);
  }
}

/** Copies an object to a local file and gives its SHA-256 and its size. */
export async function copyObject(
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

interface Counted {
  readonly rowCount: number;
  readonly foreignCount: number;
  readonly rejected: readonly (readonly [dataset: string, recordCount: number])[];
}

async function countRows(
  database: IngestDatabase,
  path: string,
  object: LakeObject,
  version: FileVersion,
): Promise<Counted | Difference> {
  const source = `read_parquet(${sqlText(path)}, hive_partitioning = false)`;
  const isOwn = `file_id = ${sqlText(version.file_id)} and take_id = ${sqlText(version.take_id)}`;
  try {
    const [[rowCount, foreignCount] = []] = await database.rows(
      `select count(*), count(*) filter (not coalesce(${isOwn}, false)) from ${source}`,
    );
    const rejected =
      object.table === 'lake_rejected'
        ? await database.rows(`select dataset, count(distinct record_number) from ${source} group by dataset`)
        : [];
    return {
      rowCount: Number(rowCount),
      foreignCount: Number(foreignCount),
      rejected: rejected.map(([dataset, count]) => [String(dataset), Number(count)] as const),
    };
  } catch {
    return objectDifference(
      'object_unreadable',
      object.key,
      version,
      `is no Parquet of table ${object.table}; take the file in again`,
    );
  }
}

function rowDifferences(version: FileVersion, object: LakeObject, counted: Counted): Difference[] {
  const { key, row_count: stated } = object;
  const { rowCount: found, foreignCount } = counted;
  const differences: Difference[] = [];
  if (found !== stated) {
    const words = `is stated to have ${stated} rows and has ${found}; take the file in again`;
    differences.push(objectDifference('count_differs', key, version, words, { stated, found }));
  }
  if (foreignCount > 0) {
    const words = `holds ${foreignCount} rows of another file or taking-in; take the file in again`;
    differences.push(objectDifference('object_foreign', key, version, words, { found: foreignCount }));
  }
  return differences;
}

function addRows(rows: FoundRows, object: LakeObject, counted: Counted): void {
  rows.byTable.set(object.table, (rows.byTable.get(object.table) ?? 0) + counted.rowCount);
  for (const [dataset, count] of counted.rejected)
    rows.rejectedByDataset.set(dataset, (rows.rejectedByDataset.get(dataset) ?? 0) + count);
}
