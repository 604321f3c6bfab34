import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LakeObject } from '../../schemas/ledger-entry.ts';
import { sqlText } from '../../schemas/sql-text.ts';
import { type DatasetJob, fileColumns, type Rejection } from './dataset-job.ts';
import { writeTable } from './lake-writer.ts';

/** Longer than any raw text that is kept, written as JSON with every character escaped. */
const LONGEST_LINE = 1_000_000;
const CHUNK_LENGTH = 1 << 18;

/** Writes what was refused: number, line, field and problem where all may ask; the raw text where few may. */
export async function writeRejections(
  job: DatasetJob,
  rejections: readonly Rejection[],
): Promise<(LakeObject | undefined)[]> {
  if (rejections.length === 0) return [];
  return [
    await writeLines(job, 'lake_rejected', problemLines(job, rejections), {
      record_number: 'bigint',
      line_number: 'bigint',
      field: 'varchar',
      problem: 'varchar',
    }),
    await writeLines(job, 'rejected_records', rawLines(job, rejections), {
      record_number: 'bigint',
      raw: 'varchar',
    }),
  ];
}

async function writeLines(
  job: DatasetJob,
  table: string,
  lines: Iterable<string>,
  columns: Readonly<Record<string, string>>,
): Promise<LakeObject | undefined> {
  const path = join(job.scratch, `${table}.ndjson`);
  await writeFile(path, inChunks(lines));
  const { dataset, constants } = job.plan;
  const types = Object.entries(columns)
    .map(([name, type]) => `${name}: '${type}'`)
    .join(', ');
  const landed = `read_json(${sqlText(path)}, format = 'newline_delimited', columns = {${types}}, maximum_object_size = ${LONGEST_LINE})`;
  const query = `select ${fileColumns(constants)}, ${sqlText(dataset.name)} as dataset, ${Object.keys(columns).join(', ')} from ${landed}`;
  return writeTable(job.database, job.lake, table, query, `${job.name}-${dataset.name}`, job.scratch);
}

/** Gives lines many at a time: each piece given to `writeFile` is a write of its own. */
function* inChunks(lines: Iterable<string>): Generator<string> {
  let chunk = '';
  for (const line of lines) {
    chunk += line;
    if (chunk.length < CHUNK_LENGTH) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
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
