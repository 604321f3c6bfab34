import { copyFile, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Difference } from '../../functions/batch/difference.ts';
import { verifyLake } from '../../functions/batch/verify.ts';
import { COMPACTED_LEDGER } from '../../functions/ledger/compaction.ts';
import { changeEntry, findEntry } from '../../functions/ledger/entries.ts';
import { type FileVersion, type LakeObject, versionInForce } from '../../schemas/ledger-entry.ts';
import { TakenLake } from '../ingest/taken-lake.ts';

const ORDERS = 'orders/a.csv';
const HEADER =
  'order_id,line_id,ordered_at,status_at,buyer_id,buyer_email,product_id,product_kind,quantity,unit_price';
/** Six records: two for the buyer, one for the client, one rejected for two reasons, one superseded by its like. */
const LINES = `o1,1,2026-01-05,2026-01-05T10:00:00Z,b1,b1@example.com,p1,goods,1,100
o2,1,2026-01-06,,b2,,p1,goods,2,100
o3,1,2026-02-06,,b1,,s1,service,1,50
o4,1,never,,b1,,p1,goods,-1,100
o1,1,2026-01-05,2026-01-04T10:00:00Z,b1,b1@example.com,p1,goods,9,100
o5,1,2026-02-07,,,,s1,service,1,50
`;

let sound: TakenLake;
let taken: TakenLake;

beforeAll(async () => {
  taken = sound = await TakenLake.create();
  await taken.land(ORDERS, `${HEADER}\n${LINES}`, '2026-03-01');
  await taken.land(
    'usage/u.ndjson',
    '{"event_id":"e1","used_at":"2026-01-08","user_id":"u1","product_id":"p1","product_kind":"goods"}\n',
    '2026-03-01',
  );
  const [orders] = await taken.takeIn(ORDERS);
  expect(orders).toMatchObject({ record_count: 6, written_count: 4, rejected_count: 1, superseded_count: 1 });
  await taken.takeIn('usage/u.ndjson');
  await taken.compact();
});

beforeEach(async () => {
  taken = await TakenLake.create(sound);
});

afterEach(() => taken.remove());
afterAll(() => sound.remove());

async function differences(): Promise<readonly Difference[]> {
  return (await verifyLake(taken.lake, taken.database, taken.scratch)).differences;
}

async function version(): Promise<FileVersion> {
  const found = await findEntry(taken.lake, ORDERS);
  const current = found === undefined ? undefined : versionInForce(found.entry);
  if (current === undefined) throw new Error('the file is not in force');
  return current;
}

/** Gives the first object of a table that the file was written to. */
async function objectOf(table: string): Promise<LakeObject> {
  const object = (await version()).objects.find((candidate) => candidate.table === table);
  if (object === undefined) throw new Error(`nothing was written to ${table}`);
  return object;
}

/** Puts a lie into the ledger entry, and the same lie into the compacted ledger. */
async function forge(change: (version: FileVersion) => Partial<FileVersion>): Promise<void> {
  await changeEntry(taken.lake, ORDERS, (entry) => {
    if (entry === undefined) throw new Error('the file is not in the ledger');
    return { ...entry, versions: entry.versions.map((known) => ({ ...known, ...change(known) })) };
  });
  await taken.compact();
}

const TABLES = [
  'lake_orders',
  'lake_rejected',
  'lake_product_kinds',
  'lake_contact_points',
  'contacts',
  'rejected_records',
];

