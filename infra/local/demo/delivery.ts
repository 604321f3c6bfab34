import type { Row } from './dialect.ts';
import { arrivalOf, pathOf, type Window } from './file-plans.ts';
import type { ShopName } from './model.ts';
import { RawFile, type RawFilePlan } from './raw-file.ts';
import type { BadRow, FileTruth } from './truths.ts';

/** Writes raw files under one folder and keeps the account of each. */
export class Delivery {
  readonly rawDir: string;
  readonly files: FileTruth[] = [];
  readonly badRows: BadRow[] = [];
  #minute = 0;

  constructor(rawDir: string) {
    this.rawDir = rawDir;
  }

  /** Gives an empty file for a window of a shop's data set; no two files arrive at one instant. */
  open(dataset: string, shop: ShopName, window: Window, columns: readonly string[]): RawFile {
    return this.openAt({
      path: pathOf(dataset, shop, window),
      dataset,
      shop,
      columns,
      dialect: window.dialect,
      lastDay: window.lastDay,
      faults: window.faults,
    });
  }

  /** Gives an empty file that arrives in the night after a day. */
  openAt(plan: Omit<RawFilePlan, 'arrivesAt'> & { readonly lastDay: number }): RawFile {
    return new RawFile({ ...plan, arrivesAt: this.nextArrival(plan.lastDay) });
  }

  /** Gives the instant at which the next file of a night arrives. */
  nextArrival(lastDay: number): number {
    this.#minute += 1;
    return arrivalOf(lastDay, this.#minute);
  }

  /** Writes a filled file. */
  close(file: RawFile): void {
    const { file: account, badRows } = file.write(this.rawDir);
    this.files.push(account);
    this.badRows.push(...badRows);
  }

  /** Writes a file of rows that are at hand. */
  deliver(plan: Omit<RawFilePlan, 'arrivesAt'> & { readonly lastDay: number }, rows: Iterable<Row>): void {
    const file = this.openAt(plan);
    for (const row of rows) file.add(row);
    this.close(file);
  }
}
