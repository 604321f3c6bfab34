import { type DuckDBConnection, DuckDBInstance, type DuckDBResult } from '@duckdb/node-api';
import { PelangganError } from '../../schemas/problem.ts';
import { asProblem } from './duckdb-problem.ts';
import { toPlainValue } from './duckdb-value.ts';
import { escapePattern, parquetRelation } from './parquet-relation.ts';
import { PRELUDE } from './prelude.ts';
import type { Column, QueryEngine, QueryResult } from './query-engine.ts';
import type { Catalogue, OutputColumn, RewrittenQuery } from './rewrite/context.ts';
import { quote, quoteText } from './rewrite/quote.ts';
import { rewriteStatement } from './rewrite.ts';
import { duckDbType } from './types/duckdb-type.ts';
import { parseType } from './types/parse-type.ts';
import { formatType, type TrinoType } from './types/trino-type.ts';

/** How an engine may use the machine. */
export interface DuckDbOptions {
  /** Threads; as many as the machine has unless given. */
  readonly threads?: number;
  /** Memory as DuckDB writes it: `800MB`. */
  readonly memoryLimit?: string;
  /** Where larger work spills to disk. */
  readonly temporaryDirectory?: string;
  /** The folders whose files tables may be registered from; nothing else on the machine can be read. */
  readonly directories?: readonly string[];
}

async function openInstance(options: DuckDbOptions): Promise<DuckDBInstance> {
  return DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    ...(options.threads === undefined ? {} : { threads: `${options.threads}` }),
    ...(options.memoryLimit === undefined ? {} : { memory_limit: options.memoryLimit }),
    ...(options.temporaryDirectory === undefined ? {} : { temp_directory: options.temporaryDirectory }),
  });
}

async function prepareInstance(connection: DuckDBConnection, directories: readonly string[]): Promise<void> {
  await connection.run(`SET GLOBAL TimeZone = 'UTC'`);
  for (const statement of PRELUDE) await connection.run(statement);
  await connection.run(
    `SET allowed_directories = [${directories
      .flatMap((folder) => [folder, escapePattern(folder)])
      .map(quoteText)
      .join(', ')}]`,
  );
  await connection.run('SET enable_external_access = false');
  await connection.run('SET lock_configuration = true');
}

/** The columns as Athena names them: an unnamed one by its position; two of one name are refused. */
function namedColumns(columns: readonly OutputColumn[]): readonly Column[] {
  const named = columns.map(({ name, type }, index) => ({
    name: name ?? `_col${index}`,
    type: formatType(type),
  }));
  const seen = new Set<string>();
  for (const { name } of named) {
    if (seen.has(name)) {
      throw new PelangganError(
        'sql_column_twice',
        `column ${name} is in the answer twice, once is allowed; give one an alias`,
        { name },
      );
    }
    seen.add(name);
  }
  return named;
}

/** A type without the quotes around field names, which DuckDB writes in one place and leaves out in another. */
function bare(type: string | undefined): string | undefined {
  return type?.replaceAll('"', '');
}

// The proof that the analysis is right: a column of another type than announced would be a silent difference.
function requireTypes(found: readonly string[], columns: readonly OutputColumn[]): void {
  columns.forEach(({ type, name }, index) => {
    if (type.kind === 'unknown' || bare(found[index]) === bare(duckDbType(type))) return;
    throw new PelangganError(
      'sql_not_portable',
      `column ${name ?? `_col${index}`} is ${found[index]} in DuckDB and ${formatType(type)} on Athena; cast it to ${formatType(type)}`,
      { column: name, found: found[index], allowed: formatType(type) },
    );
  });
}

async function* streamRows(
  result: DuckDBResult,
  types: readonly TrinoType[],
  connection: DuckDBConnection,
): AsyncGenerator<readonly unknown[]> {
  try {
    for (
      let chunk = await result.fetchChunk();
      chunk !== null && chunk.rowCount > 0;
      chunk = await result.fetchChunk()
    ) {
      for (const row of chunk.getRows()) {
        yield row.map((value, index) => toPlainValue(value, types[index] ?? { kind: 'unknown' }));
      }
    }
  } catch (error) {
    throw asProblem(error);
  } finally {
    connection.closeSync();
  }
}

