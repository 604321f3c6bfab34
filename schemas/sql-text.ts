/** Gives text as a SQL string literal: the same in Athena's and in DuckDB's words. */
export function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
