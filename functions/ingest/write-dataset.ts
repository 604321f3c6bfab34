import type { Account, LakeObject } from '../../schemas/ledger-entry.ts';
import { PelangganError } from '../../schemas/problem.ts';
import { assertCanaries } from './canaries.ts';
import { copyRows, type Judged, partitionFolder } from './copy-rows.ts';
import { lakeTableOf } from './copy-sql.ts';
import type { DatasetJob, Rejection } from './dataset-job.ts';
import { checkCells, explainRejection } from './explain.ts';
import { partitionKey, putObject } from './lake-writer.ts';
import { writeKinds } from './write-kinds.ts';
import { writePeople } from './write-people.ts';
import { writeRejections } from './write-rejections.ts';

/** Objects of one file that are put at the same time. */
const PUTS_AT_ONCE = 8;

/** What became of a data set's records. */
export interface DatasetOutcome {
  readonly account: Account;
  readonly objects: readonly LakeObject[];
  readonly rejections: readonly Rejection[];
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
  const kinds = await writeKinds(
    job,
    judged.files.map(({ path }) => path),
    rejections,
  );
  const facts = await putFacts(job, judged.files);
  const others = [kinds, ...(await writePeople(job)), ...(await writeRejections(job, rejections))];
  return { account, objects: [...facts, ...others.filter((object) => object !== undefined)], rejections };
}

/** Puts the partitions' files, some at a time: each waits for the disk, and a file may hold many months. */
async function putFacts(job: DatasetJob, files: Judged['files']): Promise<LakeObject[]> {
  const table = lakeTableOf(job.plan.dataset);
  const objects: LakeObject[] = [];
  for (let at = 0; at < files.length; at += PUTS_AT_ONCE) {
    const puts = files
      .slice(at, at + PUTS_AT_ONCE)
      .map(({ path, rows }) =>
        putObject(job.lake, table, partitionKey(table, partitionFolder(job), path, job.name), path, rows),
      );
    objects.push(...(await Promise.all(puts)));
  }
  return objects;
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

function explainAll(job: DatasetJob, refused: readonly number[]): Rejection[] {
  const rejections: Rejection[] = [...job.gate.rejections];
  for (const recordNumber of refused) {
    const checked = checkCells(job.gate, job.readers, job.reread.cells(recordNumber), job.plan.context);
    for (const problem of explainRejection(checked)) rejections.push({ recordNumber, ...problem });
  }
  return rejections.sort((a, b) => a.recordNumber - b.recordNumber);
}
