/** A column of an answer: its name, and its type in Trino's words (`varchar`, `decimal(18,4)`, `timestamp(3)`). */
export interface Column {
  readonly name: string;
  readonly type: string;
}

/**
 * The answer to one statement: its columns, and its rows as they come.
 *
 * A value is what `query --format json` writes: boolean, string, number (a double), bigint (every integer type),
 * NULL as null; decimals, dates and timestamps as text; arrays, rows and maps as arrays and objects of these.
 */
export interface QueryResult {
  readonly columns: readonly Column[];
  rows(): AsyncIterable<readonly unknown[]>;
}

/**
 * What Athena offers, and nothing more: run one statement and read its answer, or analyse it without running it
 * (`EXPLAIN (TYPE VALIDATE)`).
 */
export interface QueryEngine {
  run(sql: string): Promise<QueryResult>;
  validate(sql: string): Promise<readonly Column[]>;
  close(): Promise<void>;
}
