import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { counts, only, Workbench } from './workbench.ts';

let bench: Workbench;
beforeEach(async () => {
  bench = await Workbench.create();
});
afterEach(() => bench.close());

const HEADER =
  'order_id,line_id,ordered_at,status,status_at,buyer_id,product_id,product_kind,quantity,unit_price';

function order(...cells: string[]): string {
  return `${HEADER}\n${cells.join('\n')}\n`;
}

/** Takes one file of orders in and gives what it counts: in, written, rejected, duplicate, superseded. */
async function takeOrders(text: string, settings: Record<string, unknown> = {}): Promise<number[]> {
  await bench.land('orders/o.csv', text);
  return counts(only(await bench.takeIn('orders/o.csv', settings)));
}

async function problems(): Promise<unknown[]> {
  const rows = await bench.rows('rejected', 'record_number, field, problem', 'order by all');
  return rows.map(({ record_number, field, problem }) => [record_number, field, problem]);
}

describe('records of one file that share a key', () => {
  it('counts equal ones as duplicates, also where no status_at tells them apart', async () => {
    const line = 'A,1,2024-02-01 10:00:00,paid,,B1,P1,goods,1,5';
    expect(await takeOrders(order(line, line, line))).toEqual([3, 1, 0, 2, 0]);
  });

  it('keeps the greatest status_at, wherever it stands', async () => {
    const text = order(
      'A,1,2024-02-01 10:00:00,shipped,2024-02-03 10:00:00,B1,P1,goods,1,5',
      'A,1,2024-02-01 10:00:00,completed,2024-02-02 10:00:00,B1,P1,goods,1,5',
      'A,1,2024-02-01 10:00:00,cancelled,,B1,P1,goods,1,5',
    );
    expect(await takeOrders(text)).toEqual([3, 1, 0, 0, 2]);
    expect(await bench.rows('lake/orders', 'status, record_number')).toEqual([
      { status: 'shipped', record_number: '1' },
    ]);
  });

  it('keeps the more final status of equal status_at, and the later record of equal status', async () => {
    const at = '2024-02-01 10:00:00';
    const text = order(
      `A,1,${at},returned,${at},B1,P1,goods,1,5`,
      `A,1,${at},paid,${at},B1,P1,goods,1,5`,
      `A,2,${at},paid,${at},B1,P1,goods,1,5`,
      `A,2,${at},paid,${at},B1,P1,goods,2,5`,
    );
    expect(await takeOrders(text)).toEqual([4, 2, 0, 0, 2]);
    expect(await bench.rows('lake/orders', 'line_id, status, quantity', 'order by line_id')).toEqual([
      { line_id: '1', status: 'returned', quantity: '1.0000' },
      { line_id: '2', status: 'paid', quantity: '2.0000' },
    ]);
  });

  it('lets no rejected record win over a good one', async () => {
    const text = order(
      'A,1,2024-02-01 10:00:00,paid,2024-02-01 10:00:00,B1,P1,goods,1,5',
      'A,1,2024-02-01 10:00:00,paid,2024-02-02 10:00:00,B1,P1,goods,-1,5',
    );
    expect(await takeOrders(text)).toEqual([2, 1, 1, 0, 0]);
  });

  it('numbers lines without line_id by their place in the order, and never takes them for each other', async () => {
    const text =
      'order_id,ordered_at,product_id,product_kind,quantity,unit_price\n' +
      ['A', 'B', 'A', 'A'].map((id) => `${id},2024-02-01 10:00:00,P1,goods,1,5\n`).join('');
    expect(await takeOrders(text)).toEqual([4, 4, 0, 0, 0]);
    const rows = await bench.rows('lake/orders', 'order_id, line_id, replaces', 'order by record_number');
    expect(rows.map(({ order_id, line_id }) => `${order_id}${line_id}`)).toEqual(['A1', 'B1', 'A2', 'A3']);
    expect(rows[0]?.['replaces']).toBe('order');
  });

  it('tells usage without event_id by a hash of its row: equal rows are one event that came twice', async () => {
    const text =
      'used_at,user_id,product_id,product_kind\n' +
      '2024-02-01 10:00:00,U1,P1,goods\n2024-02-01 10:00:00,U2,P1,goods\n2024-02-01T10:00:00+07:00,U1,P1,goods\n';
    await bench.land('usage/u.csv', text);
    expect(counts(only(await bench.takeIn('usage/u.csv')))).toEqual([3, 2, 0, 1, 0]);
    const rows = await bench.rows('lake/usage', 'event_id');
    expect(rows.every(({ event_id }) => /^[0-9a-f]{32}$/.test(String(event_id)))).toBe(true);
  });

  it('knows declared people by their reference', async () => {
    await bench.land('parties/p.csv', 'party_id,relation\nS1,agent\nS2,none\nS1,branch\n');
    expect(counts(only(await bench.takeIn('parties/p.csv')))).toEqual([3, 2, 0, 0, 1]);
  });
});

