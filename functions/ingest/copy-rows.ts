import { closeSync, openSync, readSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sqlText } from '../../schemas/sql-text.ts';
import { lakeRowsSql, REJECTED_ROLE, scanSql } from './copy-sql.ts';
import type { DatasetJob } from './dataset-job.ts';
import type { DatasetGate } from './gate/dataset-gate.ts';
import { PARQUET_OPTIONS } from './lake-writer.ts';
import { losersSql } from './losers-sql.ts';

/** What the one COPY of a data set made: files by partition, counts, and the numbers of the records it refused. */
export interface Judged {
  readonly counts: { readonly written: number; readonly duplicate: number; readonly superseded: number };
  readonly files: readonly { readonly path: string; readonly rows: number }[];
  readonly refused: readonly number[];
}

/** Gives the scratch folder of a data set's partitions. */
export function partitionFolder(job: DatasetJob): string {
  return join(job.scratch, job.plan.dataset.name);
}

/** Runs the one COPY of a data set: rows to Parquet by role and month in the scratch folder, nothing in the lake yet. */
export async function copyRows(job: DatasetJob): Promise<Judged> {
  const { database, gate, plan } = job;
  const folder = partitionFolder(job);
  await mkdir(folder, { recursive: true });
  const losers = await findLosers(job);
  const rows = lakeRowsSql(plan, scanSql(gate.path, gate.columns));
  const kept = losers === undefined ? '' : 'where record_number not in (select record_number from losers)';
  const stats = await database.rows(`
    copy (select * exclude (is_rejected) from (${rows}) ${kept})
    to ${sqlText(folder)} (${PARQUET_OPTIONS}, partition_by (role, month), filename_pattern 'part-{i}', return_stats)`);
  const files = stats.map(([path, count]) => ({ path: String(path), rows: Number(count) }));
  const bad = files.filter(({ path }) => path.includes(`role=${REJECTED_ROLE}`));
  const refused =
    bad.length === 0
      ? []
      : await database.rows(
          `select record_number from read_parquet([${bad.map(({ path }) => sqlText(path)).join(', ')}]) order by 1`,
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
