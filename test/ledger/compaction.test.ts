import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { IngestDatabase } from '../../functions/ingest/ingest-database.ts';
import { COMPACTED_LEDGER, compactLedger } from '../../functions/ledger/compaction.ts';
import { addVersion, changeEntry } from '../../functions/ledger/entries.ts';
import { openFolder } from '../../functions/storage/folder-store.ts';
import { type ObjectStore, readBytes } from '../../functions/storage/object-store.ts';
import type { FileVersion } from '../../schemas/ledger-entry.ts';
import { fileVersion } from './file-version.ts';

let folder = '';
let lake: ObjectStore;
let database: IngestDatabase;

beforeEach(async () => {
  // A quote in the path: it becomes part of SQL.
  folder = await mkdtemp(join(tmpdir(), "pelanggan's-ledger-"));
  lake = await openFolder(join(folder, 'lake'), { create: true });
  await mkdir(join(folder, 'scratch'));
  database = await IngestDatabase.open(join(folder, 'scratch'));
});

afterEach(async () => {
  database.close();
  await rm(folder, { recursive: true, force: true });
});

const compact = (into: ObjectStore = lake): Promise<boolean> =>
  compactLedger(into, database, join(folder, 'scratch'));

async function add(key: string, version: FileVersion, into: ObjectStore = lake): Promise<void> {
  const named = { ...version, file_id: version.file_id.replace('orders/a.csv', key) };
  await changeEntry(into, key, (entry) => addVersion(entry, key, 'file:///raw', named));
}

async function rows(select: string): Promise<readonly (readonly unknown[])[]> {
  const path = join(folder, 'lake', COMPACTED_LEDGER).replaceAll("'", "''");
  return database.rows(`select ${select} from read_parquet('${path}') order by all`);
}

describe('the compacted ledger', () => {
  it('has one row for each version and data set, and says which are in force', async () => {
    await add('orders/a.csv', fileVersion('a', '2026-01-01'));
    await add('orders/a.csv', fileVersion('b', '2026-01-02'));
    const [account] = fileVersion('c', '2026-01-01').accounts;
    if (account === undefined) expect.fail('the version has no account');
    await add(
      'mixed.csv',
      fileVersion('c', '2026-01-01', { accounts: [account, { ...account, dataset: 'usage' }] }),
    );
    await compact();
    expect(await rows('file_id, take_id, dataset, status, is_in_force')).toEqual([
      ['mixed.csv@c', 'take c', 'orders', 'loaded', true],
      ['mixed.csv@c', 'take c', 'usage', 'loaded', true],
      ['orders/a.csv@a', 'take a', 'orders', 'replaced', false],
      ['orders/a.csv@b', 'take b', 'orders', 'loaded', true],
    ]);
  });

  it('keeps every count and the time of arrival', async () => {
    await add('orders/a.csv', fileVersion('a', '2026-01-01', { arrived_at: '2026-01-01T23:59:59.987Z' }));
    await compact();
    expect(
      await rows(
        'record_count, written_count, rejected_count, duplicate_count, superseded_count, skipped_count, layout, shop, cast(arrived_at as varchar)',
      ),
    ).toEqual([[5n, 2n, 1n, 1n, 1n, 3n, 'canonical', 'main', '2026-01-01 23:59:59.987']]);
  });

  it('tells of a refused file why, with counts of 0 and no data set', async () => {
    const problem = { code: 'layout_unknown', message: 'raw file orders/a.csv has no known layout' };
    await add('orders/a.csv', fileVersion('a', '2026-01-01', { status: 'refused', accounts: [], problem }));
    await compact();
    expect(await rows('dataset, record_count, status, is_in_force, problem')).toEqual([
      [null, 0n, 'refused', false, 'layout_unknown: raw file orders/a.csv has no known layout'],
    ]);
  });

  it('keeps rows whose raw object is gone in force', async () => {
    await add('orders/a.csv', fileVersion('a', '2026-01-01', { status: 'raw_gone' }));
    await compact();
    expect(await rows('status, is_in_force')).toEqual([['raw_gone', true]]);
  });

  it('is there, without rows, for a ledger without entries', async () => {
    expect(await compact()).toBe(true);
    expect(await rows('count(*)')).toEqual([[0n]]);
  });

  it('is not written when nothing changed, and is when something did', async () => {
    await add('orders/a.csv', fileVersion('a', '2026-01-01'));
    expect(await compact()).toBe(true);
    const { versionId } = (await lake.head(COMPACTED_LEDGER)) ?? expect.fail('there is no ledger');
    expect(await compact()).toBe(false);
    expect((await lake.head(COMPACTED_LEDGER))?.versionId).toBe(versionId);
    await add('orders/b.csv', fileVersion('b', '2026-01-01'));
    expect(await compact()).toBe(true);
    expect(await rows('count(*)')).toEqual([[2n]]);
  });

  it('has the same bytes in whatever order the files came', async () => {
    const other = await openFolder(join(folder, 'other'), { create: true });
    const keys = ['orders/a.csv', 'orders/b.csv', 'usage/c.csv', 'z.csv'];
    for (const key of keys) await add(key, fileVersion('v', '2026-01-01'));
    for (const key of keys.toReversed()) await add(key, fileVersion('v', '2026-01-01'), other);
    await compact();
    await compact(other);
    expect(await readBytes(other, COMPACTED_LEDGER)).toEqual(await readBytes(lake, COMPACTED_LEDGER));
  });

  it('leaves nothing in the local folder', async () => {
    await add('orders/a.csv', fileVersion('a', '2026-01-01'));
    await compact();
    expect(await readdir(join(folder, 'scratch'))).toEqual([]);
  });
});
