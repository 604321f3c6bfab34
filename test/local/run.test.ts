import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Outcome, Place } from './command.ts';
import { ErrorForm, IngestForm, RunForm, VerifyForm } from './json-forms.ts';
import { MARKER, writeSmallCompany } from './small-company.ts';

const RUN = ['run', '--raw', 'raw', '--lake', 'lake'];

describe('run', () => {
  const place = new Place();
  let first: Outcome;

  beforeAll(async () => {
    writeSmallCompany(place);
    first = await place.call([...RUN, '--json']);
  });

  afterAll(() => place.remove());

  const ask = async (sql: string) => {
    const { out, code, messages } = await place.call(['query', '--lake', 'lake', sql, '--format', 'json']);
    expect({ code, messages }).toEqual({ code: 0, messages: '' });
    return JSON.parse(out);
  };

  it('accounts for every record, one entry for each file and data set', () => {
    const { files } = RunForm.parse(JSON.parse(first.out));
    const told = files.map(({ path, dataset, status, record_count, written_count, rejected_count }) => [
      path,
      dataset,
      status,
      record_count,
      written_count,
      rejected_count,
    ]);
    expect(told).toEqual([
      ['orders/orders.csv', 'orders', 'loaded', 4, 3, 1],
      ['usage/usage.ndjson', 'usage', 'loaded', 2, 2, 0],
    ]);
    expect(first.code).toBe(0);
  });

  it('computes every view and passes every check', () => {
    const { views, checks } = RunForm.parse(JSON.parse(first.out));
    const rows = Object.fromEntries(views.map(({ name, row_count }) => [name, row_count]));
    expect(rows).toMatchObject({
      orders: 3,
      usage: 2,
      parties: 3,
      payer_users: 1,
      rejected_rows: 1,
      files: 2,
    });
    expect(checks.filter(({ failed_row_count }) => failed_row_count > 0)).toEqual([]);
  });

  it('writes nothing when nothing is new, and tells the same answers to a person', async () => {
    const before = place.state('.');
    const again = await place.call(RUN);
    expect(place.state('.')).toEqual(before);
    expect(again.code).toBe(0);
    expect(again.out).toMatch(/^orders\/orders\.csv +orders +unchanged +4 +3 +1 +0 +0 +0$/m);
    expect(again.out).toContain('2 of 2 were taken in before and have not changed');
    expect(again.out).toContain('kept out of the lake: 1 column that no field takes: memo (1 file)');
    expect(again.out).toMatch(/^not_a_number +quantity +1$/m);
    expect(again.out).toContain('2 pay, 2 use, 1 do both');
    expect(again.out).toMatch(/^client +1 +25\.000$/m);
    expect(again.out).toMatch(/^2026-01 +20\.000 +1 +1 +0 +0$/m);
    expect(again.out).toContain('npx pelanggan verify --lake lake');
  });

  it('answers queries over views and lake tables', async () => {
    expect(await ask('select roles, party_count, paid_amount from role_overlap order by roles')).toEqual([
      { roles: 'buyer', party_count: 1, paid_amount: '30000.0000' },
      { roles: 'client', party_count: 1, paid_amount: '25000.0000' },
      { roles: 'user', party_count: 1, paid_amount: '0.0000' },
    ]);
    expect(
      await ask('select role, count(*) as line_count from lake_orders group by role order by role'),
    ).toEqual([
      { role: 'buyer', line_count: 2 },
      { role: 'client', line_count: 1 },
    ]);
  });

  it('writes tables in the way of the locale, and says how many rows it cut', async () => {
    const sql = 'select x, 12345.50 as amount from unnest(sequence(1, 250)) as t (x) order by x';
    const { out, messages } = await place.call(['query', '--lake', 'lake', sql, '--set', 'locale=en-GB']);
    expect(out.split('\n').slice(0, 3)).toEqual(['  x    amount', '───  ────────', '  1  12,345.5']);
    expect(messages).toBe('50 more rows; see them all with --format csv\n');
  });

  it('writes CSV', async () => {
    const sql = 'select order_id, product_id from orders order by order_id limit 1';
    const { out } = await place.call(['query', '--lake', 'lake', sql, '--format', 'csv']);
    expect(out.trim().split(/\r?\n/)).toEqual(['order_id,product_id', 'O1,P1']);
  });

  it('finds nothing that differs in a lake as it was written', async () => {
    const { code, out } = await place.call(['verify', '--lake', 'lake', '--json']);
    expect(VerifyForm.parse(JSON.parse(out))).toMatchObject({ file_count: 2, differences: [] });
    expect(code).toBe(0);
  });

  it('keeps the reference key beside the lake for its owner alone, and names no person', async () => {
    expect(statSync(place.path('lake.key')).mode & 0o777).toBe(0o600);
    const key = readFileSync(place.path('lake.key'), 'utf8').trim();
    const outcomes = [first, await place.call(['check', 'raw/orders/orders.csv'])];
    for (const { out, messages } of outcomes) {
      for (const secret of [MARKER, 'satu@example.com', key]) {
        expect(out).not.toContain(secret);
        expect(messages).not.toContain(secret);
      }
    }
  });

  it('ingest finds the raw folder of a file by itself', async () => {
    const { out, code } = await place.call(['ingest', 'raw/orders/orders.csv', '--lake', 'lake', '--json']);
    const { files } = IngestForm.parse(JSON.parse(out));
    expect(files.map(({ path, status }) => [path, status])).toEqual([['orders/orders.csv', 'unchanged']]);
    expect(code).toBe(0);
  });

  it('refuses a file of the same key from another folder, which would put the first aside', async () => {
    place.write('elsewhere/raw/orders/orders.csv', readFileSync(place.path('raw/orders/orders.csv')));
    const { out, code } = await place.call(['run', '--raw', 'elsewhere/raw', '--lake', 'lake', '--json']);
    expect(ErrorForm.parse(JSON.parse(out)).error).toMatchObject({ code: 'file_key_taken' });
    expect(code).toBe(2);
  });

  it('refuses another key, an exposed one and a lost one', async () => {
    const kept = readFileSync(place.path('lake.key'));
    place.write('lake.key', `${'ab'.repeat(32)}\n`);
    const other = await place.call(RUN);
    expect(other).toMatchObject({ code: 3, out: '' });
    expect(other.messages).toMatch(
      /lake\.key has the fingerprint [0-9a-f]{16}, the lake was made with [0-9a-f]{16}; put the lake's own key back/,
    );
    rmSync(place.path('lake.key'));
    expect((await place.call(RUN)).messages).toContain('lake.key is gone, the lake was made with');
    place.write('lake.key', kept);
    expect((await place.call(RUN)).messages).toContain(
      'lake.key can be read by others; allow its owner alone',
    );
  });
});

