import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addVersion, changeEntry, entryKey, findEntry, readEntries } from '../../functions/ledger/entries.ts';
import { openFolder } from '../../functions/storage/folder-store.ts';
import type { ObjectStore } from '../../functions/storage/object-store.ts';
import { type FileVersion, type LedgerEntry, versionInForce } from '../../schemas/ledger-entry.ts';
import { fileVersion } from './file-version.ts';

const KEY = 'orders/a.csv';
const add = (entry: LedgerEntry | undefined, version: FileVersion): LedgerEntry =>
  addVersion(entry, KEY, 'file:///raw', version);
const addAll = (...versions: FileVersion[]): LedgerEntry =>
  versions.reduce<LedgerEntry | undefined>(add, undefined) ?? expect.fail('no version was given');
/** Versions as `content status`, oldest first. */
const told = (entry: LedgerEntry): string[] =>
  entry.versions.map(({ content_sha256, status }) => `${content_sha256.replace(/0+$/, '')} ${status}`);

describe('a version added to a ledger entry', () => {
  it('begins the entry of a new file and is in force', () => {
    const entry = addAll(fileVersion('a', '2026-01-01'));
    expect(entry).toMatchObject({ key: KEY, raw: 'file:///raw' });
    expect(told(entry)).toEqual(['a loaded']);
  });

  it('puts the one in force aside when it arrived later', () => {
    const entry = addAll(fileVersion('a', '2026-01-01'), fileVersion('b', '2026-01-02'));
    expect(told(entry)).toEqual(['a replaced', 'b loaded']);
  });

  it('is put aside at once when it arrived before the one in force', () => {
    const entry = addAll(fileVersion('b', '2026-01-02'), fileVersion('a', '2026-01-01'));
    expect(told(entry)).toEqual(['a replaced', 'b loaded']);
  });

  it('leaves the newest of three in force, in whatever order they are added', () => {
    const [a, b, c] = [
      fileVersion('a', '2026-01-01'),
      fileVersion('b', '2026-01-02'),
      fileVersion('c', '2026-01-03'),
    ];
    for (const order of [
      [a, b, c],
      [a, c, b],
      [b, a, c],
      [b, c, a],
      [c, a, b],
      [c, b, a],
    ])
      expect(told(addAll(...order))).toEqual(['a replaced', 'b replaced', 'c loaded']);
  });

  it('puts nothing aside when it was refused', () => {
    const entry = addAll(
      fileVersion('a', '2026-01-01'),
      fileVersion('b', '2026-01-02', { status: 'refused' }),
    );
    expect(told(entry)).toEqual(['a loaded', 'b refused']);
    expect(versionInForce(entry)?.file_id).toBe('orders/a.csv@a');
  });

  it('takes nothing out of force when the same content is refused that was loaded before', () => {
    const entry = addAll(
      fileVersion('a', '2026-01-01'),
      fileVersion('a', '2026-01-02', { status: 'refused' }),
    );
    expect(told(entry)).toEqual(['a loaded']);
  });

  it('takes the place of its own refusal', () => {
    const entry = addAll(
      fileVersion('a', '2026-01-01', { status: 'refused' }),
      fileVersion('a', '2026-01-01'),
    );
    expect(told(entry)).toEqual(['a loaded']);
  });

  it('takes the place of its former taking-in', () => {
    const entry = addAll(
      fileVersion('a', '2026-01-01'),
      fileVersion('a', '2026-01-01', { take_id: 'again' }),
    );
    expect(told(entry)).toEqual(['a loaded']);
    expect(versionInForce(entry)?.take_id).toBe('again');
  });

  it('comes into force again when an earlier content lands anew', () => {
    const entry = addAll(
      fileVersion('a', '2026-01-01'),
      fileVersion('b', '2026-01-02'),
      fileVersion('a', '2026-01-03'),
    );
    expect(told(entry)).toEqual(['b replaced', 'a loaded']);
  });

  it('puts aside one whose raw object was gone', () => {
    const gone = addAll(fileVersion('a', '2026-01-01', { status: 'raw_gone' }));
    expect(versionInForce(gone)?.status).toBe('raw_gone');
    expect(told(add(gone, fileVersion('b', '2026-01-02')))).toEqual(['a replaced', 'b loaded']);
  });
});

describe('an entry in the lake', () => {
  let folder = '';
  let lake: ObjectStore;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pelanggan-ledger-'));
    lake = await openFolder(folder);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is not there for a new file, and is found once changed', async () => {
    expect(await findEntry(lake, KEY)).toBeUndefined();
    const entry = await changeEntry(lake, KEY, (found) => add(found, fileVersion('a', '2026-01-01')));
    expect((await findEntry(lake, KEY))?.entry).toEqual(entry);
    const all: LedgerEntry[] = [];
    for await (const each of readEntries(lake)) all.push(each);
    expect(all).toEqual([entry]);
  });

  it('keeps what each of many at once adds, a new file or a known one', async () => {
    const days = Array.from({ length: 8 }, (_, i) => i + 1);
    await Promise.all(
      days.map((day) =>
        changeEntry(lake, KEY, (found) => add(found, fileVersion(`v${day}`, `2026-01-0${day}`))),
      ),
    );
    const entry = (await findEntry(lake, KEY))?.entry ?? expect.fail('there is no entry');
    expect(told(entry)).toEqual([...days.slice(0, -1).map((day) => `v${day} replaced`), 'v8 loaded']);
  });

  it('is given up, in clear words, when others are always faster', async () => {
    let day = 1;
    const store: ObjectStore = {
      location: lake.location,
      head: (key) => lake.head(key),
      read: (key) => lake.read(key),
      list: (prefix) => lake.list(prefix),
      delete: (key) => lake.delete(key),
      async put(key, body, condition) {
        await lake.put(key, Buffer.from(JSON.stringify(addAll(fileVersion(`v${day++}`, '2026-01-01')))));
        return lake.put(key, body, condition);
      },
    };
    const change = changeEntry(store, KEY, (found) => add(found, fileVersion('mine', '2026-01-02')));
    await expect(change).rejects.toMatchObject({
      code: 'ledger_busy',
      message: expect.stringContaining(KEY),
    });
  });

  it('is refused as damaged, naming it, when it is no JSON or lacks something', async () => {
    for (const text of ['{', '{"key":"orders/a.csv"}', '']) {
      await lake.put(entryKey(KEY), Buffer.from(text));
      await expect(findEntry(lake, KEY)).rejects.toMatchObject({
        code: 'ledger_damaged',
        message: expect.stringContaining(entryKey(KEY)),
      });
    }
  });

  it('is not written when what shall be in it breaks the contract', async () => {
    const wrong = fileVersion('a', '2026-01-01', { byte_count: -1 });
    await expect(changeEntry(lake, KEY, (found) => add(found, wrong))).rejects.toThrow();
    expect(await findEntry(lake, KEY)).toBeUndefined();
  });
});
