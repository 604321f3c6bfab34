import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadViews, SETTINGS_VIEW, type ViewFile } from '../../functions/batch/view-catalogue.ts';
import { DuckDbEngine } from '../../functions/query/duckdb-engine.ts';
import { tableReferences } from '../../functions/query/table-references.ts';
import { LAKE_TABLES, type LakeTable } from '../../schemas/lake-tables.ts';
import { PelangganError } from '../../schemas/problem.ts';
import type { Settings } from '../../schemas/settings.ts';
import { settingsViewSql } from '../../schemas/settings-view.ts';
import { didYouMean } from './nearest.ts';

const SQL = resolve(import.meta.dirname, '../../sql');

/** An engine over one lake, with its tables, the settings, and views as they are asked for. */
export class LakeEngine {
  readonly engine: DuckDbEngine;
  readonly views: readonly ViewFile[];
  readonly #ready = new Set<string>();

  private constructor(engine: DuckDbEngine, views: readonly ViewFile[]) {
    this.engine = engine;
    this.views = views;
  }

  /** Opens an engine over a lake folder, every table registered; large work spills into `scratch`. */
  static async open(
    lakeFolder: string,
    settings: Settings,
    siteSql: string | undefined,
    scratch: string,
  ): Promise<LakeEngine> {
    const folder = resolve(lakeFolder);
    const engine = await DuckDbEngine.open({
      directories: [folder],
      temporaryDirectory: join(scratch, 'spill'),
    });
    for (const table of LAKE_TABLES)
      await engine.registerTable(table.name, parquetFiles(folder, table), columnsOf(table));
    await engine.registerView(SETTINGS_VIEW, settingsViewSql(settings));
    return new LakeEngine(engine, loadViews(SQL, siteSql));
  }

  /** Makes ready just the views that a statement needs, so that a small question is answered quickly. */
  async prepare(sql: string): Promise<void> {
    const byName = new Map(this.views.map((view) => [view.name, view]));
    const needed = new Set<string>();
    const visit = (name: string): void => {
      const view = byName.get(name);
      if (view === undefined || needed.has(name)) return;
      needed.add(name);
      view.reads.forEach(visit);
    };
    const read = tableReferences(sql);
    for (const name of read) this.#requireName(name);
    read.forEach(visit);
    for (const view of this.views) {
      if (!needed.has(view.name) || this.#ready.has(view.name)) continue;
      await this.engine.registerView(view.name, view.sql);
      this.#ready.add(view.name);
    }
  }

  // The engine knows only what was made ready, so a misspelt view is found here, among all of them.
  #requireName(name: string): void {
    const known = [...this.engine.catalogue.keys(), ...this.views.map((view) => view.name)];
    if (known.includes(name)) return;
    const contract = this.views.filter((view) => view.document.is_contract).map((view) => view.name);
    throw new PelangganError(
      'sql_name_unknown',
      `sql reads ${name}, allowed are the views ${contract.join(', ')} and the tables lake_…${didYouMean(name, known)}`,
      { found: name, allowed: known },
    );
  }

  /** Computes every view once, in the order in which they read each other; gives the rows of each. */
  async materialise(onView: (name: string) => void): Promise<{ name: string; row_count: number }[]> {
    const counts: { name: string; row_count: number }[] = [];
    for (const view of this.views) {
      onView(view.name);
      await this.engine.materialiseView(view.name, view.sql);
      this.#ready.add(view.name);
      const [row] = await this.rows(`select count(*) as row_count from ${view.name}`);
      if (view.document.is_contract) counts.push({ name: view.name, row_count: Number(row?.['row_count']) });
    }
    return counts;
  }

  /** Gives all rows of a small answer as objects. */
  async rows(sql: string): Promise<Record<string, unknown>[]> {
    const result = await this.engine.run(sql);
    const rows: Record<string, unknown>[] = [];
    for await (const row of result.rows())
      rows.push(Object.fromEntries(result.columns.map(({ name }, i) => [name, row[i]])));
    return rows;
  }

  close(): Promise<void> {
    return this.engine.close();
  }
}

function columnsOf(table: LakeTable): { name: string; type: string }[] {
  return [...table.columns, ...table.partitions.map((name) => ({ name, type: 'varchar' }))];
}

function parquetFiles(folder: string, table: LakeTable): string[] {
  const start = join(folder, table.prefix);
  if (!existsSync(start)) return [];
  const entries = readdirSync(start, { recursive: true, withFileTypes: true });
  const files = entries.filter(
    (entry) => entry.isFile() && entry.name.endsWith('.parquet') && !entry.name.startsWith('.'),
  );
  return files.map((entry) => join(entry.parentPath, entry.name)).toSorted();
}