describe('the amount of a line', () => {
  const amounts =
    'order_id,ordered_at,product_id,product_kind,quantity,unit_price,discount_amount,line_amount';
  const line = (rest: string, i: number) => `A${i},2024-02-01 10:00:00,P1,goods,${rest}`;

  async function lineAmounts(...rests: string[]): Promise<unknown[]> {
    await takeOrders(`${amounts}\n${rests.map(line).join('\n')}\n`);
    const rows = await bench.rows('lake/orders', 'line_amount', 'order by record_number');
    return rows.map(({ line_amount }) => line_amount);
  }

  it('is the stated one, else quantity × unit_price − discount_amount', async () => {
    expect(await lineAmounts('2,10,5,', '2,10,,', '2,10,5,7', '2,,,7.5')).toEqual([
      '15.0000',
      '20.0000',
      '7.0000',
      '7.5000',
    ]);
  });

  it('rounds half up to four decimals', async () => {
    // 0.0001 × 0.5 = 0.00005; 0.0001 × 0.4999 = 0.00004999; 0.3333 × 0.3333 = 0.11108889; the last two are large:
    // 100.0001 × 0.5 = 50.00005; 0.0003 × 100000000.0001 = 30000.00000003
    const lines = ['0.0001,0.5', '0.0001,0.4999', '0.3333,0.3333', '100.0001,0.5', '0.0003,100000000.0001'];
    expect(await lineAmounts(...lines.map((line) => `${line},,`))).toEqual([
      '0.0001',
      '0.0000',
      '0.1111',
      '50.0001',
      '30000.0000',
    ]);
  });

  it('may be as large as an amount can be, and is refused beyond, without harm to other lines', async () => {
    expect(
      await lineAmounts(
        '1000,99999999999,,',
        '2,50000000000000,,',
        '99999999999999,99999999999999,,',
        '1,1,,',
      ),
    ).toEqual(['99999999999000.0000', '1.0000']);
    expect(await problems()).toEqual([
      ['2', 'line_amount', 'too_large'],
      ['3', 'line_amount', 'too_large'],
    ]);
  });

  it('is not below zero', async () => {
    expect(await lineAmounts('1,10,10,', '1,10,10.0001,')).toEqual(['0.0000']);
    expect(await problems()).toEqual([['2', 'discount_amount', 'discount_exceeds_price']]);
  });
});

describe('goods or service', () => {
  const header = 'order_id,ordered_at,product_id,product_kind,product_category,quantity,unit_price';
  const line = (product: string, kind = '', category = '') =>
    `${product},2024-02-01 10:00:00,${product},${kind},${category},1,5`;

  async function kinds(lines: readonly string[], settings: Record<string, unknown>): Promise<unknown[]> {
    await takeOrders(`${header}\n${lines.join('\n')}\n`, settings);
    const rows = await bench.rows(
      'lake/orders',
      'product_id, product_kind, product_kind_basis, role',
      'order by record_number',
    );
    return rows.map((row) => Object.values(row).join(' '));
  }

  it('is told by reference, row, category and default, in this order', async () => {
    await bench.land('products/p.csv', 'product_id,product_kind\nP1,service\n');
    await bench.takeIn('products/p.csv');
    const lines = [
      line('P1', 'goods', 'kursus'),
      line('P2', 'goods', 'kursus'),
      line('P3', '', 'kursus'),
      line('P4'),
    ];
    const settings = { category_kinds: { kursus: 'service' }, default_product_kind: 'goods' };
    expect(await kinds(lines, settings)).toEqual([
      'P1 service reference client',
      'P2 goods row buyer',
      'P3 service category client',
      'P4 goods default buyer',
    ]);
  });

  it('is never guessed', async () => {
    expect(await kinds([line('P1'), line('P2', 'goods')], {})).toEqual(['P2 goods row buyer']);
    expect(await problems()).toEqual([['1', 'product_kind', 'product_kind_unknown']]);
    const noted = await bench.rows('product_kinds', 'product_id, product_kind', 'order by 1');
    expect(noted).toEqual([
      { product_id: 'P1', product_kind: null },
      { product_id: 'P2', product_kind: 'goods' },
    ]);
  });

  it('is known by shop, unless products are company-wide', async () => {
    await bench.land('products/shop=utara/p.csv', 'product_id,product_kind\nP1,service\n');
    await bench.takeIn('products/shop=utara/p.csv');
    await bench.land('orders/shop=selatan/o.csv', `${header}\n${line('P1', 'goods')}\n`);
    await bench.takeIn('orders/shop=selatan/o.csv');
    expect(await bench.rows('lake/orders', 'product_kind')).toEqual([{ product_kind: 'goods' }]);
    await bench.land('orders/shop=barat/o.csv', `${header}\n${line('P1', 'goods')}\n`);
    await bench.takeIn('orders/shop=barat/o.csv', { products_are_company_wide: true });
    const rows = await bench.rows('lake/orders', 'shop, product_kind', 'order by 1');
    expect(rows.map(({ product_kind }) => product_kind)).toEqual(['service', 'goods']);
  });
});

describe('the time within which a record must fall', () => {
  const at = (instant: string, i: number) => `A${i},1,${instant},,,B1,P1,goods,1,5`;

  it('begins with the earliest month and ends with the business day of arrival', async () => {
    // Jakarta is 7 hours ahead: January begins at 17:00 UTC of 31 December; 29 February ends at 16:59:59.999 UTC.
    const instants = [
      '2023-12-31T16:59:59.999Z',
      '2023-12-31T17:00:00Z',
      '2024-02-29T16:59:59.999Z',
      '2024-02-29T17:00:00Z',
    ];
    expect(await takeOrders(order(...instants.map(at)), { earliest_month: '2024-01' })).toEqual([
      4, 2, 2, 0, 0,
    ]);
    expect(await problems()).toEqual([
      ['1', 'ordered_at', 'before_earliest_month'],
      ['4', 'ordered_at', 'after_arrival'],
    ]);
    expect(await bench.rows('lake/orders', 'ordered_date, month', 'order by 1')).toEqual([
      { ordered_date: '2024-01-01', month: '2024-01' },
      { ordered_date: '2024-02-29', month: '2024-02' },
    ]);
  });

  it('begins ten years before arrival where no setting says otherwise', async () => {
    expect(await takeOrders(order(at('2014-01-31 23:59:59', 1), at('2014-02-01 00:00:00', 2)))).toEqual([
      2, 1, 1, 0, 0,
    ]);
  });
});
