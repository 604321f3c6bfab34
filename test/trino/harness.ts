import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DuckDbEngine } from '../../functions/query/duckdb-engine.ts';
import type { Column } from '../../functions/query/query-engine.ts';
import { columnType, type Difference, findDifference } from '../query/same-rows.ts';
import { askTrino, countStages } from './trino-client.ts';

/** A table that both engines read from the same Parquet files. */
export interface SharedTable {
  readonly name: string;
  /** Paths of its files; those of a partitioned table hold the folders `role=…/month=…`. */
  readonly files: readonly string[];
  /** Every column with its declared type, the partition columns among them. */
  readonly columns: readonly Column[];
  /** Names of the folders, outermost first. */
  readonly partitions?: readonly string[];
}

/** What came of asking both engines: the first cell that differs, and the columns of unlike types or names. */
export interface Comparison {
  readonly rowCount: number;
  readonly difference: Difference | undefined;
  readonly types: readonly { readonly name: string; readonly trino: string; readonly ours: string }[];
  readonly stageCount: number;
  readonly peakMemoryBytes: number;
  readonly readBytes: number;
}

const quoted = (name: string): string => `"${name}"`;

function columnList(table: SharedTable): string {
  const last = table.partitions ?? [];
  const plain = table.columns.filter((column) => !last.includes(column.name));
  const ordered = [...plain, ...last.map((name) => ({ name, type: 'varchar' }))];
  return ordered.map((column) => `${quoted(column.name)} ${column.type}`).join(', ');
}

function partitionPath(file: string, partitions: readonly string[]): string {
  const folders = dirname(file).split('/');
  return partitions.map((name) => folders.find((folder) => folder.startsWith(`${name}=`)) ?? '').join('/');
}

/**
 * The same tables and views in a real Trino and in our engine, and a comparison of their answers.
 *
 * Files are copied below the one folder that Trino sees; the schema is made anew.
 */
export class TrinoHarness {
  readonly engine: DuckDbEngine;
  readonly #url: string;
  readonly #folder: string;
  readonly #schema: string;

  private constructor(engine: DuckDbEngine, url: string, folder: string, schema: string) {
    this.engine = engine;
    this.#url = url;
    this.#folder = folder;
    this.#schema = schema;
  }

  /** An empty schema of this name on the Trino at `url`, whose `local:///` is `trinoFolder`. */
  static async open(url: string, trinoFolder: string, schema = 'live'): Promise<TrinoHarness> {
    const folder = join(trinoFolder, 'warehouse', schema);
    await askTrino(url, `drop schema if exists ${quoted(schema)} cascade`);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    await askTrino(url, `create schema ${quoted(schema)} with (location = 'local:///warehouse/${schema}')`);
    const engine = await DuckDbEngine.open({ threads: 2, directories: [folder] });
    return new TrinoHarness(engine, url, folder, schema);
  }

  /** Trino's own answer to a statement in the harness's schema. */
  ask(sql: string): ReturnType<typeof askTrino> {
    return askTrino(this.#url, sql, this.#schema);
  }

  /** Gives both engines a table over copies of the same files. */
  async addTable(table: SharedTable): Promise<void> {
    const partitions = table.partitions ?? [];
    const root = join(this.#folder, table.name);
    mkdirSync(root, { recursive: true });
    const copies = table.files.map((file, index) => {
      const target = join(root, partitionPath(file, partitions), `${index}-${basename(file)}`);
      cpSync(file, target);
      return target;
    });
    const location = `local:///warehouse/${this.#schema}/${table.name}`;
    const by = partitions.map((name) => `'${name}'`).join(', ');
    const partitioned = partitions.length === 0 ? '' : `, partitioned_by = array[${by}]`;
    await this.ask(
      `create table ${quoted(table.name)} (${columnList(table)}) with (external_location = '${location}', format = 'PARQUET'${partitioned})`,
    );
    if (partitions.length > 0) {
      await this.ask(`call system.sync_partition_metadata('${this.#schema}', '${table.name}', 'ADD')`);
    }
    await this.engine.registerTable(table.name, copies, table.columns);
  }

  /** Gives both engines a view of the same text; gives the columns that ours announces. */
  async addView(name: string, sql: string): Promise<readonly Column[]> {
    await this.ask(`create or replace view ${quoted(name)} as ${sql}`);
    return this.engine.registerView(name, sql);
  }

  /** Asks both engines for a view by its name, or for the answer to a statement, and says what differs. */
  async compare(viewOrSql: string): Promise<Comparison> {
    const sql = /\s/.test(viewOrSql.trim()) ? viewOrSql : `select * from ${quoted(viewOrSql)}`;
    const trino = await this.ask(sql);
    const result = await this.engine.run(sql);
    const rows: (readonly unknown[])[] = [];
    for await (const row of result.rows()) rows.push(row);
    const types = result.columns.map((column, index) => {
      const { name, type } = trino.columns[index] ?? { name: '(none)', type: 'varchar' };
      const isNamedAlike = name.toLowerCase() === column.name;
      return {
        name: column.name,
        trino: `${isNamedAlike ? '' : `${name} `}${columnType(type)}`,
        ours: column.type,
      };
    });
    return {
      rowCount: trino.rows.length,
      difference: findDifference(trino.rows, rows, result.columns, false),
      types: types.filter((type) => type.trino !== type.ours),
      stageCount: countStages(trino.stats.rootStage),
      peakMemoryBytes: trino.stats.peakMemoryBytes,
      readBytes: trino.stats.physicalInputBytes,
    };
  }

  /** Closes our engine; the schema stays for whoever looks at it afterwards. */
  async close(): Promise<void> {
    await this.engine.close();
  }
}
