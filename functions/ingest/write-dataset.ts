import { closeSync, openSync, readSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Account, LakeObject } from '../../schemas/ledger-entry.ts';
import { PelangganError } from '../../schemas/problem.ts';
import type { RecordProblem } from '../../schemas/problem-codes.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import { assertCanaries } from './canaries.ts';
import {
  type CopyPlan,
  lakeRowsSql,
  lakeTableOf,
  literal,
  losersSql,
  REJECTED_ROLE,
  referenceShop,
  scanSql,
} from './copy-sql.ts';
import { checkCells, explainRejection, type RecordRereader } from './explain.ts';
import { CONTACT_COLUMNS, POINT_COLUMNS } from './gate/contact-writer.ts';
import type { DatasetGate, GateColumn } from './gate/dataset-gate.ts';
import type { FieldReader } from './gate/field-reader.ts';
import type { IngestDatabase } from './ingest-database.ts';
import { PARQUET_OPTIONS, partitionKey, putObject, writeTable } from './lake-writer.ts';

/** Everything needed to bring what one gate wrote into the lake. */
export interface DatasetJob {
  readonly database: IngestDatabase;
  readonly lake: ObjectStore;
  readonly scratch: string;
  readonly gate: DatasetGate;
  readonly readers: ReadonlyMap<string, FieldReader>;
  readonly plan: CopyPlan;
  /** Name of the file's objects in this take. */
  readonly name: string;
  readonly reread: RecordRereader;
  readonly skippedCount: number;
}

/** One refused record of a data set, as `check` and the rejected table tell it. */
export interface Rejection extends RecordProblem {
  readonly recordNumber: number;
}

/** What became of a data set's records. */
export interface DatasetOutcome {
  readonly account: Account;
  readonly objects: readonly LakeObject[];
  readonly rejections: readonly Rejection[];
}

interface Judged {
  readonly counts: { readonly written: number; readonly duplicate: number; readonly superseded: number };
  readonly files: readonly { readonly path: string; readonly rows: number }[];
  readonly refused: readonly number[];
}

/** Judges what one gate wrote and explains what was refused, without putting anything into the lake. */
export async function judgeDataset(job: DatasetJob): Promise<{ judged: Judged; rejections: Rejection[] }> {
  const judged = await copyRows(job);
  const rejections = explainAll(job, judged.refused);
  await assertCanaries(
    job,
    judged.files.map((file) => file.path),
  );
  return { judged, rejections };
}

/**
 * Brings what one gate wrote into the lake: facts by role and month, rejected records with their reasons, contacts,
 * contact points, product kinds. Throws `account_wrong` when the records in and out do not add up: nothing is then
 * put in force.
 */
export async function writeDataset(job: DatasetJob): Promise<DatasetOutcome> {
  const { judged, rejections } = await judgeDataset(job);
  const account = accountFor(job, judged, rejections);
  const objects: LakeObject[] = [];
  const kinds = await writeKinds(job, judged, rejections);
  const table = lakeTableOf(job.plan.dataset);
  for (const { path, rows } of judged.files) {
    objects.push(
      await putObject(job.lake, table, partitionKey(table, goodFolder(job), path, job.name), path, rows),
    );
  }
  const others = [
    kinds,
    await writeContacts(job),
    await writePoints(job),
    ...(await writeRejections(job, rejections)),
  ];
  return { account, objects: [...objects, ...others.filter((object) => object !== undefined)], rejections };
}

/** Gives the account, or throws when records were lost or doubled on the way. */
export function accountFor(job: DatasetJob, judged: Judged, rejections: readonly Rejection[]): Account {
  const rejected = new Set(rejections.map((rejection) => rejection.recordNumber)).size;
  const { written, duplicate, superseded } = judged.counts;
  const sum = written + rejected + duplicate + superseded;
  if (sum !== job.gate.recordCount) {
    throw new PelangganError(
      'account_wrong',
      `data set ${job.plan.dataset.name} of file ${job.plan.constants.fileId} has ${job.gate.recordCount} records, but ${sum} are accounted for; nothing was taken in, please report this`,
      { records: job.gate.recordCount, written, rejected, duplicate, superseded },
    );
  }
  return {
    dataset: job.plan.dataset.name,
    record_count: job.gate.recordCount,
    written_count: written,
    rejected_count: rejected,
    duplicate_count: duplicate,
    superseded_count: superseded,
    skipped_count: job.skippedCount,
  };
}

function goodFolder(job: DatasetJob): string {
  return join(job.scratch, job.plan.dataset.name);
}

