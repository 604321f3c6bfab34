import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findRetakes, retakeFiles } from '../../functions/batch/retake.ts';
import { Ingest } from '../../functions/ingest/ingest.ts';
import { IngestDatabase } from '../../functions/ingest/ingest-database.ts';
import { readEntries } from '../../functions/ledger/entries.ts';
import { openFolder } from '../../functions/storage/folder-store.ts';
import { listAll, type ObjectStore } from '../../functions/storage/object-store.ts';
import { versionInForce } from '../../schemas/ledger-entry.ts';
import { Settings } from '../../schemas/settings.ts';

let folder = '';
let raw: ObjectStore;
let lake: ObjectStore;
let ingest: Ingest;
let database: IngestDatabase;

const ORDERS = `order_id,line_id,ordered_at,buyer_id,product_id,product_kind,quantity,unit_price
o1,1,2025-01-05,b1,told,goods,1,100
o2,1,2025-01-06,b1,untold,,1,100
`;
const FEEDBACK = `feedback_id,given_at,party_id,product_id,kind
f1,2025-01-07,b1,told,nps
`;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pelanggan-retake-'));
  raw = await openFolder(join(folder, 'raw'), { create: true });
  lake = await openFolder(join(folder, 'lake'), { create: true });
  const scratch = join(folder, 'scratch');
  ingest = await Ingest.open({
    raw,
    lake,
    settings: Settings.parse({}),
    layouts: [],
    referenceKey: new Uint8Array(32),
    scratch,
  });
  database = await IngestDatabase.open(scratch);
  await land('orders/a.csv', ORDERS, '2025-02-01');
  await land('feedback/f.csv', FEEDBACK, '2025-02-01');
});

afterEach(async () => {
  ingest.close();
  database.close();
  await rm(folder, { recursive: true, force: true });
});

async function land(key: string, text: string, arrivedAt: string): Promise<void> {
  const path = join(folder, 'raw', key);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  await utimes(path, new Date(arrivedAt), new Date(arrivedAt));
  await ingest.takeIn(key);
}

async function retakes(): Promise<string[]> {
  return (await findRetakes(lake, database, join(folder, 'scratch'), false)).map((entry) => entry.key);
}

/** Folders of roles that hold rows in force, and how many. */
async function roles(table: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for await (const entry of readEntries(lake)) {
    for (const object of versionInForce(entry)?.objects ?? []) {
      const role = /role=([a-z]+)/.exec(object.key)?.[1];
      if (object.table === table && role !== undefined) counts[role] = (counts[role] ?? 0) + object.row_count;
    }
  }
  return counts;
}

const products = (rows: string) => `product_id,product_kind\n${rows}`;

describe('a product reference that lands later', () => {
  it('has a file taken in again whose row was rejected for lack of a kind', async () => {
    expect(await roles('lake_orders')).toEqual({ buyer: 1 });
    await land('products/p.csv', products('untold,service\n'), '2025-03-01');
    expect(await retakes()).toEqual(['orders/a.csv']);
    const [report] = await retakeFiles(
      ingest,
      lake,
      await findRetakes(lake, database, join(folder, 'scratch'), false),
    );
    expect(report).toMatchObject({ record_count: 2, written_count: 2, rejected_count: 0 });
    expect(await roles('lake_orders')).toEqual({ buyer: 1, client: 1 });
    expect(await retakes()).toEqual([]);
  });

  it('has files taken in again whose rows change their role, of every data set that the kind decides', async () => {
    await land('products/p.csv', products('told,service\n'), '2025-03-01');
    expect(await retakes()).toEqual(['feedback/f.csv', 'orders/a.csv']);
    await retakeFiles(ingest, lake, await findRetakes(lake, database, join(folder, 'scratch'), false));
    expect(await roles('lake_orders')).toEqual({ client: 1 });
    expect(await roles('lake_feedback')).toEqual({ client: 1 });
  });

  it('keeps to what was stated of the file and to when it first arrived', async () => {
    const path = join(folder, 'raw', 'stated.csv');
    await writeFile(path, ORDERS);
    await utimes(path, new Date('2025-02-01'), new Date('2025-02-01'));
    await ingest.takeIn('stated.csv', { dataset: 'orders' });
    await utimes(path, new Date('2025-06-01'), new Date('2025-06-01'));
    await land('products/p.csv', products('untold,service\n'), '2025-03-01');
    await retakeFiles(ingest, lake, await findRetakes(lake, database, join(folder, 'scratch'), false));
    for await (const entry of readEntries(lake)) {
      if (entry.key !== 'stated.csv') continue;
      expect(versionInForce(entry)).toMatchObject({
        arrived_at: '2025-02-01T00:00:00.000Z',
        accounts: [{ dataset: 'orders', written_count: 2 }],
      });
    }
  });

  it('passes over a file whose raw object is gone, which keeps the rows it has', async () => {
    await rm(join(folder, 'raw/orders/a.csv'));
    await land('products/p.csv', products('told,service\nuntold,goods\n'), '2025-03-01');
    const reports = await retakeFiles(
      ingest,
      lake,
      await findRetakes(lake, database, join(folder, 'scratch'), false),
    );
    expect(reports.map(({ path }) => path)).toEqual(['feedback/f.csv']);
    expect(await roles('lake_orders')).toEqual({ buyer: 1 });
  });

  it('leaves alone what it only confirms', async () => {
    await land('products/p.csv', products('told,goods\nother,service\n'), '2025-03-01');
    expect(await retakes()).toEqual([]);
  });

  it('is undone by a later reference without the product', async () => {
    await land('products/p.csv', products('untold,service\n'), '2025-03-01');
    await retakeFiles(ingest, lake, await findRetakes(lake, database, join(folder, 'scratch'), false));
    await land('products/p.csv', products('other,goods\n'), '2025-04-01');
    expect(await retakes()).toEqual(['orders/a.csv']);
    const [report] = await retakeFiles(
      ingest,
      lake,
      await findRetakes(lake, database, join(folder, 'scratch'), false),
    );
    expect(report).toMatchObject({ written_count: 1, rejected_count: 1 });
  });

  it('leaves no object behind that the ledger does not name', async () => {
    await land('products/p.csv', products('told,service\nuntold,goods\n'), '2025-03-01');
    await retakeFiles(ingest, lake, await findRetakes(lake, database, join(folder, 'scratch'), false));
    const named = new Set<string>();
    for await (const entry of readEntries(lake))
      for (const version of entry.versions) for (const { key } of version.objects) named.add(key);
    for await (const { key } of listAll(lake, '')) if (key.endsWith('.parquet')) expect(named).toContain(key);
  });
});
