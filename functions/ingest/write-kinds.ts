import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LakeObject } from '../../schemas/ledger-entry.ts';
import { sqlText } from '../../schemas/sql-text.ts';
import { normaliseText } from '../../schemas/text.ts';
import { referenceShop } from './copy-sql.ts';
import { type DatasetJob, fileColumns, type Rejection } from './dataset-job.ts';
import { writeTable } from './lake-writer.ts';

/**
 * Writes which product had which kind in this file, so that a change of the product reference finds the files it
 * touches: products of written rows, and those of records that were rejected for lack of a kind.
 */
export async function writeKinds(
  job: DatasetJob,
  files: readonly string[],
  rejections: readonly Rejection[],
): Promise<LakeObject | undefined> {
  const { dataset, constants } = job.plan;
  if (dataset.role === 'none' || !hasColumn(job, 'product_id')) return undefined;
  const sources = [writtenKindsSql(job, files), await unknownKindsSql(job, rejections)].filter(
    (sql) => sql !== undefined,
  );
  if (sources.length === 0) return undefined;
  const query = `
    select ${fileColumns(constants)}, ${sqlText(dataset.name)} as dataset, shop, product_id, product_kind, product_kind_basis
    from (${sources.join(' union ')}) order by all`;
  return writeTable(
    job.database,
    job.lake,
    'lake_product_kinds',
    query,
    `${job.name}-${dataset.name}`,
    job.scratch,
  );
}

function hasColumn(job: DatasetJob, name: string): boolean {
  return job.gate.columns.some((column) => column.name === name);
}

function writtenKindsSql(job: DatasetJob, files: readonly string[]): string | undefined {
  if (files.length === 0) return undefined;
  const shop = referenceShop(
    job.plan,
    hasColumn(job, 'shop') ? 'written.shop' : sqlText(job.plan.context.shop),
  );
  const written = `read_parquet([${files.map(sqlText).join(', ')}], hive_partitioning = false) as written`;
  if (job.plan.dataset.role === 'activity') {
    return `select distinct ${shop} as shop, product_id, product_kind, product_kind_basis from ${written}`;
  }
  // Feedback and contacts hold no kind; their role followed from what the reference said, or from its silence.
  return `
    select distinct ${shop} as shop, written.product_id, reference.product_kind,
      case when reference.product_kind is not null then 'reference' end as product_kind_basis
    from ${written}
    left join reference_kinds as reference on reference.shop = ${shop} and reference.product_id = written.product_id
    where written.product_id is not null`;
}

/** Products of records without a kind are few: they are read again one by one, not with a scan of all rows. */
async function unknownKindsSql(
  job: DatasetJob,
  rejections: readonly Rejection[],
): Promise<string | undefined> {
  const products = new Set<string>();
  for (const { recordNumber, problem } of rejections) {
    if (problem === 'product_kind_unknown') products.add(productOf(job, recordNumber));
  }
  if (products.size === 0) return undefined;
  const path = join(job.scratch, 'unknown-kinds.ndjson');
  await writeFile(path, [...products].join('\n'));
  return `
    select ${referenceShop(job.plan, 'shop')} as shop, product_id, null::varchar as product_kind, null::varchar as product_kind_basis
    from read_json(${sqlText(path)}, format = 'newline_delimited', columns = {shop: 'varchar', product_id: 'varchar'})`;
}

/** Gives the shop and the product that a record names, as JSON. */
function productOf(job: DatasetJob, recordNumber: number): string {
  const cells = job.reread.cells(recordNumber);
  const read = (name: string): string => normaliseText(job.readers.get(name)?.read(cells) ?? '');
  return JSON.stringify({ shop: read('shop') || job.plan.context.shop, product_id: read('product_id') });
}