async function copyRows(job: DatasetJob): Promise<Judged> {
  const { database, gate, plan } = job;
  const folder = goodFolder(job);
  await mkdir(folder, { recursive: true });
  const losers = await findLosers(job);
  const rows = lakeRowsSql(plan, scanSql(gate.path, gate.columns));
  const kept = losers === undefined ? '' : 'where record_number not in (select record_number from losers)';
  const stats = await database.rows(`
    copy (select * exclude (is_rejected) from (${rows}) ${kept})
    to ${literal(folder)} (${PARQUET_OPTIONS}, partition_by (role, month), filename_pattern 'part-{i}', return_stats)`);
  const files = stats.map(([path, count]) => ({ path: String(path), rows: Number(count) }));
  const bad = files.filter(({ path }) => path.includes(`role=${REJECTED_ROLE}`));
  const refused =
    bad.length === 0
      ? []
      : await database.rows(
          `select record_number from read_parquet([${bad.map(({ path }) => literal(path)).join(', ')}]) order by 1`,
        );
  const good = files.filter((file) => !bad.includes(file));
  const written = good.reduce((sum, file) => sum + file.rows, 0);
  return {
    counts: { written, duplicate: losers?.duplicate ?? 0, superseded: losers?.superseded ?? 0 },
    files: good,
    refused: refused.map(([number]) => Number(number)),
  };
}

/** Compares only the records that the gate saw share a key, into the table `losers`; undefined where none do. */
async function findLosers(job: DatasetJob): Promise<{ duplicate: number; superseded: number } | undefined> {
  const { database, gate, plan } = job;
  if (gate.suspects.size === 0) return undefined;
  const path = join(job.scratch, `${plan.dataset.name}.suspects`);
  await writeFile(path, suspectRows(gate));
  const rows = lakeRowsSql(plan, scanSql(path, gate.columns));
  await database.run(`create or replace temp table losers as ${losersSql(plan, rows)}`);
  const counts = await database.rows(
    'select count(*) filter (is_duplicate), count(*) filter (not is_duplicate) from losers',
  );
  const [duplicates = 0n, superseded = 0n] = counts[0] ?? [];
  const own = plan.dataset.keyFallback === undefined || gate.hasOwnKey;
  const [duplicate, older] = [Number(duplicates), Number(superseded)];
  return own ? { duplicate, superseded: older } : { duplicate: 0, superseded: duplicate + older };
}

function* suspectRows(gate: DatasetGate): Generator<Buffer> {
  const file = openSync(gate.path, 'r');
  try {
    for (let row = 1; row <= gate.places.count; row++) {
      if (!gate.suspects.has(gate.places.line(row))) continue;
      const start = gate.places.offset(row);
      const end = row < gate.places.count ? gate.places.offset(row + 1) : gate.byteCount;
      const bytes = Buffer.alloc(end - start);
      readSync(file, bytes, 0, bytes.length, start);
      yield bytes;
    }
  } finally {
    closeSync(file);
  }
}

function explainAll(job: DatasetJob, refused: readonly number[]): Rejection[] {
  const rejections: Rejection[] = [...job.gate.rejections];
  for (const recordNumber of refused) {
    const checked = checkCells(job.gate, job.readers, job.reread.cells(recordNumber), job.plan.context);
    for (const problem of explainRejection(checked)) rejections.push({ recordNumber, ...problem });
  }
  return rejections.sort((a, b) => a.recordNumber - b.recordNumber);
}

