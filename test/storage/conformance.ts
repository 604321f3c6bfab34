import { beforeEach, describe, expect, it } from 'vitest';
import {
  listAll,
  type ObjectStore,
  readBytes,
  readText,
  type StoredObject,
} from '../../functions/storage/object-store.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text);
const keysOf = (objects: readonly StoredObject[]): string[] => objects.map(({ key }) => key);

/** Gives the code with which a call fails; fails itself when it does not. */
export async function codeOf(call: Promise<unknown>): Promise<unknown> {
  const caught: unknown = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (caught instanceof Error && 'code' in caught) return caught.code;
  throw new Error('the call was not refused');
}

/** What any object store is held to: only what S3 does too. `open` gives an empty store; `localFile` a file on disk. */
export function holdToConformance(
  open: () => Promise<ObjectStore>,
  localFile: (content: Uint8Array) => Promise<string>,
): void {
  let store: ObjectStore;
  beforeEach(async () => {
    store = await open();
  });

  describe('an object', () => {
    it('gives back its bytes, byte for byte', async () => {
      const content = Uint8Array.from({ length: 256 }, (_, i) => i);
      await store.put('a/b.bin', content);
      expect(new Uint8Array(await readBytes(store, 'a/b.bin'))).toEqual(content);
    });

    it('may be empty', async () => {
      expect((await store.put('empty', bytes(''))).byteCount).toBe(0);
      expect(await readText(store, 'empty')).toBe('');
    });

    it('is put from a file, which stays where it is', async () => {
      const file = await localFile(new Uint8Array(3_000_000).fill(7));
      for (let i = 0; i < 2; i++) expect((await store.put(`big-${i}`, { file })).byteCount).toBe(3_000_000);
      expect((await readBytes(store, 'big-1')).every((byte) => byte === 7)).toBe(true);
    });

    it('comes in pieces when it is big', async () => {
      await store.put('big', new Uint8Array(5_000_000));
      let pieces = 0;
      for await (const piece of store.read('big')) pieces += piece.length > 0 ? 1 : 0;
      expect(pieces).toBeGreaterThan(1);
    });

    it('gives the bytes from start to before end', async () => {
      await store.put('digits', bytes('0123456789'));
      const range = async (options: { start?: number; end?: number }) => {
        const pieces: Uint8Array[] = [];
        for await (const piece of store.read('digits', options)) pieces.push(piece);
        return Buffer.concat(pieces).toString();
      };
      expect(await range({ start: 2, end: 5 })).toBe('234');
      expect(await range({ start: 7 })).toBe('789');
      expect(await range({ end: 3 })).toBe('012');
      expect(await range({ end: 100 })).toBe('0123456789');
    });

    it('is told by head as put told it, and is undefined before', async () => {
      expect(await store.head('x')).toBeUndefined();
      const before = Date.now() - 2000;
      const put = await store.put('x', bytes('five!'));
      expect(await store.head('x')).toEqual(put);
      expect(put).toMatchObject({ key: 'x', byteCount: 5 });
      expect(put.lastModified.getTime()).toBeGreaterThan(before);
    });

    it('is replaced whole by another put', async () => {
      await store.put('x', bytes('a long first text'));
      await store.put('x', bytes('short'));
      expect(await readText(store, 'x')).toBe('short');
    });

    it('keeps every character of its key', async () => {
      const keys = ["it's 100% @ 5=five/+é.csv", 'Überweisung/日本/😀.csv', 'a b/[c]{d}*?#&.csv'];
      for (const key of keys) await store.put(key, bytes(key));
      for (const key of keys) expect(await readText(store, key)).toBe(key);
      expect(keysOf((await store.list('')).objects).toSorted()).toEqual(keys.toSorted());
    });

    it('is refused under a key with an empty part or one that leads elsewhere', async () => {
      for (const key of [
        '',
        '/a',
        'a//b',
        'a/',
        '..',
        '../a',
        'a/../b',
        'a/./b',
        'a\\b',
        'a\0b',
        '.a',
        'a/.b',
      ]) {
        expect(await codeOf(store.put(key, bytes('x'))), key).toBe('object_key_invalid');
        expect(await codeOf(store.head(key)), key).toBe('object_key_invalid');
        expect(await codeOf(readBytes(store, key)), key).toBe('object_key_invalid');
        expect(await codeOf(store.delete(key)), key).toBe('object_key_invalid');
      }
    });

    it('is not found before it is put', async () => {
      expect(await codeOf(readBytes(store, 'a/missing'))).toBe('object_not_found');
    });
  });

  describe('a version', () => {
    it('is read as long as it is there', async () => {
      const { versionId } = await store.put('x', bytes('one'));
      const pieces: Uint8Array[] = [];
      for await (const piece of store.read('x', { versionId })) pieces.push(piece);
      expect(Buffer.concat(pieces).toString()).toBe('one');
    });

    it('is never another: each put has its own, however fast they follow each other', async () => {
      const versions = new Set<string>();
      for (let i = 0; i < 50; i++) versions.add((await store.put('x', bytes(`text ${i % 10}`))).versionId);
      expect(versions.size).toBe(50);
    });

    it('is put, read whole and not mixed with another that replaces it under way', async () => {
      await store.put('x', new Uint8Array(4_000_000).fill(1));
      const seen = new Set<number>();
      try {
        for await (const piece of store.read('x')) {
          for (const byte of piece) seen.add(byte);
          await store.put('x', new Uint8Array(4_000_000).fill(2));
        }
      } catch (error) {
        expect(error).toMatchObject({ code: 'object_changed' });
      }
      expect([...seen]).toEqual([1]);
    });

    it('is deleted alone: deleting one that is no longer current leaves the current one', async () => {
      const { versionId } = await store.put('x', bytes('one'));
      await store.put('x', bytes('other'));
      await store.delete('x', { versionId });
      expect(await readText(store, 'x')).toBe('other');
    });
  });

  describe('a conditional put', () => {
    it('if none is there, puts the first and refuses the second, which changes nothing', async () => {
      await store.put('x', bytes('first'), { ifNoneMatch: '*' });
      expect(await codeOf(store.put('x', bytes('second'), { ifNoneMatch: '*' }))).toBe(
        'object_precondition_failed',
      );
      expect(await readText(store, 'x')).toBe('first');
    });

    it('over the version that was seen, puts once', async () => {
      const { etag } = await store.put('x', bytes('first'));
      await store.put('x', bytes('second'), { ifMatch: etag });
      expect(await codeOf(store.put('x', bytes('third'), { ifMatch: etag }))).toBe(
        'object_precondition_failed',
      );
      expect(await readText(store, 'x')).toBe('second');
    });

    it('over an object that is gone, is refused', async () => {
      const { etag } = await store.put('x', bytes('first'));
      await store.delete('x');
      expect(await codeOf(store.put('x', bytes('second'), { ifMatch: etag }))).toBe(
        'object_precondition_failed',
      );
      expect(await store.head('x')).toBeUndefined();
    });

    it('lets exactly one of many at once win, where none was there', async () => {
      const races = Array.from({ length: 20 }, (_, i) =>
        store.put('x', bytes(`writer ${i}`), { ifNoneMatch: '*' }).then(() => i),
      );
      const won = (await Promise.allSettled(races)).filter((race) => race.status === 'fulfilled');
      expect(won).toHaveLength(1);
      expect(await readText(store, 'x')).toBe(`writer ${won[0]?.value}`);
    });

    it('lets exactly one of many at once win, over the version all saw', async () => {
      const { etag } = await store.put('x', bytes('before'));
      const races = await Promise.allSettled(
        Array.from({ length: 20 }, (_, i) =>
          store.put('x', bytes(`writer ${i}`), { ifMatch: etag }).then(() => i),
        ),
      );
      const won = races.filter((race) => race.status === 'fulfilled');
      expect(won).toHaveLength(1);
      expect(await readText(store, 'x')).toBe(`writer ${won[0]?.value}`);
      const lost = races.filter((race) => race.status === 'rejected');
      for (const { reason } of lost) expect(reason).toMatchObject({ code: 'object_precondition_failed' });
    });

    it('loses no addition of writers who read, add and try again', async () => {
      await store.put('sum', bytes('0'));
      const add = async (): Promise<void> => {
        for (;;) {
          const { etag } = (await store.head('sum')) ?? { etag: '' };
          const next = Number(await readText(store, 'sum')) + 1;
          const put = store.put('sum', bytes(String(next)), { ifMatch: etag });
          if ((await put.catch(() => undefined)) !== undefined) return;
        }
      };
      await Promise.all(Array.from({ length: 8 }, add));
      expect(await readText(store, 'sum')).toBe('8');
    });
  });

  describe('a listing', () => {
    it('gives keys under a prefix, which need not end with a folder', async () => {
      for (const key of ['a/1', 'a/2', 'ab/3', 'b/4', 'a5']) await store.put(key, bytes(key));
      expect(keysOf((await store.list('a/')).objects)).toEqual(['a/1', 'a/2']);
      expect(keysOf((await store.list('ab')).objects)).toEqual(['ab/3']);
      expect(keysOf((await store.list('a')).objects)).toEqual(['a/1', 'a/2', 'a5', 'ab/3']);
      expect((await store.list('nowhere/')).objects).toEqual([]);
      expect((await store.list('../')).objects).toEqual([]);
    });

    it('orders keys by their bytes, across folders', async () => {
      // Bytes: ' ' 20, '!' 21, '-' 2d, '.' 2e, '/' 2f, '0' 30, 'A' 41, 'a' 61, 'é' c3…, '｡' ef…, '😀' f0….
      const ordered = ['a b', 'a!', 'a-1', 'a.csv', 'a/z', 'a0', 'aA', 'aa', 'aé', 'a｡', 'a😀'];
      for (const key of ordered.toReversed()) await store.put(key, bytes(key));
      expect(keysOf((await store.list('')).objects)).toEqual(ordered);
    });

    it('comes in pages, each beginning after the last key of the one before', async () => {
      const keys = ['a/1', 'a/b/2', 'a/b/3', 'a/c', 'b', 'c/d/e'];
      for (const key of keys) await store.put(key, bytes(key));
      const first = await store.list('', { limit: 4 });
      expect([keysOf(first.objects), first.next]).toEqual([keys.slice(0, 4), 'a/c']);
      const second = await store.list('', { limit: 4, startAfter: 'a/c' });
      expect([keysOf(second.objects), second.next]).toEqual([['b', 'c/d/e'], undefined]);
      expect(keysOf((await store.list('', { startAfter: 'a/b/2' })).objects)).toEqual(keys.slice(2));
      expect(keysOf((await store.list('', { startAfter: 'a/b' })).objects)).toEqual(keys.slice(1));
      expect(keysOf((await store.list('a/b/', { startAfter: 'a/b/2', limit: 1 })).objects)).toEqual([
        'a/b/3',
      ]);
    });

    it('never gives more than 1,000 at once, and all of them page by page', async () => {
      const keys = Array.from({ length: 1003 }, (_, i) => `many/${String(i).padStart(4, '0')}`);
      await Promise.all(keys.map((key) => store.put(key, bytes(''))));
      expect((await store.list('many/', { limit: 5000 })).objects).toHaveLength(1000);
      const all: string[] = [];
      for await (const { key } of listAll(store, 'many/')) all.push(key);
      expect(all).toEqual(keys);
    });

    it('tells of each object what head tells', async () => {
      await store.put('a/1', bytes('one'));
      expect((await store.list('')).objects).toEqual([await store.head('a/1')]);
    });
  });

  describe('deleting', () => {
    it('takes the object away, and another one beside it stays', async () => {
      await store.put('a/1', bytes('one'));
      await store.put('a/2', bytes('two'));
      await store.delete('a/1');
      expect(await store.head('a/1')).toBeUndefined();
      expect(keysOf((await store.list('')).objects)).toEqual(['a/2']);
    });

    it('of what is not there is done already', async () => {
      await store.put('a/1', bytes('one'));
      await store.delete('a/2');
      await store.delete('a');
      expect(keysOf((await store.list('')).objects)).toEqual(['a/1']);
    });

    it('and putting beside each other never disturb each other', async () => {
      await Promise.all(
        Array.from({ length: 40 }, async (_, i) => {
          await store.put(`deep/folder/${i}`, bytes('x'));
          if (i % 8 !== 0) await store.delete(`deep/folder/${i}`);
        }),
      );
      expect((await store.list('deep/')).objects).toHaveLength(5);
    });
  });
}
