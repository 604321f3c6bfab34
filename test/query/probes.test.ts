import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DuckDbEngine } from '../../functions/query/duckdb-engine.ts';
import type { Column } from '../../functions/query/query-engine.ts';
import { PelangganError } from '../../schemas/problem.ts';
import { type Probe, readProbes } from './probe.ts';
import { columnType, findDifference } from './same-rows.ts';

let engine: DuckDbEngine;
beforeAll(async () => {
  engine = await DuckDbEngine.open({ threads: 2 });
});
afterAll(() => engine.close());

interface Answer {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly unknown[])[];
}

async function ask(sql: string): Promise<Answer | PelangganError> {
  try {
    const result = await engine.run(sql);
    const rows: (readonly unknown[])[] = [];
    for await (const row of result.rows()) rows.push(row);
    return { columns: result.columns, rows };
  } catch (error) {
    if (error instanceof PelangganError) return error;
    throw error;
  }
}

function expectSame(probe: Probe, answer: Answer): void {
  if ('error' in probe.trino) throw new Error(`Trino answers ${probe.trino.error}, DuckDB gives rows`);
  expect(answer.columns.map((column) => column.type)).toEqual(probe.trino.columns.map(columnType));
  const isOrdered = /\border by\b[^()]*$/i.test(probe.sql);
  expect(findDifference(probe.trino.rows, answer.rows, answer.columns, isOrdered)).toBeUndefined();
}

const probes = readProbes();

describe('the corpus asked of a real Trino', () => {
  test('has every name once and more than 500 probes', () => {
    expect(new Set(probes.map((probe) => probe.name)).size).toBe(probes.length);
    expect(probes.length).toBeGreaterThan(500);
  });

  test.each(probes.filter((probe) => probe.refused === undefined && !('error' in probe.trino)))(
    'gives the same rows and types: $name $sql',
    async (probe) => {
      const answer = await ask(probe.sql);
      if (answer instanceof PelangganError) throw answer;
      expectSame(probe, answer);
    },
  );

  test.each(probes.filter((probe) => 'error' in probe.trino))(
    'refuses what Trino refuses: $name $sql',
    async (probe) => {
      expect(await ask(probe.sql)).toBeInstanceOf(PelangganError);
    },
  );

  test.each(probes.filter((probe) => probe.refused !== undefined))(
    'refuses what differs: $name $sql',
    async (probe) => {
      const answer = await ask(probe.sql);
      expect(answer).toMatchObject({ code: probe.refused });
      expect(probe.why?.length).toBeGreaterThan(10);
    },
  );
});
