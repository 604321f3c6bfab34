import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { counts, only, REFERENCE_KEY, type Row, Workbench } from './workbench.ts';

let bench: Workbench;
beforeEach(async () => {
  bench = await Workbench.create();
});
afterEach(() => bench.close());

type Cells = Readonly<Record<string, string>>;

/** Takes one file of order lines in, each given by its personal fields, and gives their references in order. */
async function refs(records: readonly Cells[], folder = 'orders'): Promise<Row[]> {
  const lines = records.map((cells, i) =>
    JSON.stringify({
      order_id: `A${i}`,
      ordered_at: '2024-02-01 10:00:00',
      product_id: 'P1',
      product_kind: 'goods',
      quantity: '1',
      unit_price: '5',
      ...cells,
    }),
  );
  await bench.land(`${folder}/o.ndjson`, `${lines.join('\n')}\n`);
  const report = only(await bench.takeIn(`${folder}/o.ndjson`));
  expect(counts(report)).toEqual([records.length, records.length, 0, 0, 0]);
  return bench.rows('lake/orders', 'shop, buyer_ref, recipient_ref', 'order by shop, record_number');
}

function reference(kind: string, value: string): string {
  return createHmac('sha256', REFERENCE_KEY).update(`${kind}\u001f${value}`).digest('hex').slice(0, 32);
}

describe('the reference of a person', () => {
  it('is made of the strongest identifier: id in its namespace, e-mail, phone, name', async () => {
    const all = {
      buyer_id: 'B1',
      buyer_email: 'Sari@Example.com',
      buyer_phone: '0812-3456-7890',
      buyer_name: 'Sari  Utami',
    };
    const { buyer_id, ...noId } = all;
    const { buyer_email, ...noEmail } = noId;
    const found = await refs([all, noId, noEmail, { buyer_name: 'Sari  Utami' }, {}]);
    expect(found.map(({ buyer_ref }) => buyer_ref)).toEqual([
      reference('id', `canonical/main\u001f${buyer_id}`),
      reference('email', buyer_email.toLowerCase()),
      reference('phone', '+6281234567890'),
      reference('name', 'sari utami\u001fcanonical/main'),
      null,
    ]);
  });

  it('takes a name together with its address, however both are spelt', async () => {
    const [first, second, elsewhere] = await refs([
      { buyer_name: 'Renée O’Dwi', address: 'Jalan Melati No. 5', city: 'Bandung' },
      { buyer_name: 'RENEE ODWI', address: 'jalan melati no 5', city: 'BANDUNG' },
      { buyer_name: 'Renée O’Dwi', address: 'Jalan Melati No. 6', city: 'Bandung' },
    ]);
    expect(second?.['buyer_ref']).toBe(first?.['buyer_ref']);
    expect(elsewhere?.['buyer_ref']).not.toBe(first?.['buyer_ref']);
  });

  it('takes no city alone for an address', async () => {
    const [here, there] = await refs([
      { buyer_name: 'Dwi', city: 'Bandung' },
      { buyer_name: 'Dwi', city: 'Medan' },
    ]);
    expect(there?.['buyer_ref']).toBe(here?.['buyer_ref']);
  });

  it('keeps two shops with the same ids apart, and knows an e-mail in both', async () => {
    const people = [{ buyer_id: 'B1' }, { buyer_email: 'sari@example.com' }];
    await refs(people, 'orders/shop=utara');
    const found = await refs(people, 'orders/shop=selatan');
    const of = (shop: string) =>
      found.filter((row) => row['shop'] === shop).map(({ buyer_ref }) => buyer_ref);
    expect(of('utara')[0]).not.toBe(of('selatan')[0]);
    expect(of('utara')[1]).toBe(of('selatan')[1]);
  });

  it('tells whose row it is by the row’s own shop before the folder’s', async () => {
    const [own, other] = await refs(
      [{ buyer_id: 'B1', shop: 'barat' }, { buyer_id: 'B1' }],
      'orders/shop=timur',
    );
    expect(own?.['buyer_ref']).toBe(reference('id', 'canonical/barat\u001fB1'));
    expect(other?.['buyer_ref']).toBe(reference('id', 'canonical/timur\u001fB1'));
  });
});

describe('a recipient', () => {
  const buyer = { buyer_id: 'B1', buyer_name: 'Sari Utami', buyer_email: 'sari@example.com' };

  it('is the buyer by equal id, else equal name, else a shared e-mail or phone', async () => {
    const found = await refs([
      { ...buyer, recipient_id: 'B1', recipient_name: 'Somebody' },
      { ...buyer, recipient_id: 'B2', recipient_name: 'Sari Utami' },
      { ...buyer, recipient_name: 'SARI utami.' },
      { ...buyer, recipient_name: 'Dwi', recipient_email: 'sari@example.com' },
      { buyer_email: 'sari@example.com', recipient_name: 'Sari', recipient_email: 'SARI@example.com' },
      buyer,
    ]);
    const isBuyer = found.map(({ buyer_ref, recipient_ref }) => recipient_ref === buyer_ref);
    expect(isBuyer).toEqual([true, false, true, false, true, false]);
    expect(found[5]?.['recipient_ref']).toBeNull();
  });

  it('owns the delivery address; the buyer does only where nobody else receives', async () => {
    const address = 'Jalan Melati 5';
    await refs([
      { ...buyer, recipient_name: 'Dwi', address },
      { buyer_id: 'B7', buyer_name: 'Adi', address },
    ]);
    const rows = await bench.rows('restricted/contacts', 'name, address', 'order by name');
    expect(rows).toEqual([
      { name: 'Adi', address },
      { name: 'Dwi', address },
      { name: 'Sari Utami', address: null },
    ]);
  });
});

it('leaves masked values out and counts them, also where the same people come again', async () => {
  const masked = { buyer_id: 'B1', buyer_name: 'S***i', buyer_phone: '******45' };
  await bench.land(
    'orders/m.csv',
    `order_id,ordered_at,product_id,product_kind,quantity,unit_price,${Object.keys(masked).join(',')}\n${[
      1, 2, 3,
    ]
      .map((i) => `A${i},2024-02-01 10:00:00,P1,goods,1,5,${Object.values(masked).join(',')}\n`)
      .join('')}`,
  );
  const report = only(await bench.takeIn('orders/m.csv'));
  expect(report.masked_counts).toEqual({ buyer_name: 3, buyer_phone: 3 });
  expect(await bench.rows('restricted/contacts', 'id, name, phone')).toEqual([
    { id: 'B1', name: null, phone: null },
  ]);
});
