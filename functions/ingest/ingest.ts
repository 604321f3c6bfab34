import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatasetName } from '../../schemas/dataset.ts';
import { type FileVersion, type LedgerEntry, versionInForce } from '../../schemas/ledger-entry.ts';
import type { Mapping } from '../../schemas/mapping.ts';
import { PelangganError } from '../../schemas/problem.ts';
import type { Settings } from '../../schemas/settings.ts';
import { addVersion, changeEntry, findEntry } from '../ledger/entries.ts';
import type { ObjectStore, StoredObject } from '../storage/object-store.ts';
import type { Rejection } from './dataset-job.ts';
import { fileIdOf } from './file-plan.ts';
import type { Format } from './format.ts';
import { IngestDatabase } from './ingest-database.ts';
import { type OpenedFile, openFile } from './open-file.ts';
import { loadProductKinds, type ProductReference } from './product-kinds.ts';
import type { FileHints } from './recognise.ts';
import { References } from './references.ts';
import { accountReports, type FileReport, refusalReport } from './report.ts';
import type { ScanProgress } from './scan-file.ts';
import { judgeDataset, writeDataset } from './write-dataset.ts';

export interface IngestOptions {
  readonly raw: ObjectStore;
  readonly lake: ObjectStore;
  readonly settings: Settings;
  readonly layouts: readonly Mapping[];
  readonly referenceKey: Uint8Array;
  /** A local folder for what is under way; emptied after each file. */
  readonly scratch: string;
  readonly onProgress?: (progress: ScanProgress) => void;
}

/** What a file says of itself when it is only read. */
export interface FileCheck {
  readonly path: string;
  readonly format: Format;
  readonly dataset: DatasetName;
  readonly layout: string;
  readonly recordCount: number;
  readonly rejections: readonly Rejection[];
}

/**
 * Takes landed objects in, one at a time: the same job on one machine and in a Lambda. Open it once for many files; the
 * product reference is read again whenever a file of products was taken in.
 */
export class Ingest {
  readonly #options: IngestOptions;
  readonly #database: IngestDatabase;
  readonly #references: References;
  #products: ProductReference | undefined;

  private constructor(options: IngestOptions, database: IngestDatabase) {
    this.#options = options;
    this.#database = database;
    this.#references = new References(options.referenceKey);
  }

  static async open(options: IngestOptions): Promise<Ingest> {
    await mkdir(options.scratch, { recursive: true });
    return new Ingest(options, await IngestDatabase.open(options.scratch));
  }

  close(): void {
    this.#database.close();
  }

