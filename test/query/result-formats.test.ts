import { describe, expect, test } from 'vitest';
import { writeCsv } from '../../functions/query/result-csv.ts';
import { writeJson } from '../../functions/query/result-json.ts';

const COLUMNS = [
  { name: 'a', type: 'bigint' },
  { name: '_col1', type: 'varchar' },
];

async function* rowsOf(...rows: readonly (readonly unknown[])[]): AsyncGenerator<readonly unknown[]> {
  yield* rows;
}

async function join(pieces: AsyncGenerator<string>): Promise<string> {
  let text = '';
  for await (const piece of pieces) text += piece;
  return text;
}

describe('an answer as JSON', () => {
  test('writes integers to the last digit, whatever their size', async () => {
    expect(await join(writeJson(COLUMNS, rowsOf([9223372036854775807n, 'x'])))).toBe(
      '[\n{"a":9223372036854775807,"_col1":"x"}\n]\n',
    );
  });

  test('writes doubles as numbers, and those that are none as text', async () => {
    const text = await join(writeJson(COLUMNS, rowsOf([0.1, Number.NaN], [-1e21, Number.NEGATIVE_INFINITY])));
    expect(text).toBe('[\n{"a":0.1,"_col1":"NaN"},\n{"a":-1e+21,"_col1":"-Infinity"}\n]\n');
  });

  test('keeps the key of a NULL, and writes arrays, rows and maps', async () => {
    const text = await join(writeJson(COLUMNS, rowsOf([null, [1n, null, { x: [2.5] }]])));
    expect(text).toBe('[\n{"a":null,"_col1":[1,null,{"x":[2.5]}]}\n]\n');
  });

  test('is an empty array where there are no rows', async () => {
    expect(await join(writeJson(COLUMNS, rowsOf()))).toBe('[]\n');
  });
});

describe('an answer as CSV', () => {
  test('tells NULL from the empty text', async () => {
    expect(await join(writeCsv(COLUMNS, rowsOf([null, ''])))).toBe('a,_col1\r\n,""\r\n');
  });

  test('quotes commas, quotes, line ends and blanks at the edge', async () => {
    const rows = rowsOf([1n, 'a,b'], [2n, 'say "x"'], [3n, 'two\nlines'], [4n, ' x']);
    expect(await join(writeCsv(COLUMNS, rows))).toBe(
      'a,_col1\r\n1,"a,b"\r\n2,"say ""x"""\r\n3,"two\nlines"\r\n4," x"\r\n',
    );
  });

  test('writes nested values as JSON and NaN bare', async () => {
    expect(await join(writeCsv(COLUMNS, rowsOf([[1n, 2n], Number.NaN])))).toBe('a,_col1\r\n"[1,2]",NaN\r\n');
  });
});
