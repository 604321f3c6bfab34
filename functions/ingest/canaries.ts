import type { DatasetField } from '../../schemas/dataset.ts';
import { toUnits } from '../../schemas/decimal.ts';
import { PelangganError } from '../../schemas/problem.ts';
import type { CheckedRecord } from '../../schemas/record.ts';
import { sqlText } from '../../schemas/sql-text.ts';
import type { DatasetJob } from './dataset-job.ts';
import { checkCells } from './explain.ts';

/** One accepted record in a thousand is checked once more the slow way: cheap, and a drift between the two shows. */
const CANARY_EVERY = 1000;
/** The seventh, so that files of a few rows have one too. */
const CANARY_FIRST = 7;

/**
 * Holds a sample of accepted records against the schema itself: same verdict, same values. Throws `gate_disagrees`
 * when they differ; nothing of the file is then put in force.
 */
export async function assertCanaries(
  job: DatasetJob,
  files: readonly string[],
  every = CANARY_EVERY,
): Promise<number> {
  if (files.length === 0) return 0;
  const fields = comparedFields(job);
  const texts = fields.map(({ name, kind }) =>
    kind === 'instant' ? `strftime(${name}, '%Y-%m-%d %H:%M:%S.%g')` : `cast(${name} as varchar)`,
  );
  const rows = await job.database.rows(`
    select record_number, ${texts.join(', ') || 'null'} from read_parquet([${files.map(sqlText).join(', ')}], hive_partitioning = false)
    where record_number % ${every} = ${CANARY_FIRST % every} order by record_number`);
  for (const [number, ...values] of rows) {
    const checked = checkCells(job.gate, job.readers, job.reread.cells(Number(number)), job.plan.context);
    const field = findDifference(fields, values as (string | null)[], checked);
    if (field === undefined) continue;
    throw new PelangganError(
      'gate_disagrees',
      `record ${number} of file ${job.plan.constants.fileId} was taken in otherwise than its schema says, in ${field}; nothing was put in force, please report this`,
      { record: Number(number), field },
    );
  }
  return rows.length;
}

/** Fields that the lake holds as they stand: not personal, and not worked out from others. */
function comparedFields(job: DatasetJob): DatasetField[] {
  const { dataset, columns } = job.plan;
  const derived = new Set([
    'line_amount',
    'product_kind',
    'role',
    dataset.keyFallback === undefined ? '' : dataset.key.at(-1),
  ]);
  return columns.flatMap(({ name }) => {
    const field = dataset.fields.get(name);
    return field === undefined || field.isPersonal || derived.has(name) ? [] : [field];
  });
}

function findDifference(
  fields: readonly DatasetField[],
  values: readonly (string | null)[],
  checked: CheckedRecord,
): string | undefined {
  if (checked.problems.length > 0) return checked.problems[0]?.field ?? 'the whole record';
  return fields.find((field, i) => {
    const stated = checked.values[field.name];
    const found = values[i] ?? null;
    return stated !== undefined && !isSame(field, stated, found);
  })?.name;
}

function isSame(field: DatasetField, stated: string, found: string | null): boolean {
  if (found === null) return false;
  if (field.kind === 'amount' || field.kind === 'number' || field.kind === 'rate')
    return toUnits(stated, 8) === toUnits(found, 8);
  return stated === found;
}
