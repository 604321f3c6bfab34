import type { LakeObject } from '../../schemas/ledger-entry.ts';
import { scanSql } from './copy-sql.ts';
import { type DatasetJob, fileColumns } from './dataset-job.ts';
import { CONTACT_COLUMNS, POINT_COLUMNS } from './gate/contact-writer.ts';
import { writeTable } from './lake-writer.ts';

/** Writes who a file's references are (restricted), and what its parties share (references only). */
export async function writePeople(job: DatasetJob): Promise<(LakeObject | undefined)[]> {
  const { contacts } = job.gate;
  if (contacts.count === 0) return [];
  return [
    await writeDistinct(job, 'contacts', contacts.path, CONTACT_COLUMNS),
    await writeDistinct(job, 'lake_contact_points', contacts.pointsPath, POINT_COLUMNS),
  ];
}

function writeDistinct(
  job: DatasetJob,
  table: string,
  path: string,
  columns: readonly string[],
): Promise<LakeObject | undefined> {
  const landed = scanSql(
    path,
    columns.map((name) => ({ name, type: 'varchar' })),
  );
  const query = `
    select ${fileColumns(job.plan.constants)}, ${columns.join(', ')}
    from (select distinct ${columns.join(', ')} from ${landed} order by all)`;
  return writeTable(
    job.database,
    job.lake,
    table,
    query,
    `${job.name}-${job.plan.dataset.name}`,
    job.scratch,
  );
}
