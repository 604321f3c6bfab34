import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findRetakes, retakeFiles } from '../../functions/batch/retake.ts';
import { Ingest } from '../../functions/ingest/ingest.ts';
import { IngestDatabase } from '../../functions/ingest/ingest-database.ts';
import type { FileHints } from '../../functions/ingest/recognise.ts';
import type { FileReport } from '../../functions/ingest/report.ts';
import { compactLedger } from '../../functions/ledger/compaction.ts';
import { changeEntry, readEntries } from '../../functions/ledger/entries.ts';
import type { ObjectStore, StoredObject } from '../../functions/storage/object-store.ts';
import type { Mapping } from '../../schemas/mapping.ts';
import { PelangganError } from '../../schemas/problem.ts';
import type { Settings } from '../../schemas/settings.ts';
import type { Progress } from './progress.ts';

export interface WorkshopOptions {
  readonly raw: ObjectStore;
  readonly lake: ObjectStore;
  readonly settings: Settings;
  readonly layouts: readonly Mapping[];
  readonly referenceKey: Uint8Array;
  readonly progress: Progress;
}

/** Takes files into a lake on this machine: the files, then those that a changed product reference touches, then the ledger. */
export class Workshop {
  readonly #options: WorkshopOptions;
  readonly #scratch: string;
  readonly #ingest: Ingest;
  #isStopped = false;
  #current = '';

  private constructor(options: WorkshopOptions, scratch: string, ingest: Ingest) {
    this.#options = options;
    this.#scratch = scratch;
    this.#ingest = ingest;
  }

  static async open(options: WorkshopOptions): Promise<Workshop> {
    const scratch = await mkdtemp(join(tmpdir(), 'pelanggan-'));
    const workshop: { opened?: Workshop } = {};
    const onProgress = ({ records }: { records: number }): void =>
      options.progress.show(workshop.opened?.current ?? '', records);
    const ingest = await Ingest.open({ ...options, scratch, onProgress });
    workshop.opened = new Workshop(options, scratch, ingest);
    return workshop.opened;
  }

  /** The file under way. */
  get current(): string {
    return this.#current;
  }

  /** Stops after the file under way; what is done stays done. */
  stop(): void {
    this.#isStopped = true;
  }

  /** Takes files in, files of products first, since they decide about the others. Throws `stopped` after a stop. */
  async takeIn(objects: readonly StoredObject[], hints: FileHints = {}): Promise<FileReport[]> {
    const isProducts = ({ key }: StoredObject) =>
      Number(key.startsWith('products/') || hints.dataset === 'products');
    const reports: FileReport[] = [];
    for (const { key, byteCount } of objects.toSorted((a, b) => isProducts(b) - isProducts(a))) {
      if (this.#isStopped) throw stopped();
      this.#current = key;
      const made = await this.#ingest.takeIn(key, hints);
      reports.push(...made);
      this.#options.progress.finishFile(
        byteCount,
        made.reduce((sum, report) => sum + report.record_count, 0),
      );
    }
    return reports;
  }

  /** Takes in again what a changed product reference touches, and brings the ledger up to date for queries. */
  async settle(): Promise<FileReport[]> {
    if (this.#isStopped) throw stopped();
    const { lake, raw, settings, progress } = this.#options;
    progress.step('looking for files that the product reference changes');
    const database = await IngestDatabase.open(this.#scratch);
    try {
      const touched = await findRetakes(lake, database, this.#scratch, settings.products_are_company_wide);
      const here = touched.filter((entry) => entry.raw === raw.location);
      const again = await retakeFiles(this.#ingest, lake, here);
      await compactLedger(lake, database, this.#scratch);
      return again;
    } finally {
      database.close();
    }
  }

  async close(): Promise<void> {
    this.#ingest.close();
    await rm(this.#scratch, { recursive: true, force: true });
  }
}

function stopped(): PelangganError {
  return new PelangganError(
    'stopped',
    'stopped as asked; what was taken in stays, and the same command goes on with the rest',
  );
}

/** Marks files whose raw object is gone: their rows stay, but they cannot be taken in again. */
export async function markGone(
  lake: ObjectStore,
  raw: ObjectStore,
  present: ReadonlySet<string>,
): Promise<number> {
  let count = 0;
  for await (const entry of readEntries(lake)) {
    if (entry.raw !== raw.location || present.has(entry.key)) continue;
    if (!entry.versions.some(({ status }) => status === 'loaded')) continue;
    await changeEntry(lake, entry.key, (found) => {
      const current = found ?? entry;
      const versions = current.versions.map((version) =>
        version.status === 'loaded' ? { ...version, status: 'raw_gone' as const } : version,
      );
      return { ...current, versions };
    });
    count++;
  }
  return count;
}