describe('a sound lake', () => {
  it('has no differences, and every object is looked at', async () => {
    const verified = await verifyLake(taken.lake, taken.database, taken.scratch);
    expect(verified.differences).toEqual([]);
    expect(verified.file_count).toBe(2);
    expect(new Set((await version()).objects.map(({ table }) => table))).toEqual(new Set(TABLES));
    expect(verified.object_count).toBeGreaterThan(TABLES.length);
  });

  it('has none when it is empty, when a file was refused, or replaced and its old objects swept', async () => {
    const empty = await TakenLake.create();
    expect((await verifyLake(empty.lake, empty.database, empty.scratch)).differences).toEqual([]);
    await empty.remove();
    const old = await version();
    await taken.land('orders/bad.csv', 'who,what\n1,2\n', '2026-03-01');
    expect((await taken.takeIn('orders/bad.csv'))[0]?.status).toBe('refused');
    await taken.land(ORDERS, `${HEADER}\no9,1,2026-01-05,,b1,,p1,goods,1,100\n`, '2026-03-02');
    await taken.takeIn(ORDERS);
    await taken.compact();
    expect(await differences()).toEqual([]);
    for (const { key } of old.objects) await taken.lake.delete(key);
    expect(await differences()).toEqual([]);
  });
});

describe('an object of any table', () => {
  it('is found when it is deleted', async () => {
    for (const table of TABLES) {
      const { key } = await objectOf(table);
      const content = await readFile(taken.pathOf(key));
      await taken.lake.delete(key);
      expect(await differences(), table).toMatchObject([{ code: 'object_missing', key }]);
      await taken.lake.put(key, content);
    }
    expect(await differences()).toEqual([]);
  });

  it('is found when one byte is changed', async () => {
    for (const table of TABLES) {
      const { key, byte_count } = await objectOf(table);
      const content = await readFile(taken.pathOf(key));
      const changed = Buffer.from(content);
      changed[content.length >> 1] = ~(changed[content.length >> 1] ?? 0) & 0xff;
      await writeFile(taken.pathOf(key), changed);
      expect(await differences(), table).toMatchObject([
        { code: 'object_changed', key, stated: byte_count, found: byte_count },
      ]);
      await writeFile(taken.pathOf(key), content);
    }
  });

  it('is found when it is cut short', async () => {
    const { key, byte_count } = await objectOf('lake_orders');
    await truncate(taken.pathOf(key), byte_count - 10);
    expect(await differences()).toMatchObject([
      { code: 'object_changed', key, stated: byte_count, found: byte_count - 10 },
    ]);
  });

  it('is found when it is copied under another name, which doubles its rows', async () => {
    for (const table of TABLES) {
      const { key } = await objectOf(table);
      const copy = key.replace('.parquet', '-copy.parquet');
      await copyFile(taken.pathOf(key), taken.pathOf(copy));
      expect(await differences(), table).toMatchObject([{ code: 'object_unknown', key: copy }]);
      await taken.lake.delete(copy);
    }
  });

  it('is found when it is moved to another partition', async () => {
    const { key } = await objectOf('lake_orders');
    const moved = key.replace(/month=[0-9-]+/, 'month=2025-12');
    await taken.lake.put(moved, { file: taken.pathOf(key) });
    await taken.lake.delete(key);
    expect((await differences()).map(({ code, key }) => [code, key])).toEqual([
      ['object_missing', key],
      ['object_unknown', moved],
    ]);
  });

  it('is found when it cannot be read, and the rest is verified all the same', async () => {
    const { key } = await objectOf('contacts');
    const { key: gone } = await objectOf('rejected_records');
    await rm(taken.pathOf(key));
    await taken.lake.put(`${key}/x`, Buffer.from(''));
    await taken.lake.delete(gone);
    expect((await differences()).map(({ code }) => code)).toEqual([
      'object_unreadable',
      'object_missing',
      'object_unknown',
    ]);
  });
});

