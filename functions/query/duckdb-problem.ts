import { PelangganError } from '../../schemas/problem.ts';

const GUARD = /\b(sql_value|sql_not_portable): ([^\n]*)/;

/** What the client writes before an error of DuckDB itself. */
const WRAPPER = /^Failed to [a-z ]+: /;

const CLASSES: readonly (readonly [RegExp, string, string])[] = [
  [
    /^(Binder|Parser|Catalog) Error/,
    'sql_not_valid',
    'the query cannot be planned; check that every column outside an aggregate is in group by',
  ],
  [
    /^(Conversion|Out of Range) Error|^Invalid Input Error/,
    'sql_value',
    'a value is out of range or has not the form that its new type needs; use try_cast, nullif or a wider type',
  ],
  [
    /^Out of Memory Error/,
    'query_memory',
    'the query needs more memory than allowed; select fewer rows or columns, or raise the memory setting',
  ],
  [/^(IO|Permission) Error/, 'query_io', 'a file of the lake cannot be read; run verify'],
  [/^INTERRUPT/, 'query_cancelled', 'the query was stopped; run it again'],
];

/** Words of DuckDB's planner that name columns, functions and types, never a value from a row. */
function plannerWords(message: string): string {
  const line = message.split('\n')[0] ?? '';
  return line
    .replace(/^\w+ Error: /, '')
    .replaceAll(/\s+/g, ' ')
    .slice(0, 200);
}

/**
 * An error of DuckDB as one that a person can act on.
 *
 * DuckDB's own text of an error in a value holds that value, so it goes nowhere: not into the message, not as cause.
 */
export function asProblem(error: unknown): PelangganError {
  if (error instanceof PelangganError) return error;
  const message = (error instanceof Error ? error.message : String(error)).replace(WRAPPER, '');
  const guard = GUARD.exec(message);
  if (guard !== null) return new PelangganError(guard[1] ?? 'sql_value', `query: ${guard[2]}`);
  for (const [shape, code, text] of CLASSES) {
    if (!shape.test(message)) continue;
    const words = code === 'sql_not_valid' ? ` (${plannerWords(message)})` : '';
    return new PelangganError(code, `query: ${text}${words}`);
  }
  const kind = /^[A-Za-z ]+ Error/.exec(message)?.[0] ?? 'unknown error';
  return new PelangganError('query_failed', `query: the engine failed (${kind}); report the query`, { kind });
}
