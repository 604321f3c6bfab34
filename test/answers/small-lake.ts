import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { loadViews } from '../../functions/batch/view-catalogue.ts';
import { Ingest } from '../../functions/ingest/ingest.ts';
import { IngestDatabase } from '../../functions/ingest/ingest-database.ts';
import { References } from '../../functions/ingest/references.ts';
import type { FileReport } from '../../functions/ingest/report.ts';
import { compactLedger } from '../../functions/ledger/compaction.ts';
import { DuckDbEngine } from '../../functions/query/duckdb-engine.ts';
import { openFolder } from '../../functions/storage/folder-store.ts';
import { listAll } from '../../functions/storage/object-store.ts';
import { LAKE_TABLES } from '../../schemas/lake-tables.ts';
import type { Mapping } from '../../schemas/mapping.ts';
import { Settings } from '../../schemas/settings.ts';
import { settingsViewSql } from '../../schemas/settings-view.ts';

const SQL = resolve(import.meta.dirname, '../../sql');
const KEY = new Uint8Array(32).fill(7);

export type Row = Record<string, unknown>;

/** A lake in a folder of its own, taken in and asked through the product's own parts, without the command. */
export class SmallLake {
  readonly folder: string;
  readonly lakeFolder: string;
  readonly rawFolder: string;
  readonly settings: Settings;
  readonly references = new References(KEY);

  private constructor(folder: string, rawFolder: string, settings: Settings) {
    this.folder = folder;
    this.rawFolder = rawFolder;
    this.lakeFolder = join(folder, 'lake');
    this.settings = settings;
  }

  /** Makes an empty lake for the files of `rawFolder`. */
  static async create(rawFolder: string, settings: Record<string, unknown> = {}): Promise<SmallLake> {
    const folder = await mkdtemp(join(tmpdir(), 'pelanggan-lake-'));
    return new SmallLake(folder, rawFolder, Settings.parse(settings));
  }

  /** Takes files in, by key in the order given; all of the raw folder's, data sets of products first, unless stated. */
  async takeIn(keys?: readonly string[], layouts: readonly Mapping[] = []): Promise<FileReport[]> {
    const raw = await openFolder(this.rawFolder);
    const lake = await openFolder(this.lakeFolder, { create: true });
    const scratch = join(this.folder, 'scratch');
    const ingest = await Ingest.open({
      raw,
      lake,
      settings: this.settings,
      layouts,
      referenceKey: KEY,
      scratch,
    });
    const reports: FileReport[] = [];
    try {
      for (const key of keys ?? (await this.rawKeys())) reports.push(...(await ingest.takeIn(key)));
    } finally {
      ingest.close();
    }
    const database = await IngestDatabase.open(scratch);
    await compactLedger(lake, database, scratch);
    database.close();
    return reports;
  }

  /** Gives the raw folder's keys, files of products first. */
  async rawKeys(): Promise<string[]> {
    const keys: string[] = [];
    for await (const { key } of listAll(await openFolder(this.rawFolder), '')) keys.push(key);
    const isProducts = (key: string) => Number(key.startsWith('products/'));
    return keys.toSorted((a, b) => isProducts(b) - isProducts(a));
  }

  /** Opens an engine with every table and view of the lake. */
  async open(): Promise<DuckDbEngine> {
    const engine = await DuckDbEngine.open({ directories: [this.lakeFolder] });
    for (const { name, prefix, columns, partitions } of LAKE_TABLES) {
      const folders = partitions.map((partition) => ({ name: partition, type: 'varchar' }));
      await engine.registerTable(name, await parquetFiles(join(this.lakeFolder, prefix)), [
        ...columns,
        ...folders,
      ]);
    }
    await engine.registerView('settings', settingsViewSql(this.settings));
    for (const view of loadViews(SQL)) await engine.materialiseView(view.name, view.sql);
    return engine;
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}

async function parquetFiles(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.name.endsWith('.parquet'))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

/** Gives all rows of a query as objects. */
export async function ask(engine: DuckDbEngine, sql: string): Promise<Row[]> {
  const result = await engine.run(sql);
  const rows: Row[] = [];
  for await (const row of result.rows())
    rows.push(Object.fromEntries(result.columns.map(({ name }, i) => [name, row[i]])));
  return rows;
}
