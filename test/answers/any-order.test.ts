import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ask, type Row, SmallLake } from './small-lake.ts';

const made: { remove(): Promise<unknown> }[] = [];

afterEach(async () => {
  for (const thing of made.splice(0)) await thing.remove();
});

interface RawFile {
  readonly text: string;
  readonly arrivedAt: string;
}

/** Lays raw files in a folder, each with its time of arrival. */
async function lay(files: Readonly<Record<string, RawFile>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'pelanggan-raw-'));
  made.push({ remove: () => rm(folder, { recursive: true, force: true }) });
  for (const [key, { text, arrivedAt }] of Object.entries(files)) {
    const path = join(folder, key);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
    await utimes(path, new Date(arrivedAt), new Date(arrivedAt));
  }
  return folder;
}

async function answers(
  rawFolder: string,
  keys: readonly string[],
  queries: readonly string[],
): Promise<Row[][]> {
  const lake = await SmallLake.create(rawFolder);
  made.push(lake);
  for (const report of await lake.takeIn(keys)) expect(report.status).toBe('loaded');
  const engine = await lake.open();
  try {
    const results: Row[][] = [];
    for (const query of queries) results.push(await ask(engine, query));
    return results;
  } finally {
    await engine.close();
  }
}

function* permutations<T>(items: readonly T[]): Generator<T[]> {
  if (items.length === 0) yield [];
  for (const [i, item] of items.entries())
    for (const rest of permutations(items.toSpliced(i, 1))) yield [item, ...rest];
}

const HEADER = 'order_id,ordered_at,status,status_at,buyer_id,product_id,product_kind,quantity,unit_price';

/** Three exports whose periods overlap; orders in more than one come with a later status, another line or none. */
const EXPORTS: Readonly<Record<string, RawFile>> = {
  'orders/a.csv': {
    arrivedAt: '2025-02-01T00:00:00Z',
    text: `${HEADER}
o1,2025-01-05,paid,2025-01-05T10:00:00Z,b1,p1,goods,1,100
o2,2025-01-20,pending,2025-01-20T10:00:00Z,b2,p1,goods,1,100
o3,2025-01-25,paid,2025-01-25T10:00:00Z,b3,p1,goods,2,100
o3,2025-01-25,paid,2025-01-25T10:00:00Z,b3,p2,goods,1,50
`,
  },
  'orders/b.csv': {
    arrivedAt: '2025-03-01T00:00:00Z',
    text: `${HEADER}
o2,2025-01-20,completed,2025-02-02T10:00:00Z,b2,p1,goods,1,100
o3,2025-01-25,returned,2025-01-27T10:00:00Z,b3,p1,goods,2,100
o4,2025-02-10,paid,2025-02-10T10:00:00Z,b1,p1,goods,1,70
`,
  },
  'orders/c.csv': {
    arrivedAt: '2025-04-01T00:00:00Z',
    text: `${HEADER}
o3,2025-01-25,completed,2025-01-26T10:00:00Z,b3,p1,goods,9,100
o4,2025-02-10,shipped,2025-02-10T10:00:00Z,b1,p1,goods,1,70
`,
  },
};

describe('files in any order', () => {
  it('give the same views: three overlapping exports in all six orders', async () => {
    const raw = await lay(EXPORTS);
    const queries = [
      'select order_id, line_id, status, quantity, party_key from orders order by order_id, line_id',
      'select * from party_roles order by party_key, role',
      'select * from monthly_measures order by month, measure, dimension, dimension_value',
      'select * from files order by file_id',
    ];
    const results: Row[][][] = [];
    for (const keys of permutations(Object.keys(EXPORTS))) results.push(await answers(raw, keys, queries));
    expect(results).toHaveLength(6);
    for (const result of results) expect(result).toEqual(results[0]);
    // o1 as it came; o2 completed; o3 as returned, which is its newest status, and without its second line; o4 shipped.
    expect(
      results[0]?.[0]?.map(
        (row) => `${row['order_id']} ${row['line_id']} ${row['status']} ${row['quantity']}`,
      ),
    ).toEqual(['o1 1 paid 1.0000', 'o2 1 completed 1.0000', 'o3 1 returned 2.0000', 'o4 1 shipped 1.0000']);
  });

  it('keep two shops with the same ids apart', async () => {
    const line = 'o1,2025-01-05,paid,,b1,p1,goods,1,100\n';
    const raw = await lay({
      'orders/shop=east/a.csv': { arrivedAt: '2025-02-01T00:00:00Z', text: `${HEADER}\n${line}` },
      'orders/shop=west/a.csv': { arrivedAt: '2025-02-01T00:00:00Z', text: `${HEADER}\n${line}` },
    });
    const [orders, parties] = await answers(
      raw,
      ['orders/shop=east/a.csv', 'orders/shop=west/a.csv'],
      [
        'select count(*) as line_count, count(distinct order_key) as order_count from orders',
        'select count(*) as party_count, sum(paid_amount) as paid_amount from parties',
      ],
    );
    expect(orders).toEqual([{ line_count: 2n, order_count: 2n }]);
    expect(parties).toEqual([{ party_count: 2n, paid_amount: '200.0000' }]);
  });
});

