import { describe, expect, inject, test } from 'vitest';
import { type ProbeAnswer, readProbes } from '../query/probe.ts';
import { columnType, findDifference } from '../query/same-rows.ts';
import { askTrino, TrinoError } from './trino-client.ts';

async function ask(sql: string): Promise<ProbeAnswer> {
  try {
    const { columns, rows } = await askTrino(inject('trinoUrl'), sql);
    return { columns: columns.map((column) => column.type), rows };
  } catch (error) {
    if (error instanceof TrinoError) return { error: error.code };
    throw error;
  }
}

/** Answers that depend on the moment are no facts to hold anything against. */
const isOfTheMoment = (sql: string): boolean => /current_|now\(\)|localtime/i.test(sql);

describe('the corpus asked again', () => {
  test.each(readProbes())('is unchanged: $name $sql', async ({ sql, trino }) => {
    const answer = await ask(sql);
    if ('error' in trino || 'error' in answer) {
      expect(answer).toEqual(trino);
      return;
    }
    expect(answer.columns).toEqual(trino.columns);
    if (isOfTheMoment(sql)) return;
    expect([...answer.rows].map(text).sort()).toEqual([...trino.rows].map(text).sort());
  });
});

const text = (row: readonly unknown[]): string => JSON.stringify(row);

test('knows the types of the corpus by the names that columns have here', () => {
  expect(columnType('row(x integer, y varchar(3))')).toBe('row(x integer, y varchar)');
  expect(findDifference([[1]], [[1n]], [{ name: 'a', type: 'integer' }], true)).toBeUndefined();
});
