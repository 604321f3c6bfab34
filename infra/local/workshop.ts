import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findRetakes, retakeFiles } from '../../functions/batch/retake.ts';
import { Ingest } from '../../functions/ingest/ingest.ts';
import { IngestDatabase } from '../../functions/ingest/ingest-database.ts';
import type { FileHints } from '../../functions/ingest/recognise.ts';
import type { FileReport } from '../../functions/ingest/report.ts';
import { compactLedger } from '../../functions/ledger/compaction.ts';
import { findEntry } from '../../functions/ledger/entries.ts';
import { openFolder } from '../../functions/storage/folder-store.ts';
import type { ObjectStore, StoredObject } from '../../functions/storage/object-store.ts';
import { type LedgerEntry, NO_RECORDS } from '../../schemas/ledger-entry.ts';
import { PelangganError } from '../../schemas/problem.ts';
import { stopOnInterrupt } from './interrupt.ts';
import type { LakeWriting } from './lake-access.ts';
import { Progress } from './progress.ts';
import { refuseOtherFile } from './raw-presence.ts';
import { withScratch } from './scratch.ts';
import type { Streams } from './verb.ts';

export interface WorkshopOptions extends LakeWriting {
  readonly raw: ObjectStore;
  /** The raw objects to look at. */
  readonly objects: readonly StoredObject[];
  readonly streams: Streams;
}

/** A file that cannot be read now is told and left out of the ledger: the next run tries it again. */
const MACHINE_PROBLEMS: ReadonlySet<string> = new Set(['object_unreadable', 'object_changed']);

/** Opens a workshop, does a piece of work in it, and leaves nothing of it behind; Ctrl-C stops it between steps. */
export async function withWorkshop<T>(
  options: WorkshopOptions,
  work: (workshop: Workshop) => Promise<T>,
): Promise<T> {
  return withScratch(async (scratch) => {
    const workshop = await Workshop.open(options, scratch);
    const unlisten = stopOnInterrupt(() => workshop.stop(), options.streams.messages);
    try {
      return await work(workshop);
    } finally {
      unlisten();
      workshop.close();
    }
  });
}

/** Takes files into a lake on this machine: the files, then those that a changed product reference touches, then the ledger. */
export class Workshop {
  readonly progress: Progress;
  /** A folder of its own, gone with the workshop. */
  readonly scratch: string;
  readonly #options: WorkshopOptions;
  readonly #ingest: Ingest;
  #isStopped = false;

  private constructor(options: WorkshopOptions, scratch: string, ingest: Ingest, progress: Progress) {
    this.#options = options;
    this.scratch = scratch;
    this.#ingest = ingest;
    this.progress = progress;
  }

  static async open(options: WorkshopOptions, scratch: string): Promise<Workshop> {
    const byteCount = options.objects.reduce((sum, object) => sum + object.byteCount, 0);
    const progress = new Progress(options.streams.messages, byteCount);
    const ingest = await Ingest.open({
      ...options,
      layouts: options.site.layouts,
      scratch,
      onProgress: (scanned) => progress.show(scanned),
    });
    return new Workshop(options, scratch, ingest, progress);
  }

  /** Stops after the step under way; what is done stays done. */
  stop(): void {
    this.#isStopped = true;
  }

  /** Throws `stopped` after a stop; asked between steps, so that none is left half done. */
  requireGoing(): void {
    if (!this.#isStopped) return;
    throw new PelangganError(
      'stopped',
      'stopped as asked; what was taken in stays, and the same command goes on with the rest',
    );
  }

  /** Takes files in, files of products first, since they decide about the others. Throws `file_key_taken`, `stopped`. */
  async takeIn(hints: FileHints = {}): Promise<FileReport[]> {
    const { lake, raw, objects } = this.#options;
    for (const { key } of objects) refuseOtherFile((await findEntry(lake, key))?.entry, raw);
    const isProducts = ({ key }: StoredObject) => Number(key.startsWith('products/'));
    const reports: FileReport[] = [];
    for (const { key, byteCount } of objects.toSorted((a, b) => isProducts(b) - isProducts(a))) {
      this.requireGoing();
      this.progress.startFile(key, byteCount);
      const made = await this.#takeInOne(key, hints);
      reports.push(...made);
      this.progress.finishFile(made.reduce((sum, report) => sum + report.record_count, 0));
    }
    return reports;
  }

  async #takeInOne(key: string, hints: FileHints): Promise<FileReport[]> {
    try {
      return await this.#ingest.takeIn(key, hints);
    } catch (error) {
      if (!(error instanceof PelangganError) || !MACHINE_PROBLEMS.has(error.code)) throw error;
      return [unreadReport(key, error)];
    }
  }

  /** Takes in again what a changed product reference touches, and brings the ledger up to date for queries. */
  async settle(): Promise<FileReport[]> {
    this.requireGoing();
    const { lake, raw, settings } = this.#options;
    this.progress.step('looking for files that the product reference changes');
    const database = await IngestDatabase.open(this.scratch);
    try {
      const touched = await findRetakes(lake, database, this.scratch, settings.products_are_company_wide);
      const here = touched.filter((entry) => entry.raw === raw.location);
      const again = [
        ...(await retakeFiles(this.#ingest, lake, here)),
        ...(await this.#retakeElsewhere(touched)),
      ];
      await compactLedger(lake, database, this.scratch);
      return again;
    } finally {
      database.close();
    }
  }

  /** Files of other raw folders that the lake knows are taken in again from there, where the folder still is. */
  async #retakeElsewhere(touched: readonly LedgerEntry[]): Promise<FileReport[]> {
    const reports: FileReport[] = [];
    const others = Map.groupBy(touched, (entry) => entry.raw);
    others.delete(this.#options.raw.location);
    for (const [location, entries] of others) {
      if (!location.startsWith('file:') || !existsSync(fileURLToPath(location))) continue;
      const raw = await openFolder(fileURLToPath(location));
      const ingest = await Ingest.open({
        ...this.#options,
        raw,
        layouts: this.#options.site.layouts,
        scratch: this.scratch,
      });
      try {
        reports.push(...(await retakeFiles(ingest, this.#options.lake, entries)));
      } finally {
        ingest.close();
      }
    }
    return reports;
  }

  close(): void {
    this.progress.end();
    this.#ingest.close();
  }
}

/** Gives the report of a file of which nothing is known but that it cannot be read. */
function unreadReport(path: string, { code, message }: PelangganError): FileReport {
  return {
    file_id: `${path}@${'0'.repeat(12)}`,
    path,
    dataset: null,
    layout: null,
    shop: null,
    status: 'refused',
    ...NO_RECORDS,
    problem: { code, message },
  };
}
