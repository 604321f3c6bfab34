import { existsSync, readdirSync } from 'node:fs';
import { appendFile, chmod, mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFolder } from '../../functions/storage/folder-store.ts';
import { type ObjectStore, readBytes, readText } from '../../functions/storage/object-store.ts';
import { codeOf, holdToConformance } from './conformance.ts';

const isRoot = process.getuid?.() === 0;
let base = '';
let folder = '';
let store: ObjectStore;

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'pelanggan-store-'));
  folder = join(base, 'store');
  store = await openFolder(folder, { create: true });
});

afterEach(() => rm(base, { recursive: true, force: true }));

async function readVersion(key: string, versionId: string): Promise<void> {
  for await (const piece of store.read(key, { versionId })) expect(piece.length).toBeGreaterThan(0);
}

describe('a folder as an object store', () => {
  holdToConformance(
    async () => store,
    async (content) => {
      await writeFile(join(base, 'local'), content);
      return join(base, 'local');
    },
  );
});

describe('opening a folder', () => {
  it('tells where it lies', () => {
    expect(store.location).toBe(pathToFileURL(folder).href);
  });

  it('refuses a folder that is not there, naming it', async () => {
    await expect(openFolder(join(base, 'none'))).rejects.toMatchObject({
      code: 'folder_not_found',
      message: expect.stringContaining('none'),
    });
  });

  it('refuses a file, also one on the way to the folder', async () => {
    await writeFile(join(base, 'file'), '');
    for (const path of ['file', 'file/below']) {
      expect(await codeOf(openFolder(join(base, path)))).toBe('folder_not_a_directory');
      expect(await codeOf(openFolder(join(base, path), { create: true }))).toBe('folder_not_a_directory');
    }
  });
});

describe('what lies in the folder', () => {
  it('is an object however it came there, with the time at which it landed', async () => {
    await mkdir(join(folder, 'orders'));
    await writeFile(join(folder, 'orders/a.csv'), 'landed');
    await utimes(join(folder, 'orders/a.csv'), new Date('2026-01-02'), new Date('2026-01-02T03:04:05.500Z'));
    expect((await store.head('orders/a.csv'))?.lastModified.toISOString()).toBe('2026-01-02T03:04:05.500Z');
    expect(await readText(store, 'orders/a.csv')).toBe('landed');
  });

  it('is no object when it is hidden, or left behind by a put that died', async () => {
    await mkdir(join(folder, 'a/.git'), { recursive: true });
    for (const path of ['a/.0123456789abcdef.part', 'a/.x.lock', '.DS_Store', 'a/.git/config'])
      await writeFile(join(folder, path), 'half');
    await store.put('a/x', Buffer.from('whole'));
    expect((await store.list('')).objects.map(({ key }) => key)).toEqual(['a/x']);
    expect((await store.list('a/.')).objects).toEqual([]);
  });

  it('is refused as changed when it was written into since it was seen', async () => {
    const { versionId } = await store.put('x', Buffer.from('one'));
    await appendFile(join(folder, 'x'), ' more');
    expect(await codeOf(readVersion('x', versionId))).toBe('object_changed');
  });

  it('is refused as changed when it grows while it is read', async () => {
    await store.put('x', new Uint8Array(3_000_000));
    const reading = async (): Promise<void> => {
      for await (const piece of store.read('x')) await appendFile(join(folder, 'x'), piece.subarray(0, 1));
    };
    expect(await codeOf(reading())).toBe('object_changed');
  });

  it('is refused in clear words when it is a folder', async () => {
    await store.put('a/b', Buffer.from(''));
    expect(await store.head('a')).toBeUndefined();
    await expect(readBytes(store, 'a')).rejects.toMatchObject({
      code: 'object_unreadable',
      message: expect.stringContaining('a folder has this name'),
    });
    await expect(store.put('a', Buffer.from(''))).rejects.toMatchObject({ code: 'object_unwritable' });
    await expect(store.put('a/b/c', Buffer.from(''))).rejects.toMatchObject({
      code: 'object_unwritable',
      message: expect.stringContaining('a part of its name is a file'),
    });
  });

  // Root may read and write everything, so there is nothing to refuse.
  it.skipIf(isRoot)('is refused in clear words when it may not be read or written', async () => {
    await store.put('a/b', Buffer.from(''));
    await chmod(join(folder, 'a/b'), 0);
    await expect(readBytes(store, 'a/b')).rejects.toMatchObject({
      code: 'object_unreadable',
      message: expect.stringContaining('permission is denied'),
    });
    await chmod(join(folder, 'a'), 0o500);
    expect(await codeOf(store.put('a/c', Buffer.from('')))).toBe('object_unwritable');
    expect(await codeOf(store.delete('a/b'))).toBe('object_unwritable');
    await chmod(join(folder, 'a'), 0);
    expect(await codeOf(store.list(''))).toBe('object_unreadable');
    await chmod(join(folder, 'a'), 0o700);
  });
});

describe('a link in the folder', () => {
  beforeEach(async () => {
    await mkdir(join(base, 'outside'));
    await writeFile(join(base, 'outside/secret'), 'not yours');
  });

  it('is followed within it', async () => {
    await store.put('a/real', Buffer.from('here'));
    await symlink(join(folder, 'a/real'), join(folder, 'linked'));
    expect(await readText(store, 'linked')).toBe('here');
  });

  it('is refused when it leads out, to a file or over a folder, there or not', async () => {
    await symlink(join(base, 'outside/secret'), join(folder, 'file'));
    await symlink(join(base, 'outside'), join(folder, 'way'));
    for (const key of ['file', 'way/secret', 'way/new', 'way/far/new']) {
      expect(await codeOf(readBytes(store, key)), key).toBe('object_key_invalid');
      expect(await codeOf(store.put(key, Buffer.from('mine'))), key).toBe('object_key_invalid');
      expect(await codeOf(store.delete(key)), key).toBe('object_key_invalid');
    }
    expect(readdirSync(join(base, 'outside'))).toEqual(['secret']);
  });

  it('that leads out is told by a listing, not passed over', async () => {
    await symlink(join(base, 'outside/secret'), join(folder, 'file'));
    expect(await codeOf(store.list(''))).toBe('object_key_invalid');
  });
});

describe('a folder after its operations', () => {
  it('holds nothing hidden, whether puts won, lost or failed', async () => {
    const { etag } = await store.put('x', Buffer.from('one'), { ifNoneMatch: '*' });
    await codeOf(store.put('x', Buffer.from('two'), { ifNoneMatch: '*' }));
    await store.put('x', Buffer.from('three'), { ifMatch: etag });
    await codeOf(store.put('x', Buffer.from('four'), { ifMatch: etag }));
    await codeOf(store.put('x', { file: join(base, 'missing') }));
    expect(readdirSync(folder)).toEqual(['x']);
  });

  it('holds no empty folders, whether an object was deleted or could not be put', async () => {
    await store.put('a/b/c', Buffer.from(''));
    await store.delete('a/b/c');
    await codeOf(store.put('d/e', Buffer.from(''), { ifMatch: 'none' }));
    expect(readdirSync(folder)).toEqual([]);
    expect(existsSync(folder)).toBe(true);
  });
});