/** Which product had which kind in this file, so that a change of the reference finds the files it touches. */
async function writeKinds(
  job: DatasetJob,
  judged: Judged,
  rejections: readonly Rejection[],
): Promise<LakeObject | undefined> {
  const { dataset, constants } = job.plan;
  if (dataset.role === 'none' || !job.gate.columns.some(({ name }) => name === 'product_id'))
    return undefined;
  const shop = referenceShop(job.plan, 'shop');
  const isActivity = dataset.role === 'activity';
  const kind = isActivity
    ? 'product_kind, product_kind_basis'
    : "reference.product_kind, case when reference.product_kind is not null then 'reference' end";
  const join = isActivity
    ? ''
    : `left join reference_kinds as reference on reference.shop = ${shop} and reference.product_id = rows.product_id`;
  const sources: string[] = [];
  if (judged.files.length > 0) {
    const files = judged.files.map(({ path }) => literal(path)).join(', ');
    sources.push(
      `select distinct ${shop.replace('shop', 'rows.shop')}, rows.product_id, ${kind} from read_parquet([${files}], hive_partitioning = false) as rows ${join.replace('= shop', '= rows.shop')} where rows.product_id is not null`,
    );
  }
  const unknown = new Set(
    rejections
      .filter(({ problem }) => problem === 'product_kind_unknown')
      .map(({ recordNumber }) => recordNumber),
  );
  if (unknown.size > 0) {
    const landed = scanSql(job.gate.path, job.gate.columns);
    const shopOfRow = job.gate.columns.some(({ name }) => name === 'shop')
      ? `coalesce(shop, ${literal(job.plan.context.shop)})`
      : literal(job.plan.context.shop);
    sources.push(
      `select distinct ${referenceShop(job.plan, shopOfRow)}, product_id, null, null from ${landed} where record_number in (${[...unknown].join(', ')}) and product_id is not null`,
    );
  }
  if (sources.length === 0) return undefined;
  const query = `select ${fileColumns(constants)}, ${literal(dataset.name)} as dataset, * from (${sources.join(' union ')}) as kinds(shop, product_id, product_kind, product_kind_basis) order by all`;
  return writeTable(
    job.database,
    job.lake,
    'lake_product_kinds',
    query,
    `${job.name}-${dataset.name}`,
    job.scratch,
  );
}

function fileColumns(constants: CopyPlan['constants']): string {
  return `${literal(constants.fileId)} as file_id, ${literal(constants.takeId)} as take_id`;
}

const texts = (names: readonly string[]): GateColumn[] => names.map((name) => ({ name, type: 'varchar' }));

async function writeContacts(job: DatasetJob): Promise<LakeObject | undefined> {
  if (job.gate.contacts.count === 0) return undefined;
  const landed = scanSql(job.gate.contacts.path, texts(CONTACT_COLUMNS));
  const query = `select distinct ${fileColumns(job.plan.constants)}, ${CONTACT_COLUMNS.join(', ')} from ${landed} order by all`;
  return writeTable(
    job.database,
    job.lake,
    'contacts',
    query,
    `${job.name}-${job.plan.dataset.name}`,
    job.scratch,
  );
}

async function writePoints(job: DatasetJob): Promise<LakeObject | undefined> {
  if (job.gate.contacts.count === 0) return undefined;
  const landed = scanSql(job.gate.contacts.pointsPath, texts(POINT_COLUMNS));
  const query = `select distinct ${fileColumns(job.plan.constants)}, ${POINT_COLUMNS.join(', ')} from ${landed} order by all`;
  return writeTable(
    job.database,
    job.lake,
    'lake_contact_points',
    query,
    `${job.name}-${job.plan.dataset.name}`,
    job.scratch,
  );
}

async function writeRejections(
  job: DatasetJob,
  rejections: readonly Rejection[],
): Promise<(LakeObject | undefined)[]> {
  if (rejections.length === 0) return [];
  const { dataset, constants } = job.plan;
  const [problems, raws] = [join(job.scratch, 'problems.ndjson'), join(job.scratch, 'raws.ndjson')];
  await writeFile(problems, problemLines(job, rejections));
  await writeFile(raws, rawLines(job, rejections));
  const fixed = `${fileColumns(constants)}, ${literal(dataset.name)} as dataset`;
  const read = (path: string, columns: string) =>
    `read_json(${literal(path)}, format = 'newline_delimited', columns = {${columns}}, maximum_object_size = 10000000)`;
  const rejected = `select ${fixed}, * from ${read(problems, "record_number: 'bigint', line_number: 'bigint', field: 'varchar', problem: 'varchar'")}`;
  const raw = `select ${fixed}, * from ${read(raws, "record_number: 'bigint', raw: 'varchar'")}`;
  const name = `${job.name}-${dataset.name}`;
  return [
    await writeTable(job.database, job.lake, 'lake_rejected', rejected, name, job.scratch),
    await writeTable(job.database, job.lake, 'rejected_records', raw, name, job.scratch),
  ];
}

function* problemLines(job: DatasetJob, rejections: readonly Rejection[]): Generator<string> {
  for (const { recordNumber, field, problem } of rejections) {
    const line = {
      record_number: recordNumber,
      line_number: job.reread.line(recordNumber),
      field: field ?? null,
      problem,
    };
    yield `${JSON.stringify(line)}\n`;
  }
}

function* rawLines(job: DatasetJob, rejections: readonly Rejection[]): Generator<string> {
  let last = 0;
  for (const { recordNumber } of rejections) {
    if (recordNumber === last) continue;
    last = recordNumber;
    yield `${JSON.stringify({ record_number: recordNumber, raw: job.reread.text(recordNumber) })}\n`;
  }
}