describe('a forged ledger entry', () => {
  const alter = (change: (object: LakeObject) => Partial<LakeObject>) =>
    forge(({ objects }) => ({ objects: objects.map((object) => ({ ...object, ...change(object) })) }));

  it('is found by the rows of an object', async () => {
    const { key, row_count } = await objectOf('lake_rejected');
    await alter((object) => (object.key === key ? { row_count: 7 } : {}));
    expect(await differences()).toMatchObject([{ code: 'count_differs', key, stated: 7, found: row_count }]);
  });

  it('is found by the bytes of an object', async () => {
    const { key, byte_count } = await objectOf('lake_orders');
    await alter((object) => (object.key === key ? { byte_count: byte_count + 1 } : {}));
    expect(await differences()).toMatchObject([{ code: 'object_changed', stated: byte_count + 1 }]);
  });

  it('is found when it names an object twice', async () => {
    const object = await objectOf('contacts');
    await forge(({ objects }) => ({ objects: [...objects, object] }));
    expect(await differences()).toMatchObject([{ code: 'object_named_twice', key: object.key }]);
  });

  it('is found when it passes over an object, whose rows are then missing too', async () => {
    const { key } = await objectOf('lake_orders');
    await forge(({ objects }) => ({ objects: objects.filter((object) => object.key !== key) }));
    expect((await differences()).map(({ code, key }) => [code, key])).toEqual([
      ['count_differs', undefined],
      ['object_unknown', key],
    ]);
  });

  it('is found when it names what is no Parquet', async () => {
    const object = await objectOf('contacts');
    await taken.lake.put(object.key, Buffer.from(''));
    // The SHA-256 of nothing.
    const sha256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
    await alter(({ key }) => (key === object.key ? { sha256, byte_count: 0 } : {}));
    expect(await differences()).toMatchObject([{ code: 'object_unreadable', key: object.key }]);
  });

  it('is found by the file and the taking-in of its rows', async () => {
    await forge(() => ({ take_id: 'other' }));
    expect(new Set((await differences()).map(({ code }) => code))).toEqual(new Set(['object_foreign']));
  });

  const account = (change: object) =>
    forge(({ accounts }) => ({ accounts: accounts.map((known) => ({ ...known, ...change })) }));

  it('is found when its account does not add up', async () => {
    await account({ record_count: 7 });
    expect(await differences()).toMatchObject([
      { code: 'sum_differs', dataset: 'orders', stated: 7, found: 6 },
    ]);
  });

  it('is found when its account adds up but is not what lies in the lake', async () => {
    await account({ record_count: 8, written_count: 6 });
    expect(await differences()).toMatchObject([
      { code: 'count_differs', dataset: 'orders', stated: 6, found: 4 },
    ]);
    await account({ record_count: 6, written_count: 4, rejected_count: 0, superseded_count: 2 });
    expect(await differences()).toMatchObject([
      { code: 'count_differs', dataset: 'orders', stated: 0, found: 1 },
    ]);
  });
});

describe('the ledger that queries read', () => {
  /** Writes the compacted ledger anew from a query over `ledger`, as it is. */
  async function rewrite(query: string): Promise<void> {
    const path = taken.pathOf(COMPACTED_LEDGER);
    await taken.database.run(`create or replace table ledger as from read_parquet('${path}')`);
    await taken.database.run(`copy (${query}) to '${path}' (format parquet)`);
  }
  const stale = (found: number) => [{ code: 'ledger_stale', key: COMPACTED_LEDGER, found }];

  it('may be written otherwise when it says the same', async () => {
    await rewrite('from ledger order by file_id desc');
    expect(await differences()).toEqual([]);
  });

  it('is found when a row is missing', async () => {
    await rewrite("from ledger where dataset = 'usage'");
    expect(await differences()).toMatchObject(stale(1));
  });

  it('is found when a row is there twice', async () => {
    await rewrite("from ledger union all from ledger where dataset = 'usage'");
    expect(await differences()).toMatchObject(stale(1));
  });

  it('is found when a row says something else, of whatever column', async () => {
    await rewrite("select * replace (shop || ' two' as shop) from ledger");
    expect(await differences()).toMatchObject(stale(4));
  });

  it('is found when it is gone, or no Parquet', async () => {
    await taken.lake.put(COMPACTED_LEDGER, Buffer.from('no Parquet'));
    expect(await differences()).toMatchObject([{ code: 'ledger_stale', key: COMPACTED_LEDGER }]);
    await taken.lake.delete(COMPACTED_LEDGER);
    expect(await differences()).toMatchObject(stale(2));
    await taken.compact();
    expect(await differences()).toEqual([]);
  });
});