describe('a file that lands again', () => {
  it('changes nothing when its bytes are the same, and replaces only its own rows when they are not', async () => {
    const raw = await lay(EXPORTS);
    const lake = await SmallLake.create(raw);
    made.push(lake);
    await lake.takeIn();
    expect((await lake.takeIn()).map((report) => report.status)).toEqual([
      'unchanged',
      'unchanged',
      'unchanged',
    ]);
    await writeFile(join(raw, 'orders/a.csv'), `${HEADER}\no9,2025-01-05,paid,,b9,p1,goods,1,5\n`);
    await utimes(join(raw, 'orders/a.csv'), new Date('2025-05-01'), new Date('2025-05-01'));
    expect((await lake.takeIn()).map((report) => report.status)).toEqual([
      'replaced',
      'unchanged',
      'unchanged',
    ]);
    const engine = await lake.open();
    expect(
      (await ask(engine, 'select order_id from orders order by order_id')).map((row) => row['order_id']),
    ).toEqual(['o2', 'o3', 'o4', 'o9']);
    expect(
      await ask(
        engine,
        "select status, count(*) as n from files where file_id like 'orders/a.csv@%' group by status order by status",
      ),
    ).toEqual([
      { status: 'loaded', n: 1n },
      { status: 'replaced', n: 1n },
    ]);
    await engine.close();
  });

  it('counts again when it lands as it once was, after it was another', async () => {
    const raw = await lay(EXPORTS);
    const lake = await SmallLake.create(raw);
    made.push(lake);
    const path = join(raw, 'orders/a.csv');
    const land = async (text: string, day: string) => {
      await writeFile(path, text);
      await utimes(path, new Date(day), new Date(day));
      return (await lake.takeIn(['orders/a.csv']))[0]?.status;
    };
    const [first, second] = [
      `${HEADER}\no1,2025-01-05,paid,,b1,p1,goods,1,5\n`,
      `${HEADER}\no2,2025-01-05,paid,,b1,p1,goods,1,5\n`,
    ];
    expect(await land(first, '2025-05-01')).toBe('loaded');
    expect(await land(second, '2025-05-02')).toBe('replaced');
    expect(await land(first, '2025-05-03')).toBe('replaced');
    expect(await land(first, '2025-05-04')).toBe('unchanged');
    // A backup put back is older, and yet what lies there now; and it is not taken in again each time.
    expect(await land(second, '2025-04-01')).toBe('replaced');
    expect((await lake.takeIn(['orders/a.csv']))[0]?.status).toBe('unchanged');
    expect(await land(first, '2025-04-01')).toBe('replaced');
    const engine = await lake.open();
    expect(await ask(engine, 'select order_id from orders')).toEqual([{ order_id: 'o1' }]);
    await engine.close();
  });

  it('keeps the good version in force when a broken one replaces it', async () => {
    const raw = await lay(EXPORTS);
    const lake = await SmallLake.create(raw);
    made.push(lake);
    await lake.takeIn();
    await writeFile(join(raw, 'orders/a.csv'), 'who,what\n1,2\n');
    await utimes(join(raw, 'orders/a.csv'), new Date('2025-05-01'), new Date('2025-05-01'));
    expect((await lake.takeIn())[0]).toMatchObject({
      status: 'refused',
      problem: { code: 'layout_unknown' },
    });
    const engine = await lake.open();
    expect(await ask(engine, "select count(*) as n from orders where order_id = 'o1'")).toEqual([{ n: 1n }]);
    await engine.close();
  });
});
