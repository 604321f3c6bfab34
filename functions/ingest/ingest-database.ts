import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';

/** One DuckDB in memory that does the row work of taking files in; nothing in it outlives a file but the references. */
export class IngestDatabase {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection) {
    this.#instance = instance;
    this.#connection = connection;
  }

  /** Opens a database that spills to `scratch`. One thread: each partition is then one file, always the same. */
  static async open(scratch: string, memoryLimit = '600MB'): Promise<IngestDatabase> {
    const instance = await DuckDBInstance.create(':memory:', {
      threads: '1',
      memory_limit: memoryLimit,
      temp_directory: `${scratch}/spill`,
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    });
    const database = new IngestDatabase(instance, await instance.connect());
    // Scratch files come and go under the same names: nothing may be remembered of one when the next is read.
    await database.run('set enable_external_file_cache = false; set parquet_metadata_cache = false');
    // A file may hold every month of many years for each role: each needs its own open partition.
    await database.run(`set timezone = 'UTC'; set partitioned_write_max_open_files = 4000`);
    return database;
  }

  async run(sql: string): Promise<void> {
    await this.#connection.run(sql);
  }

  /** Gives all rows of a query as plain JavaScript values (bigint for 64-bit integers). */
  async rows(sql: string): Promise<readonly (readonly unknown[])[]> {
    const reader = await this.#connection.runAndReadAll(sql);
    return reader.getRowsJS();
  }

  close(): void {
    this.#connection.closeSync();
    this.#instance.closeSync();
  }
}
