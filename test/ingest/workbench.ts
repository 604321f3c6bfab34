import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Ingest } from '../../functions/ingest/ingest.ts';
import { IngestDatabase } from '../../functions/ingest/ingest-database.ts';
import { type OpenedFile, openFile } from '../../functions/ingest/open-file.ts';
import { loadProductKinds } from '../../functions/ingest/product-kinds.ts';
import type { FileHints } from '../../functions/ingest/recognise.ts';
import { References } from '../../functions/ingest/references.ts';
import type { FileReport } from '../../functions/ingest/report.ts';
import { openFolder } from '../../functions/storage/folder-store.ts';
import type { ObjectStore } from '../../functions/storage/object-store.ts';
import { Mapping } from '../../schemas/mapping.ts';
import { Settings } from '../../schemas/settings.ts';

/** When every landed file arrives: 10:00 in Jakarta, on the last day of a leap February. */
export const ARRIVED = new Date('2024-02-29T03:00:00Z');
export const REFERENCE_KEY = new Uint8Array(32).fill(7);

export type Row = Record<string, unknown>;
type Stated = Readonly<Record<string, unknown>>;

/** A raw folder and a lake of their own, to take files in and look at what came of them. */
export class Workbench {
  readonly folder: string;
  readonly raw: ObjectStore;
  readonly lake: ObjectStore;
  readonly database: IngestDatabase;

  private constructor(folder: string, raw: ObjectStore, lake: ObjectStore, database: IngestDatabase) {
    this.folder = folder;
    this.raw = raw;
    this.lake = lake;
    this.database = database;
  }

  static async create(): Promise<Workbench> {
    const folder = await mkdtemp(join(tmpdir(), 'pelanggan-ingest-'));
    const raw = await openFolder(join(folder, 'raw'), { create: true });
    const lake = await openFolder(join(folder, 'lake'), { create: true });
    await mkdir(join(folder, 'scratch'));
    return new Workbench(folder, raw, lake, await IngestDatabase.open(join(folder, 'scratch')));
  }

  /** Lays a file down as if it had just landed. */
  async land(key: string, content: string | Uint8Array, arrivedAt = ARRIVED): Promise<void> {
    const path = join(this.folder, 'raw', key);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
    await utimes(path, arrivedAt, arrivedAt);
  }

  /** Takes one landed file in and gives a report for each of its data sets. */
  async takeIn(
    key: string,
    settings: Stated = {},
    layouts: readonly Stated[] = [],
    hints: FileHints = {},
  ): Promise<FileReport[]> {
    const ingest = await Ingest.open({
      raw: this.raw,
      lake: this.lake,
      settings: Settings.parse(settings),
      layouts: layouts.map((layout) => Mapping.parse(layout)),
      referenceKey: REFERENCE_KEY,
      scratch: join(this.folder, 'scratch'),
    });
    try {
      return await ingest.takeIn(key, hints);
    } finally {
      ingest.close();
    }
  }

  /** Sends a landed file through the gate only. */
  async open(key: string, settings: Stated = {}): Promise<OpenedFile> {
    const object = await this.raw.head(key);
    if (object === undefined) throw new Error(`nothing landed as ${key}`);
    const scratch = await mkdtemp(join(this.folder, 'scratch', 'open-'));
    return openFile({
      key,
      object,
      raw: this.raw,
      hints: {},
      settings: Settings.parse(settings),
      layouts: [],
      scratch,
      database: this.database,
      references: new References(REFERENCE_KEY),
      products: await loadProductKinds(this.lake, this.database, scratch, false),
      onProgress: () => {},
    });
  }

  /** Gives rows of the lake's objects below a prefix, as DuckDB's own text of each value. */
  async rows(prefix: string, columns: string, rest = ''): Promise<Row[]> {
    const names = columns.split(',').map((name) => name.trim());
    const texts = names.map((name) => `cast(${name} as varchar)`).join(', ');
    const found = await this.database.rows(
      `select ${texts} from read_parquet('${this.folder}/lake/${prefix}/**/*.parquet', hive_partitioning = true, union_by_name = true) ${rest}`,
    );
    return found.map((values) => Object.fromEntries(names.map((name, i) => [name, values[i] ?? null])));
  }

  async close(): Promise<void> {
    this.database.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Gives the one report of a file that feeds one data set. */
export function only(reports: readonly FileReport[]): FileReport {
  const [report] = reports;
  if (report === undefined || reports.length !== 1)
    throw new Error(`${reports.length} reports, one expected`);
  return report;
}

/** Gives what a report counts: records in, then written, rejected, duplicate and superseded. */
export function counts(report: FileReport): number[] {
  const { record_count, written_count, rejected_count, duplicate_count, superseded_count } = report;
  return [record_count, written_count, rejected_count, duplicate_count, superseded_count];
}
