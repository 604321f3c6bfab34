import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const DATA = resolve(ROOT, '../shared/data');
const run = promisify(execFile);

type Row = Record<string, unknown>;

/** Runs the command as a person would and gives its JSON document. */
async function pelanggan(...args: string[]): Promise<unknown> {
  const { stdout } = await run(process.execPath, ['infra/local/pelanggan.js', ...args], {
    cwd: ROOT,
    maxBuffer: 1 << 28,
  });
  return JSON.parse(stdout);
}

/** A real shop's data, taken in whole through a mapping kept here, and asked by `query`. */
function realShop(
  name: string,
  files: readonly string[],
  claims: (ask: (sql: string) => Promise<Row[]>, runs: () => readonly Row[]) => void,
): void {
  const isThere = files.every((file) => existsSync(join(DATA, name, file)));
  const title = isThere
    ? name
    : `${name} (skipped: its data is not beside the checkout in ../shared/data/${name})`;
  describe.skipIf(!isThere)(title, () => {
    let folder = '';
    let reports: readonly Row[] = [];
    const site = join(import.meta.dirname, name);
    const ask = async (sql: string) =>
      (await pelanggan(
        'query',
        '--lake',
        join(folder, 'lake'),
        '--site',
        site,
        '--format',
        'json',
        sql,
      )) as Row[];

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), `pelanggan-${name}-`));
      await mkdir(join(folder, 'raw'));
      for (const file of files) await cp(join(DATA, name, file), join(folder, 'raw', file));
      const answer = (await pelanggan(
        'run',
        '--raw',
        join(folder, 'raw'),
        '--lake',
        join(folder, 'lake'),
        '--site',
        site,
        '--json',
      )) as { files: Row[] };
      reports = answer.files;
    }, 240_000);

    afterAll(() => rm(folder, { recursive: true, force: true }));

    it('accounts for every record', () => {
      for (const report of reports) {
        const parts = ['written_count', 'rejected_count', 'duplicate_count', 'superseded_count'].map((part) =>
          Number(report[part]),
        );
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(report['record_count']);
        expect(report).toMatchObject({ status: 'loaded', rejected_count: 0 });
      }
    });

    claims(ask, () => reports);
  });
}

realShop('adventureworks', ['InternetSales.parquet'], (ask) => {
  it('holds 60,398 lines of 18,484 paying parties', async () => {
    expect(
      await ask('select count(*) as line_count, count(distinct party_key) as party_count from orders'),
    ).toEqual([{ line_count: 60_398, party_count: 18_484 }]);
    expect(await ask('select count(*) as party_count from parties where is_payer')).toEqual([
      { party_count: 18_484 },
    ]);
  });

  it('adds up to the cent in each of its five years', async () => {
    const years = await ask(
      'select year(month) as year, cast(sum(revenue) as decimal(18, 2)) as revenue from monthly_totals group by year(month) order by 1',
    );
    expect(years).toEqual([
      { year: 2010, revenue: '43421.04' },
      { year: 2011, revenue: '7075525.93' },
      { year: 2012, revenue: '5842485.20' },
      { year: 2013, revenue: '16351550.34' },
      { year: 2014, revenue: '45694.72' },
    ]);
  });
});

realShop('sakila', ['payment.csv', 'rental.csv'], (ask) => {
  it('holds 16,044 usage events and 16,049 payments', async () => {
    expect(await ask('select count(*) as event_count from usage')).toEqual([{ event_count: 16_044 }]);
    expect(await ask('select count(*) as payment_count from orders')).toEqual([{ payment_count: 16_049 }]);
  });

  it('has the revenue of each month', async () => {
    const months = await ask(
      'select month, cast(revenue as decimal(18, 2)) as revenue from monthly_totals where revenue > 0 order by month',
    );
    expect(months).toEqual([
      { month: '2005-05-01', revenue: '4824.43' },
      { month: '2005-06-01', revenue: '9631.88' },
      { month: '2005-07-01', revenue: '28373.89' },
      { month: '2005-08-01', revenue: '24072.13' },
      { month: '2006-02-01', revenue: '514.18' },
    ]);
  });

  it('has four payments by somebody else than who rented', async () => {
    const paid = await ask(`
      select count(*) as payment_count from orders
      join usage on usage.shop = orders.shop and usage.order_id = orders.order_id
      where usage.party_key <> orders.party_key`);
    expect(paid).toEqual([{ payment_count: 4 }]);
  });
});

realShop('completejourney', ['transactions_sample.csv.gz'], (ask) => {
  it('holds 75,000 lines of 2,377 households worth 233,935.24', async () => {
    expect(
      await ask(
        'select count(*) as line_count, count(distinct party_key) as party_count, cast(sum(line_amount) as decimal(18, 2)) as amount from orders',
      ),
    ).toEqual([{ line_count: 75_000, party_count: 2_377, amount: '233935.24' }]);
  });

  it('keeps the 416 lines of quantity 0', async () => {
    expect(await ask('select count(*) as line_count from orders where quantity = 0')).toEqual([
      { line_count: 416 },
    ]);
  });
});
