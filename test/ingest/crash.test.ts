import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { verifyLake } from '../../functions/batch/verify.ts';
import { COMPACTED_LEDGER } from '../../functions/ledger/compaction.ts';
import { findEntry, readEntries } from '../../functions/ledger/entries.ts';
import { listAll } from '../../functions/storage/object-store.ts';
import { LAKE_TABLES } from '../../schemas/lake-tables.ts';
import { versionInForce } from '../../schemas/ledger-entry.ts';
import { Crash, type Failure, failAtPut } from '../storage/failing-store.ts';
import { TakenLake } from './taken-lake.ts';

const KEY = 'orders/a.csv';
const HEADER = 'order_id,line_id,ordered_at,buyer_id,buyer_email,product_id,product_kind,quantity,unit_price';
/** Three months, both roles, one record rejected: eight objects. */
const OLD = `${HEADER}
o1,1,2026-01-05,b1,b1@example.com,p1,goods,1,100
o2,1,2026-02-05,b2,,p1,goods,1,100
o3,1,2026-03-05,b1,,s1,service,1,50
o4,1,never,b1,,p1,goods,1,100
`;
/** One month of the old file corrected, one gone, one new. */
const NEW = `${HEADER}
o1,1,2026-01-05,b1,b1@example.com,p1,goods,7,100
o3,1,2026-03-05,b1,,s1,service,1,50
o5,1,2026-04-05,b3,,p2,goods,1,10
o6,1,never,b1,,p1,goods,1,100
o7,1,never,b1,,p1,goods,1,100
`;

const FACTS = 'lake_orders';
const OLD_STATE = {
  facts: ['o1 1 buyer', 'o2 1 buyer', 'o3 1 client'],
  rejected: 1,
};
const NEW_STATE = { facts: ['o1 7 buyer', 'o3 1 client', 'o5 1 buyer'], rejected: 2 };
const NOTHING = { facts: [], rejected: 0 };
type State = { readonly facts: readonly string[]; readonly rejected: number };

/** What views see: rows of all objects in the lake, whoever names them, whose taking-in the compacted ledger has in force. */
async function visible(taken: TakenLake): Promise<State> {
  await taken.compact();
  const ledger = taken.pathOf(COMPACTED_LEDGER);
  await taken.database.run(`create or replace view ledger as from read_parquet('${ledger}')`);
  const [facts, rejected] = await Promise.all(
    [FACTS, 'lake_rejected'].map((table) => relation(taken, table)),
  );
  const rows =
    facts === undefined
      ? []
      : await taken.database.rows(
          `select order_id, quantity::integer, role from ${facts} as facts ${IN_FORCE} order by all`,
        );
  const [[count] = [0]] =
    rejected === undefined
      ? []
      : await taken.database.rows(`select count(*) from ${rejected} as facts ${IN_FORCE}`);
  return { facts: rows.map((row) => row.join(' ')), rejected: Number(count) };
}

const IN_FORCE = 'where facts.take_id in (select take_id from ledger where is_in_force)';

async function relation(taken: TakenLake, name: string): Promise<string | undefined> {
  const prefix = LAKE_TABLES.find((table) => table.name === name)?.prefix ?? '';
  const files: string[] = [];
  for await (const { key } of listAll(taken.lake, prefix)) files.push(`'${taken.pathOf(key)}'`);
  return files.length === 0
    ? undefined
    : `read_parquet([${files.join(', ')}], hive_partitioning = ${name === FACTS})`;
}

/** One test takes a file in twice for each of its puts. */
const MANY_TAKES_MS = 180_000;

/** What is taken in, over which lake, and what is to be seen before and after. */
interface Scene {
  readonly name: string;
  readonly before: State;
  readonly after: State;
  /** Brings a lake to the state before. */
  prepare(taken: TakenLake): Promise<void>;
  readonly options: { readonly settings?: object; readonly again?: boolean };
}

