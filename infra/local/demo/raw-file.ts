import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Dialect, encodeFile, type Row, writeInstant, writeRecord } from './dialect.ts';
import { type Fault, freshRow, requireFault } from './faults.ts';
import type { BadRow, FileTruth } from './truths.ts';

/** A raw file to come: where it lies, how it is written, when it arrives, what is wrong in it. */
export interface RawFilePlan {
  readonly path: string;
  readonly dataset: string;
  readonly shop: string;
  readonly columns: readonly string[];
  readonly dialect: Dialect;
  /** Milliseconds since 1970. */
  readonly arrivesAt: number;
  /** Names of faults, each planted once. */
  readonly faults?: readonly string[];
}

/** One raw file while it is filled: its records, and the account that the product should come to. */
export class RawFile {
  readonly plan: RawFilePlan;
  readonly #records: string[] = [];
  readonly #bad: BadRow[] = [];
  #sample: Row | undefined;
  #duplicates = 0;
  #superseded = 0;
  #masked = 0;
  #isCut = false;

  constructor(plan: RawFilePlan) {
    this.plan = plan;
  }

  /** Gives an instant as this file writes it. */
  instant(at: number): string {
    return writeInstant(at, this.plan.dialect);
  }

  /** Adds a record; `loses` says that another record of this file stands for the same thing and wins. */
  add(row: Row, loses?: 'duplicate' | 'superseded'): void {
    const { columns, dialect } = this.plan;
    const text = writeRecord(row, columns, dialect);
    this.#records.push(text);
    if (loses === 'duplicate') this.#duplicates += 1;
    if (loses === 'superseded') this.#superseded += 1;
    if (text.includes('*')) this.#masked += columns.filter((column) => row[column]?.includes('*')).length;
    else this.#sample ??= row;
  }

  /** Writes the file under a folder with its time of arrival, and gives its account and its bad rows. */
  write(rawDir: string): { file: FileTruth; badRows: readonly BadRow[] } {
    this.#plantFaults();
    const { path, columns, dialect, arrivesAt } = this.plan;
    const target = join(rawDir, ...path.split('/'));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, encodeFile(this.#records, columns, dialect, this.#isCut));
    utimesSync(target, arrivesAt / 1000, arrivesAt / 1000);
    return { file: this.#account(), badRows: this.#bad };
  }

  /** Faults stand spread over the file, a cut one at its end. */
  #plantFaults(): void {
    const faults = (this.plan.faults ?? []).map(requireFault);
    const clean = this.#records.length;
    faults.forEach((fault, i) => {
      const at = fault.cutsFile
        ? this.#records.length
        : Math.floor((clean * (i + 1)) / (faults.length + 1)) + i;
      this.#records.splice(at, 0, this.#makeBad(fault, i));
      this.#isCut ||= fault.cutsFile;
      const { path, dataset } = this.plan;
      const field = fault.field === undefined ? {} : { field: fault.field };
      this.#bad.push({ path, dataset, recordNumber: at + 1, ...field, problem: fault.problem });
    });
  }

  #makeBad(fault: Fault, index: number): string {
    const { columns, dialect, dataset } = this.plan;
    const sample = this.#sample ?? {};
    const row = fault.spoilRow(freshRow(sample, dataset, index), (instant) => this.instant(instant));
    const text = writeRecord(row, columns, dialect);
    return fault.spoilText(text, dialect.format === 'csv' ? (dialect.delimiter ?? ',') : undefined);
  }

  #account(): FileTruth {
    const { path, dataset, shop, arrivesAt } = this.plan;
    const recordCount = this.#records.length;
    const lost = this.#bad.length + this.#duplicates + this.#superseded;
    return {
      path,
      dataset,
      shop,
      arrivedAt: new Date(arrivesAt).toISOString(),
      recordCount,
      writtenCount: recordCount - lost,
      rejectedCount: this.#bad.length,
      duplicateCount: this.#duplicates,
      supersededCount: this.#superseded,
      maskedCount: this.#masked,
    };
  }
}