describe('run over a changing raw folder', () => {
  const place = new Place();
  afterAll(() => place.remove());

  it('marks what is gone, replaces what changed, names what is refused, and finds a deleted object', async () => {
    writeSmallCompany(place);
    await place.call(['ingest', 'raw/orders/orders.csv', 'raw/usage/usage.ndjson', '--lake', 'lake']);
    rmSync(place.path('raw/usage/usage.ndjson'));
    const header = 'order_id,ordered_at,buyer_id,product_id,product_kind,quantity,unit_price';
    place.write('raw/orders/orders.csv', `${header}\nO9,2026-01-05,B1,P1,goods,1,500\n`);
    place.write('raw/orders/empty.csv', '');
    place.write('raw/orders/strange.csv', 'alpha,beta\n1,2\n');
    const { code, out } = await place.call([...RUN, '--json']);
    const { files } = RunForm.parse(JSON.parse(out));
    expect(files.map(({ path, status, problem }) => [path, status, problem?.code])).toEqual([
      ['orders/empty.csv', 'refused', 'file_empty'],
      ['orders/orders.csv', 'replaced', undefined],
      ['orders/strange.csv', 'refused', 'layout_unknown'],
    ]);
    expect(code).toBe(1);
    const told = await place.call([
      'query',
      '--lake',
      'lake',
      'select dataset, status, count(*) as c from files group by dataset, status order by 1, 2',
      '--json',
    ]);
    expect(JSON.parse(told.out)).toEqual([
      { dataset: 'orders', status: 'loaded', c: 1 },
      { dataset: 'orders', status: 'replaced', c: 1 },
      { dataset: 'usage', status: 'raw_gone', c: 1 },
      { dataset: null, status: 'refused', c: 2 },
    ]);
    const usage = place.path('lake/lake/usage');
    const parquet = readdirSync(usage, { recursive: true, encoding: 'utf8' });
    rmSync(join(usage, String(parquet.find((name) => name.endsWith('.parquet')))));
    const verified = await place.call(['verify', '--lake', 'lake', '--json']);
    expect(verified.code).toBe(1);
    expect(VerifyForm.parse(JSON.parse(verified.out)).differences[0]?.code).toBe('object_missing');
  });
});
