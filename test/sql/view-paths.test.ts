import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadViews } from '../../functions/batch/view-catalogue.ts';
import { DuckDbEngine } from '../../functions/query/duckdb-engine.ts';
import { ask } from './ask.ts';
import { putLake } from './lake-fixture.ts';
import { randomLake } from './random-lake.ts';

const views = loadViews(fileURLToPath(new URL('../../sql', import.meta.url)));
let inlined: DuckDbEngine;
let materialised: DuckDbEngine;

beforeAll(async () => {
  inlined = await DuckDbEngine.open({ threads: 2 });
  materialised = await DuckDbEngine.open({ threads: 2 });
  const lake = randomLake(7);
  await putLake(inlined, lake);
  await putLake(materialised, lake);
  for (const view of views) await inlined.registerView(view.name, view.sql);
  for (const view of views) await materialised.materialiseView(view.name, view.sql);
}, 240_000);
afterAll(async () => {
  await inlined?.close();
  await materialised?.close();
});

describe.each(views.map((view) => [view.name, view] as const))(
  'view %s over a random lake',
  (_name, view) => {
    it('gives the same rows computed at use and kept as a table', async () => {
      const rows = await ask(inlined, `select * from ${view.name}`);
      expect(rows).toEqual(await ask(materialised, `select * from ${view.name}`));
      // A lake that never reaches a view would prove nothing of it; rejected rows are no part of this one.
      if (view.name !== 'rejected_rows') expect(rows).not.toEqual([]);
    });

    it('passes its own checks', async () => {
      for (const check of view.document.checks.filter(({ severity }) => severity === 'fail')) {
        expect(await ask(materialised, check.query), check.name).toEqual([]);
      }
    });
  },
);

describe('the lake as a whole', () => {
  const one = async (sql: string) => (await ask(materialised, sql))[0];

  it('gives the same views whatever the order in which rows lie', async () => {
    const lake = randomLake(7);
    const turned = Object.fromEntries(Object.entries(lake).map(([name, rows]) => [name, rows.toReversed()]));
    const before = await Promise.all(
      ['orders', 'characteristics', 'monthly_measures'].map((name) => ask(inlined, `select * from ${name}`)),
    );
    await putLake(inlined, turned);
    const after = await Promise.all(
      ['orders', 'characteristics', 'monthly_measures'].map((name) => ask(inlined, `select * from ${name}`)),
    );
    await putLake(inlined, lake);
    expect(after).toEqual(before);
  });

  it('has one revenue: of paid lines, of roles and lines without buyer, of parties, and of months', async () => {
    const ofLines = await one(
      'select sum(line_amount - coalesce(refunded_amount, 0)) from orders where is_paid',
    );
    expect(await one('select sum(revenue) from monthly_totals')).toBe(ofLines);
    expect(
      await one(
        'select (select sum(paid_amount) from party_roles) + (select sum(revenue_amount) from orders where party_key is null)',
      ),
    ).toBe(ofLines);
    expect(await one('select sum(paid_amount) from role_overlap')).toBe(
      await one('select sum(paid_amount) from parties'),
    );
  });

  it('finds a key that is doubled and a NULL that must not be', async () => {
    const engine = await DuckDbEngine.open();
    const check = views.find((view) => view.name === 'party_roles')?.document.checks ?? [];
    await engine.materialiseView(
      'party_roles',
      "select party_key, role, cast(null as date) as first_date, cast(null as date) as last_date, 1 as order_count, 1 as quantity, 1 as paid_amount, 1 as usage_count, 1 as unconverted_line_count from (values ('a', 'buyer'), ('a', 'buyer')) as t (party_key, role)",
    );
    const found = await Promise.all(
      ['key_is_unique', 'never_null'].map((name) =>
        ask(engine, check.find((one) => one.name === name)?.query ?? ''),
      ),
    );
    await engine.close();
    expect(found.map((rows) => rows.length)).toEqual([1, 2]);
  });
});