const SCENES: readonly Scene[] = [
  {
    name: 'a new file',
    before: NOTHING,
    after: OLD_STATE,
    prepare: (taken) => taken.land(KEY, OLD, '2026-05-01'),
    options: {},
  },
  {
    name: 'a corrected file',
    before: OLD_STATE,
    after: NEW_STATE,
    async prepare(taken) {
      await taken.land(KEY, OLD, '2026-05-01');
      await taken.takeIn(KEY);
      await taken.land(KEY, NEW, '2026-05-02');
    },
    options: {},
  },
  {
    name: 'the same file under other settings',
    before: OLD_STATE,
    // The order of January is now before the first month, and so rejected.
    after: { facts: ['o2 1 buyer', 'o3 1 client'], rejected: 2 },
    async prepare(taken) {
      await taken.land(KEY, OLD, '2026-05-01');
      await taken.takeIn(KEY);
    },
    options: { settings: { earliest_month: '2026-02' }, again: true },
  },
];

describe.each(SCENES)('$name', ({ before, after, prepare, options }) => {
  let prepared: TakenLake;
  let putCount = 0;
  let former: ReadonlySet<string | undefined> = new Set();
  let trial: TakenLake | undefined;

  beforeAll(async () => {
    prepared = await TakenLake.create();
    await prepare(prepared);
    expect(await visible(prepared)).toEqual(before);
    const entry = (await findEntry(prepared.lake, KEY))?.entry;
    former = new Set(entry?.versions.flatMap(({ objects }) => objects.map(({ key }) => key)));
    const counted = await TakenLake.create(prepared);
    const lake = failAtPut(counted.lake, Number.POSITIVE_INFINITY, 'before');
    await counted.takeIn(KEY, { ...options, lake });
    putCount = lake.putCount;
    expect(await visible(counted)).toEqual(after);
    await counted.remove();
  });
  afterEach(async () => {
    await trial?.remove();
    trial = undefined;
  });
  afterAll(() => prepared.remove());

  /** Dies at the n-th put and gives what is seen then; after that the file is taken in again, to the end. */
  async function crash(fatalPut: number, failure: Failure): Promise<State> {
    const taken = await TakenLake.create(prepared);
    trial = taken;
    const lake = failAtPut(taken.lake, fatalPut, failure);
    await expect(taken.takeIn(KEY, { ...options, lake })).rejects.toThrow(Crash);
    const seen = await visible(taken);
    await taken.takeIn(KEY, options);
    expect(await visible(taken)).toEqual(after);
    const { differences } = await verifyLake(taken.lake, taken.database, taken.scratch);
    // Objects of the former taking-in of the same version lie there until they are swept.
    expect(differences.filter(({ code, key }) => code !== 'object_unknown' || !former.has(key))).toEqual([]);
    await taken.remove();
    trial = undefined;
    return seen;
  }

  it('is put in many objects, so that there is much to break', () => {
    expect(putCount).toBeGreaterThanOrEqual(8);
  });

  it(
    'is not seen at all when it breaks off before the last put, and is taken in the next time',
    async () => {
      for (let put = 1; put <= putCount; put++)
        expect(await crash(put, 'before'), `put ${put}`).toEqual(before);
    },
    MANY_TAKES_MS,
  );

  it('is seen whole as soon as the last put is done, though nobody was told', async () => {
    expect(await crash(putCount - 1, 'after')).toEqual(before);
    expect(await crash(putCount, 'after')).toEqual(after);
  });
});

describe('a file whose correction broke off', () => {
  let taken: TakenLake;
  beforeAll(async () => {
    taken = await TakenLake.create();
    await taken.land(KEY, OLD, '2026-05-01');
    await taken.takeIn(KEY);
    await taken.land(KEY, NEW, '2026-05-02');
    await taken.takeIn(KEY, { lake: failAtPut(taken.lake, 5, 'after') }).catch(() => {});
  });
  afterAll(() => taken.remove());

  it('leaves objects that no entry names, which verify tells of and no view sees', async () => {
    expect(await visible(taken)).toEqual(OLD_STATE);
    const { differences } = await verifyLake(taken.lake, taken.database, taken.scratch);
    expect(differences.map(({ code }) => code)).toEqual(Array.from({ length: 5 }, () => 'object_unknown'));
  });

  it('is still told by the ledger to be in force in its former version', async () => {
    const entry = (await findEntry(taken.lake, KEY))?.entry;
    expect(entry?.versions).toHaveLength(1);
    expect(entry === undefined ? undefined : versionInForce(entry)?.accounts[0]?.written_count).toBe(3);
    const keys: string[] = [];
    for await (const { key } of readEntries(taken.lake)) keys.push(key);
    expect(keys).toEqual([KEY]);
  });
});
