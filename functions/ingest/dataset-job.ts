import type { RecordProblem } from '../../schemas/problem-codes.ts';
import { sqlText } from '../../schemas/sql-text.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import type { CopyPlan } from './copy-sql.ts';
import type { RecordRereader } from './explain.ts';
import type { DatasetGate } from './gate/dataset-gate.ts';
import type { FieldReader } from './gate/field-reader.ts';
import type { IngestDatabase } from './ingest-database.ts';

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

/** What every row of a file's tables begins with, as SQL. */
export function fileColumns(constants: CopyPlan['constants']): string {
  return `${sqlText(constants.fileId)} as file_id, ${sqlText(constants.takeId)} as take_id`;
}
