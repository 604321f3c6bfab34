import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type FileVersion, type LedgerEntry, versionInForce } from '../../schemas/ledger-entry.ts';
import { PelangganError } from '../../schemas/problem.ts';
import { sqlText } from '../../schemas/sql-text.ts';
import type { Ingest } from '../ingest/ingest.ts';
import type { IngestDatabase } from '../ingest/ingest-database.ts';
import { loadProductKinds } from '../ingest/product-kinds.ts';
import type { FileHints } from '../ingest/recognise.ts';
import type { FileReport } from '../ingest/report.ts';
import { findEntry, readEntries } from '../ledger/entries.ts';
import type { ObjectStore } from '../storage/object-store.ts';

/**
 * Gives the raw keys of files that hold a row whose kind the product reference in force would now decide otherwise:
 * a product that got a kind, changed it, or lost the one it had by reference.
 */
export async function findRetakes(
  lake: ObjectStore,
  database: IngestDatabase,
  scratch: string,
  isCompanyWide: boolean,
): Promise<LedgerEntry[]> {
  const entries = new Map<string, LedgerEntry>();
  const files: string[] = [];
  for await (const entry of readEntries(lake)) {
    const version = versionInForce(entry);
    if (version === undefined) continue;
    entries.set(version.take_id, entry);
    for (const object of version.objects) {
      if (object.table !== 'lake_product_kinds') continue;
      const path = join(scratch, `kinds-${files.length}.parquet`);
      await writeFile(path, lake.read(object.key));
      files.push(path);
    }
  }
  if (files.length === 0) return [];
  await loadProductKinds(lake, database, scratch, isCompanyWide);
  const list = files.map(sqlText).join(', ');
  const changed = await database.rows(`
    select distinct taken.take_id from read_parquet([${list}]) as taken
    left join reference_kinds as reference on reference.shop = taken.shop and reference.product_id = taken.product_id
    where case
      when taken.dataset in ('feedback', 'interactions')
        then coalesce(reference.product_kind, 'goods') <> coalesce(taken.product_kind, 'goods')
      when reference.product_kind is null then taken.product_kind_basis = 'reference'
      else reference.product_kind is distinct from taken.product_kind
    end`);
  return changed
    .flatMap(([takeId]) => entries.get(String(takeId)) ?? [])
    .toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

/** Takes files in again and deletes the objects of their former takes, which nothing names any more. */
export async function retakeFiles(
  ingest: Ingest,
  lake: ObjectStore,
  entries: readonly LedgerEntry[],
): Promise<FileReport[]> {
  const reports: FileReport[] = [];
  for (const entry of entries) {
    const version = versionInForce(entry);
    const former = version?.objects ?? [];
    const again = await takeAgain(ingest, entry, version);
    if (again === undefined) continue;
    reports.push(...again);
    const named = new Set(await objectsOf(lake, entry.key));
    for (const { key } of former) if (!named.has(key)) await lake.delete(key);
  }
  return reports;
}

/** A file whose raw object is gone keeps the rows it has: deleting it removes nothing, and must hold up nothing. */
async function takeAgain(
  ingest: Ingest,
  entry: LedgerEntry,
  version: FileVersion | undefined,
): Promise<FileReport[] | undefined> {
  try {
    return await ingest.takeIn(entry.key, hintsOf(version), true);
  } catch (error) {
    if (error instanceof PelangganError && error.code === 'object_not_found') return undefined;
    throw error;
  }
}

/** What was stated of a file when it was first taken in must hold when it is taken in again. */
function hintsOf(version: FileVersion | undefined): FileHints {
  const [account, ...more] = version?.accounts ?? [];
  const dataset = account === undefined || more.length > 0 ? {} : { dataset: account.dataset };
  return version?.layout === undefined ? dataset : { ...dataset, layout: version.layout };
}

async function objectsOf(lake: ObjectStore, rawKey: string): Promise<string[]> {
  const found = await findEntry(lake, rawKey);
  return found?.entry.versions.flatMap((version) => version.objects.map(({ key }) => key)) ?? [];
}
