import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { versionInForce } from '../../schemas/ledger-entry.ts';
import type { ProductKind } from '../../schemas/roles.ts';
import { sqlText } from '../../schemas/sql-text.ts';
import { readEntries } from '../ledger/entries.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import type { IngestDatabase } from './ingest-database.ts';

/** What the product reference in force says: kinds by shop and product, and a mark that changes whenever it does. */
export interface ProductReference {
  readonly state: string;
  find(shop: string, productId: string): ProductKind | undefined;
}

/**
 * Reads the product reference in force from the lake into the table `reference_kinds` (shop, product_id, product_kind)
 * of `database`. Of several statements about one product the newest arrival counts, then the key, then the record.
 */
export async function loadProductKinds(
  lake: ObjectStore,
  database: IngestDatabase,
  scratch: string,
  isCompanyWide: boolean,
): Promise<ProductReference> {
  await database.run(
    'create or replace table reference_kinds (shop varchar, product_id varchar, product_kind varchar)',
  );
  const files = await copyReferenceObjects(lake, scratch);
  if (files.length > 0) {
    const shop = isCompanyWide ? "'*'" : 'shop';
    await database.run(`
      insert into reference_kinds
      select ${shop}, product_id, arg_max(product_kind, row(ingested_at, file_id, record_number))
      from read_parquet([${files.map(sqlText).join(', ')}]) group by all`);
  }
  const rows = await database.rows('select shop, product_id, product_kind from reference_kinds order by all');
  const kinds = new Map(
    rows.map(([shop, product, kind]) => [`${shop}\u001f${product}`, kind as ProductKind]),
  );
  const state = createHash('sha256').update(JSON.stringify(rows)).digest('hex').slice(0, 16);
  return { state, find: (shop, productId) => kinds.get(`${shop}\u001f${productId}`) };
}

async function copyReferenceObjects(lake: ObjectStore, scratch: string): Promise<string[]> {
  const files: string[] = [];
  for await (const entry of readEntries(lake)) {
    for (const object of versionInForce(entry)?.objects ?? []) {
      if (object.table !== 'lake_products') continue;
      const path = join(scratch, `reference-${files.length}.parquet`);
      await writeFile(path, lake.read(object.key));
      files.push(path);
    }
  }
  return files;
}
