import type { LakeObject } from '../../schemas/ledger-entry.ts';
import { literal, referenceShop, scanSql } from './copy-sql.ts';
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
  const sources = [writtenKindsSql(job, files), unknownKindsSql(job, rejections)].filter(
    (sql) => sql !== undefined,
  );
  if (sources.length === 0) return undefined;
  const query = `
    select ${fileColumns(constants)}, ${literal(dataset.name)} as dataset, shop, product_id, product_kind, product_kind_basis
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
    hasColumn(job, 'shop') ? 'written.shop' : literal(job.plan.context.shop),
  );
  const written = `read_parquet([${files.map(literal).join(', ')}], hive_partitioning = false) as written`;
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

function unknownKindsSql(job: DatasetJob, rejections: readonly Rejection[]): string | undefined {
  const numbers = rejections
    .filter(({ problem }) => problem === 'product_kind_unknown')
    .map(({ recordNumber }) => recordNumber);
  if (numbers.length === 0) return undefined;
  const constant = literal(job.plan.context.shop);
  const shop = referenceShop(job.plan, hasColumn(job, 'shop') ? `coalesce(shop, ${constant})` : constant);
  return `
    select distinct ${shop} as shop, product_id, null::varchar as product_kind, null::varchar as product_kind_basis
    from ${scanSql(job.gate.path, job.gate.columns)}
    where record_number in (${numbers.join(', ')}) and product_id is not null`;
}