/**
 * Athena's SQL on one machine: the same text is rewritten for an embedded DuckDB.
 *
 * Reads nothing but the files of its directories, writes nothing, loads no extension.
 */
export class DuckDbEngine implements QueryEngine {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;
  readonly #catalogue = new Map<string, readonly { readonly name: string; readonly type: TrinoType }[]>();

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection) {
    this.#instance = instance;
    this.#connection = connection;
  }

  /** An engine without tables yet. */
  static async open(options: DuckDbOptions = {}): Promise<DuckDbEngine> {
    const instance = await openInstance(options);
    const connection = await instance.connect();
    await prepareInstance(connection, options.directories ?? []);
    return new DuckDbEngine(instance, connection);
  }

  /** The tables and views registered so far, with their columns. */
  get catalogue(): Catalogue {
    return this.#catalogue;
  }

  /** Makes Parquet files readable as a table; no files, and it is an empty one. */
  async registerTable(name: string, files: readonly string[], columns: readonly Column[]): Promise<void> {
    const typed = columns.map((column) => ({ name: column.name, type: parseType(column.type) }));
    await this.#define(async () => {
      const relation = await parquetRelation(this.#connection, name, files, typed);
      await this.#connection.run(`CREATE OR REPLACE VIEW main.${quote(name)} AS ${relation}`);
    });
    this.#catalogue.set(name, typed);
  }

  /** Makes a query readable as a view, computed again at every use; gives its columns. */
  async registerView(name: string, sql: string): Promise<readonly Column[]> {
    return this.#register('VIEW', name, sql);
  }

  /** Computes a query once and keeps its rows as a table; gives its columns. */
  async materialiseView(name: string, sql: string): Promise<readonly Column[]> {
    return this.#register('TABLE', name, sql);
  }

  async run(sql: string): Promise<QueryResult> {
    const query = rewriteStatement(sql, this.#catalogue);
    const columns = namedColumns(query.columns);
    const connection = await this.#instance.connect();
    try {
      const result = await connection.stream(query.sql);
      requireTypes(result.columnTypes().map(String), query.columns);
      const types = query.columns.map((column) => column.type);
      return { columns, rows: () => streamRows(result, types, connection) };
    } catch (error) {
      connection.closeSync();
      throw asProblem(error);
    }
  }

  async validate(sql: string): Promise<readonly Column[]> {
    const query = rewriteStatement(sql, this.#catalogue);
    await this.#plan(query);
    return namedColumns(query.columns);
  }

  async close(): Promise<void> {
    this.#connection.closeSync();
    this.#instance.closeSync();
  }

  async #plan(query: RewrittenQuery): Promise<void> {
    await this.#define(async () => {
      const described = await this.#connection.runAndReadAll(`DESCRIBE ${query.sql}`);
      requireTypes(
        described.getRows().map((row) => String(row[1])),
        query.columns,
      );
    });
  }

  async #register(kind: 'TABLE' | 'VIEW', name: string, sql: string): Promise<readonly Column[]> {
    const query = rewriteStatement(sql, this.#catalogue);
    if (query.columns.some((column) => column.name === undefined)) {
      throw new PelangganError(
        'sql_column_unnamed',
        `view ${name} has a column without a name, names are needed; give it an alias`,
        { view: name },
      );
    }
    const columns = namedColumns(query.columns);
    await this.#plan(query);
    await this.#define(() =>
      this.#connection.run(`CREATE OR REPLACE ${kind} main.${quote(name)} AS ${query.sql}`),
    );
    this.#catalogue.set(
      name,
      query.columns.map((column) => ({ name: column.name ?? '', type: column.type })),
    );
    return columns;
  }

  async #define(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      throw asProblem(error);
    }
  }
}
