import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadViews } from '../../functions/batch/view-catalogue.ts';
import { DuckDbEngine } from '../../functions/query/duckdb-engine.ts';
import { ask, plain } from './ask.ts';
import { cases as loyalty } from './cases/characteristics-habits.ts';
import { cases as interest } from './cases/characteristics-interest.ts';
import { cases as customerTypes } from './cases/customer-types.ts';
import { cases as money } from './cases/money.ts';
import { cases as months } from './cases/months.ts';
import { cases as pairs } from './cases/pairs.ts';
import { cases as parties } from './cases/parties.ts';
import { cases as quality } from './cases/quality.ts';
import { cases as rfm } from './cases/rfm.ts';
import { cases as versions } from './cases/versions.ts';
import { putLake } from './lake-fixture.ts';
import type { Expected, ViewCase } from './view-case.ts';

const GROUPS: Readonly<Record<string, readonly ViewCase[]>> = {
  'the winning version': versions,
  money,
  'parties and their roles': parties,
  'payers and users': pairs,
  'customer types': customerTypes,
  'habits: thrifty, loyal, growing': loyalty,
  'interest: new, potential, impulsive': interest,
  rfm,
  months,
  quality,
};

let engine: DuckDbEngine;
beforeAll(async () => {
  engine = await DuckDbEngine.open({ threads: 2 });
  await putLake(engine, {});
  for (const view of loadViews(fileURLToPath(new URL('../../sql', import.meta.url)))) {
    await engine.registerView(view.name, view.sql);
  }
}, 120_000);
afterAll(async () => engine?.close());

async function answer(expected: Expected): Promise<{ found: string[]; wanted: string[] }> {
  const filter = expected.where === undefined ? '' : ` where ${expected.where}`;
  const sql = `select ${expected.columns} from ${expected.view}${filter}`;
  const types = (await engine.validate(sql)).map((column) => column.type);
  const wanted = expected.rows.map((row) =>
    JSON.stringify(row.map((cell, index) => plain(cell, types[index] ?? ''))),
  );
  return { found: await ask(engine, sql), wanted: wanted.toSorted() };
}

for (const [group, cases] of Object.entries(GROUPS)) {
  describe(group, () => {
    it.each(cases.map((given) => [given.claim, given] as const))('%s', async (_claim, given) => {
      await putLake(engine, given.lake, given.settings);
      for (const expected of given.expect) {
        const { found, wanted } = await answer(expected);
        expect(found, expected.view).toEqual(wanted);
      }
    });
  });
}
