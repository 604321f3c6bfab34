import { cp, mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Ingest } from '../../functions/ingest/ingest.ts';
import { IngestDatabase } from '../../functions/ingest/ingest-database.ts';
import type { FileReport } from '../../functions/ingest/report.ts';
import { compactLedger } from '../../functions/ledger/compaction.ts';
import { openFolder } from '../../functions/storage/folder-store.ts';
import type { ObjectStore } from '../../functions/storage/object-store.ts';
import { Settings } from '../../schemas/settings.ts';

/** A raw folder and a lake, each in a temporary folder, with what is needed to land files and take them in. */
export class TakenLake {
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

  /** Makes an empty lake, or one like another as it now stands. */
  static async create(like?: TakenLake): Promise<TakenLake> {
    const folder = await mkdtemp(join(tmpdir(), 'pelanggan-taken-'));
    if (like !== undefined) await cp(like.folder, folder, { recursive: true, preserveTimestamps: true });
    const raw = await openFolder(join(folder, 'raw'), { create: true });
    const lake = await openFolder(join(folder, 'lake'), { create: true });
    await mkdir(join(folder, 'scratch'), { recursive: true });
    return new TakenLake(folder, raw, lake, await IngestDatabase.open(join(folder, 'scratch')));
  }

  get scratch(): string {
    return join(this.folder, 'scratch');
  }

  /** Gives the local path of an object in the lake. */
  pathOf(key: string): string {
    return join(this.folder, 'lake', key);
  }

  async land(key: string, text: string, arrivedAt: string): Promise<void> {
    const path = join(this.folder, 'raw', key);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
    await utimes(path, new Date(arrivedAt), new Date(arrivedAt));
  }

  /** Takes a landed file in, into `lake` where another store stands before the lake. */
  async takeIn(
    key: string,
    options: { lake?: ObjectStore; settings?: object; again?: boolean } = {},
  ): Promise<FileReport[]> {
    const ingest = await Ingest.open({
      raw: this.raw,
      lake: options.lake ?? this.lake,
      settings: Settings.parse(options.settings ?? {}),
      layouts: [],
      referenceKey: new Uint8Array(32).fill(7),
      scratch: this.scratch,
    });
    try {
      return await ingest.takeIn(key, {}, options.again ?? false);
    } finally {
      ingest.close();
    }
  }

  compact(): Promise<boolean> {
    return compactLedger(this.lake, this.database, this.scratch);
  }

  async remove(): Promise<void> {
    this.database.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}