  /**
   * Takes an object in and gives one report for each data set it feeds. Refusals are reports; only what is no fault of
   * the file throws. `again` takes in what the ledger has already, because something else changed.
   */
  async takeIn(key: string, hints: FileHints = {}, again = false): Promise<FileReport[]> {
    const object = await requireObject(this.#options.raw, key);
    const known = (await findEntry(this.#options.lake, key))?.entry;
    const current = known === undefined ? undefined : versionInForce(known);
    if (current !== undefined && isSameObject(current, object) && !again)
      return accountReports(current, key, 'unchanged');
    const scratch = await mkdtemp(join(this.#options.scratch, 'file-'));
    try {
      // What is taken in again arrived when it first did, however often its file was touched since.
      const isSame = again && current?.byte_count === object.byteCount;
      const arrived = isSame ? { ...object, lastModified: new Date(current.arrived_at) } : object;
      return await this.#takeInto(key, arrived, hints, known, scratch, again);
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }

  /** Reads an object without writing anything; throws what a refusal would say. */
  async check(key: string, hints: FileHints = {}): Promise<FileCheck[]> {
    const object = await requireObject(this.#options.raw, key);
    const scratch = await mkdtemp(join(this.#options.scratch, 'check-'));
    try {
      const file = await this.#open(key, object, hints, scratch);
      const checks: FileCheck[] = [];
      for (const job of file.jobs(this.#database, this.#options.lake)) {
        const { rejections } = await judgeDataset(job);
        const { dataset } = job.plan;
        checks.push({
          path: key,
          format: file.format,
          dataset: dataset.name,
          layout: file.mapping.layout,
          recordCount: job.gate.recordCount,
          rejections,
        });
      }
      file.close();
      return checks;
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }

  async #takeInto(
    key: string,
    object: StoredObject,
    hints: FileHints,
    known: LedgerEntry | undefined,
    scratch: string,
    again: boolean,
  ): Promise<FileReport[]> {
    const before = known === undefined ? undefined : versionInForce(known);
    let file: OpenedFile;
    try {
      file = await this.#open(key, object, hints, scratch);
    } catch (error) {
      if (!(error instanceof PelangganError) || !isRefusal(error)) throw error;
      return this.#refuse(key, object, known, error);
    }
    try {
      if (before?.file_id === file.fileId && !again) return accountReports(before, key, 'unchanged');
      const version = await this.#write(file, object);
      const isCurrent = (await this.#options.raw.head(key))?.versionId === object.versionId;
      const entry = await changeEntry(this.#options.lake, key, (entry) =>
        addVersion(entry, key, this.#options.raw.location, version, isCurrent),
      );
      if (version.accounts.some((account) => account.dataset === 'products')) this.#products = undefined;
      const status = before === undefined ? 'loaded' : 'replaced';
      return accountReports(
        entry.versions.find(({ file_id }) => file_id === version.file_id) ?? version,
        key,
        status,
      );
    } finally {
      file.close();
    }
  }

  async #open(key: string, object: StoredObject, hints: FileHints, scratch: string): Promise<OpenedFile> {
    const { raw, settings, layouts, lake } = this.#options;
    this.#products ??= await loadProductKinds(
      lake,
      this.#database,
      this.#options.scratch,
      settings.products_are_company_wide,
    );
    return openFile({
      key,
      object,
      raw,
      hints,
      settings,
      layouts,
      scratch,
      database: this.#database,
      references: this.#references,
      products: this.#products,
      onProgress: this.#options.onProgress ?? (() => {}),
    });
  }

  async #write(file: OpenedFile, object: StoredObject): Promise<FileVersion> {
    const version = file.version(object.lastModified.toISOString(), this.#references.fingerprint);
    for (const job of file.jobs(this.#database, this.#options.lake)) {
      const outcome = await writeDataset(job);
      version.accounts.push(outcome.account);
      version.objects.push(...outcome.objects);
      if (outcome.rejections.some(({ problem }) => problem === 'unexplained'))
        version.warnings.push('unexplained_rejection');
      if (outcome.rejections.some(({ problem }) => problem === 'record_truncated'))
        version.warnings.push('last_record_truncated');
    }
    return version;
  }

  /** Notes a refusal in the ledger, once; what is in force stays so. */
  async #refuse(
    key: string,
    object: StoredObject,
    known: LedgerEntry | undefined,
    error: PelangganError,
  ): Promise<FileReport[]> {
    const sha256 = String(error.details['sha256'] ?? '').padEnd(64, '0');
    const version: FileVersion = {
      file_id: fileIdOf(key, sha256),
      take_id: '',
      content_sha256: sha256,
      byte_count: object.byteCount,
      version_id: object.versionId,
      arrived_at: object.lastModified.toISOString(),
      status: 'refused',
      problem: { code: error.code, message: error.message },
      key_fingerprint: this.#references.fingerprint,
      accounts: [],
      objects: [],
      unknown_columns: [],
      masked_counts: {},
      warnings: [],
    };
    const noted = known?.versions.find((other) => other.status === 'refused' && isSameObject(other, object));
    if (noted?.problem?.message !== error.message) {
      await changeEntry(this.#options.lake, key, (entry) =>
        addVersion(entry, key, this.#options.raw.location, version),
      );
    }
    return [refusalReport(version, key)];
  }
}

/** Refusals say something about the file; anything else is a fault of ours or of the machine. */
function isRefusal(error: PelangganError): boolean {
  return /^(file|format|header|layout|dataset|json)_/.test(error.code);
}

function isSameObject(version: FileVersion, object: StoredObject): boolean {
  return version.version_id === object.versionId;
}

async function requireObject(raw: ObjectStore, key: string): Promise<StoredObject> {
  const object = await raw.head(key);
  if (object !== undefined) return object;
  throw new PelangganError('object_not_found', `raw file ${key} is not there; give the name of a file`, {
    file: key,
  });
}
