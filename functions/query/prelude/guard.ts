/** DuckDB text that raises where Trino raises too: the message says what is wrong with the value, never the value. */
export function raise(message: string): string {
  return `error('sql_value: ${message}')`;
}

/** DuckDB text that raises where Trino would give a value that DuckDB cannot give alike. */
export function refuseValue(message: string): string {
  return `error('sql_not_portable: ${message}')`;
}

/** A macro as a DuckDB statement. */
export function macro(head: string, body: string): string {
  return `CREATE OR REPLACE MACRO ${head} AS ${body}`;
}
