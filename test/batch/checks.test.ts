import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runChecks } from '../../functions/batch/checks.ts';
import type { ViewFile } from '../../functions/batch/view-catalogue.ts';
import { DuckDbEngine } from '../../functions/query/duckdb-engine.ts';
import { ViewDocument } from '../../schemas/view-document.ts';

let engine: DuckDbEngine;

beforeEach(async () => {
  engine = await DuckDbEngine.open({ threads: 1 });
  // Twelve rows; those of 1 and 2 are bad, and all are below 100.
  await engine.registerView(
    'numbers',
    'select cast(n as bigint) as n, if(n < 3, cast(null as varchar), cast(n as varchar)) as word from unnest(sequence(1, 12)) as given (n)',
  );
});

afterEach(() => engine.close());

type Check = ViewDocument['checks'][number];

function view(name: string, checks: readonly Check[]): ViewFile {
  const words = { en: 'Numbers', id: 'Angka' };
  const document = ViewDocument.parse({
    description: words,
    grain: words,
    key: ['n'],
    columns: [{ name: 'n', type: 'bigint', description: words }],
    reads: [],
    checks,
  });
  return { name, room: '', sql: '', document, reads: [] };
}

const check = (name: string, query: string, severity: Check['severity'] = 'fail'): Check => ({
  name,
  severity,
  query,
});

describe('the checks of views', () => {
  it('find nothing where no row is at fault', async () => {
    const checks = [check('is_below_100', 'select n from numbers where n >= 100')];
    expect(await runChecks(engine, [view('numbers', checks)])).toEqual([
      { view: 'numbers', name: 'is_below_100', severity: 'fail', failed_row_count: 0, rows: [] },
    ]);
  });

  it('give the rows at fault with the names of their columns, and how severe it is', async () => {
    const query = 'select n, word from numbers where word is null order by n';
    expect(await runChecks(engine, [view('numbers', [check('has_word', query, 'warn')])])).toEqual([
      {
        view: 'numbers',
        name: 'has_word',
        severity: 'warn',
        failed_row_count: 2,
        rows: [
          { n: 1n, word: null },
          { n: 2n, word: null },
        ],
      },
    ]);
  });

  it('count every row at fault and keep the first ten', async () => {
    const [result] = await runChecks(engine, [
      view('numbers', [check('is_none', 'select n from numbers order by n')]),
    ]);
    expect(result?.failed_row_count).toBe(12);
    expect(result?.rows.map((row) => row['n'])).toEqual([1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n, 9n, 10n]);
  });

  it('run all of them, in the order of views and of their documents, whatever those before found', async () => {
    const bad = check('b', 'select n from numbers');
    const good = check('a', 'select n from numbers where false');
    const results = await runChecks(engine, [
      view('second', [bad, good]),
      view('first', [bad]),
      view('none', []),
    ]);
    expect(results.map((result) => `${result.view}.${result.name} ${result.failed_row_count}`)).toEqual([
      'second.b 12',
      'second.a 0',
      'first.b 12',
    ]);
  });

  it('name the check whose query cannot be answered', async () => {
    const checks = [check('is_asked', 'select n from nowhere')];
    await expect(runChecks(engine, [view('numbers', checks)])).rejects.toMatchObject({
      code: 'check_failed_to_run',
      message: expect.stringContaining('check numbers.is_asked'),
    });
  });
});
