import { createHash } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import { type FileHandle, link, mkdir, open, realpath, rename, rm, rmdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { makeLater, stageFile, syncNames, takeLock } from './folder-file.ts';
import { HIDDEN, walkKeys } from './folder-keys.ts';
import {
  changed,
  errorCode,
  invalidKey,
  isAbsent,
  notFound,
  preconditionFailed,
  refuseFolder,
  unreadable,
  unwritable,
} from './folder-problems.ts';
import type { ObjectStore, PutCondition, StoredObject } from './object-store.ts';

/** Objects in one page of a listing, as on S3. */
const PAGE = 1000;
const READ_BYTES = 1 << 20;

/**
 * Opens a folder as an object store. Throws `folder_not_found` (unless `create`), `folder_not_a_directory`,
 * `folder_unreadable`.
 *
 * Its operations throw `object_key_invalid` for a key that leads out of the folder, also by a link, or has a hidden
 * part, and `object_unreadable`, `object_unwritable` or `object_locked` where the system does not let them.
 */
export async function openFolder(
  folder: string,
  options: { readonly create?: boolean } = {},
): Promise<ObjectStore> {
  const root = resolve(folder);
  if (options.create === true)
    await mkdir(root, { recursive: true }).catch((cause) => refuseFolder(folder, cause));
  const found = await stat(root).catch((cause) => refuseFolder(folder, cause));
  if (!found.isDirectory()) refuseFolder(folder, Object.assign(new Error('a file'), { code: 'ENOTDIR' }));
  return new FolderStore(await realpath(root));
}

class FolderStore implements ObjectStore {
  readonly location: string;
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
    this.location = pathToFileURL(root).href;
  }

  async head(key: string): Promise<StoredObject | undefined> {
    const path = await this.#path(key);
    try {
      const found = await stat(path, { bigint: true });
      return found.isFile() ? describe(key, found) : undefined;
    } catch (cause) {
      if (isAbsent(cause)) return undefined;
      throw unreadable(key, cause);
    }
  }

  async *read(
    key: string,
    options: { versionId?: string; start?: number; end?: number } = {},
  ): AsyncGenerator<Uint8Array> {
    const { versionId, start = 0, end } = options;
    const file = await openFile(key, await this.#path(key));
    try {
      const found = await file.stat({ bigint: true });
      if (!found.isFile()) throw unreadable(key, Object.assign(new Error('a folder'), { code: 'EISDIR' }));
      if (versionId !== undefined && versionId !== describe(key, found).versionId) throw changed(key);
      if (end !== undefined && end <= start) return;
      const range = end === undefined ? { start } : { start, end: end - 1 };
      yield* file.createReadStream({ ...range, highWaterMark: READ_BYTES, autoClose: false });
      // The open file is one version, whatever takes its name; only writing into it, which no put does, can mix two.
      if (contentMark(await file.stat({ bigint: true })) !== contentMark(found)) throw changed(key);
    } catch (cause) {
      throw unreadable(key, cause);
    } finally {
      await file.close();
    }
  }

  async put(
    key: string,
    body: Uint8Array | { readonly file: string },
    condition?: PutCondition,
  ): Promise<StoredObject> {
    const path = await this.#path(key);
    try {
      const staged = await stageFile(path, body);
      try {
        await this.#publish(key, path, staged.path, condition);
        await syncNames(path, staged.made);
      } finally {
        await rm(staged.path, { force: true });
      }
    } catch (cause) {
      await this.#removeEmpty(dirname(path));
      throw unwritable(key, cause);
    }
    const stored = await this.head(key);
    if (stored === undefined) throw notFound(key);
    return stored;
  }

  async list(
    prefix: string,
    options: { startAfter?: string; limit?: number } = {},
  ): Promise<{ objects: readonly StoredObject[]; next?: string }> {
    const limit = Math.min(options.limit ?? PAGE, PAGE);
    const page: string[] = [];
    let isMore = false;
    for await (const key of walkKeys(this.#root, prefix, options.startAfter)) {
      isMore = page.length === limit;
      if (isMore) break;
      page.push(key);
    }
    const found = await Promise.all(page.map((key) => this.head(key)));
    const objects = found.filter((object) => object !== undefined);
    const last = page.at(-1);
    return isMore && last !== undefined ? { objects, next: last } : { objects };
  }

  async delete(key: string, options: { versionId?: string } = {}): Promise<void> {
    const path = await this.#path(key);
    const found = await this.head(key);
    if (found === undefined) return;
    if (options.versionId !== undefined && found.versionId !== options.versionId) return;
    await rm(path, { force: true }).catch((cause) => {
      throw unwritable(key, cause);
    });
    await this.#removeEmpty(dirname(path));
  }

  async #publish(
    key: string,
    path: string,
    staged: string,
    condition: PutCondition | undefined,
  ): Promise<void> {
    if (condition === undefined) {
      await makeLater(staged, path);
      await rename(staged, path);
    } else if ('ifNoneMatch' in condition) {
      await link(staged, path).catch((cause) => {
        throw errorCode(cause) === 'EEXIST' ? preconditionFailed(key) : cause;
      });
    } else await this.#replace(key, path, staged, condition.ifMatch);
  }

  /** Two writers that saw the same version must not both win: a lock beside the object lets one in at a time. */
  async #replace(key: string, path: string, staged: string, etag: string): Promise<void> {
    const name = createHash('sha256').update(basename(path)).digest('hex').slice(0, 16);
    const lock = join(dirname(path), `${HIDDEN}${name}.lock`);
    await takeLock(lock, key);
    try {
      if ((await this.head(key))?.etag !== etag) throw preconditionFailed(key);
      await makeLater(staged, path);
      await rename(staged, path);
    } finally {
      await rm(lock, { force: true });
    }
  }

  /** Gives the path of a key. Throws `object_key_invalid` for one that would lead out of the folder. */
  async #path(key: string): Promise<string> {
    const parts = key.split('/');
    if (/[\0\\]/.test(key) || parts.some((part) => part === '' || part.startsWith(HIDDEN)))
      throw invalidKey(key);
    const path = join(this.#root, ...parts);
    for (let known = path; known !== this.#root; known = dirname(known)) {
      const real = await realpath(known).catch((cause) => {
        if (isAbsent(cause)) return undefined;
        throw unreadable(key, cause);
      });
      if (real === undefined) continue;
      if (real !== this.#root && !real.startsWith(this.#root + sep)) throw invalidKey(key);
      break;
    }
    return path;
  }

  /** Takes away a folder that a deletion left empty, and those above it: on S3 there are none. */
  async #removeEmpty(folder: string): Promise<void> {
    if (folder === this.#root) return;
    try {
      await rmdir(folder);
    } catch {
      return;
    }
    await this.#removeEmpty(dirname(folder));
  }
}

/** Changes when somebody writes into a file; losing its name to another leaves it as it was. */
function contentMark(found: BigIntStats): string {
  return `${found.mtimeNs}-${found.size}-${found.ino}`;
}

function describe(key: string, found: BigIntStats): StoredObject {
  // The change time tells a copy of equal size that was given the old modification time.
  const versionId = `${contentMark(found)}-${found.ctimeNs}`;
  return {
    key,
    versionId,
    etag: versionId,
    byteCount: Number(found.size),
    lastModified: new Date(Number(found.mtimeMs)),
  };
}

async function openFile(key: string, path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (cause) {
    throw isAbsent(cause) ? notFound(key, cause) : unreadable(key, cause);
  }
}
