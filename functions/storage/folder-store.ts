import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import {
  copyFile,
  link,
  mkdir,
  open,
  readdir,
  realpath,
  rename,
  rm,
  rmdir,
  stat,
  writeFile,
} from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PelangganError } from '../../schemas/problem.ts';
import type { ObjectStore, PutCondition, StoredObject } from './object-store.ts';

const PAGE = 1000;
/** Hidden names are no objects: the temporary file of a put, a lock, a system's own litter. */
const HIDDEN = '.';
const LOCK_WAIT_MS = 10;
const LOCK_TRIES = 1000;

/**
 * Opens a folder as an object store. Throws `folder_not_found` (unless `create`), `folder_not_a_directory`,
 * `folder_unreadable`.
 */
export async function openFolder(
  folder: string,
  options: { readonly create?: boolean } = {},
): Promise<ObjectStore> {
  const root = resolve(folder);
  if (options.create === true)
    await mkdir(root, { recursive: true }).catch((cause) => refuseFolder(folder, cause));
  const found = await stat(root).catch((cause) => refuseFolder(folder, cause));
  if (!found.isDirectory()) {
    throw new PelangganError('folder_not_a_directory', `${folder} is a file; give the name of a folder`, {
      folder,
    });
  }
  return new FolderStore(await realpath(root));
}

function refuseFolder(folder: string, cause: unknown): never {
  const code = errorCode(cause);
  if (code === 'ENOENT')
    throw new PelangganError(
      'folder_not_found',
      `folder ${folder} is not there; make it, or give another name`,
      { folder },
      cause,
    );
  if (code === 'ENOTDIR' || code === 'EEXIST')
    throw new PelangganError(
      'folder_not_a_directory',
      `${folder} is not a folder; give the name of a folder`,
      { folder },
      cause,
    );
  throw new PelangganError(
    'folder_unreadable',
    `folder ${folder} cannot be opened (${code}); check its permissions`,
    { folder, found: code },
    cause,
  );
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
      if (!found.isFile()) return undefined;
      // A file rewritten in place within one tick of the clock has another size or inode nearly always.
      const versionId = `${found.mtimeNs}-${found.size}-${found.ino}`;
      return {
        key,
        versionId,
        etag: versionId,
        byteCount: Number(found.size),
        lastModified: new Date(Number(found.mtimeMs)),
      };
    } catch (cause) {
      if (isAbsent(cause)) return undefined;
      throw unreadable(key, cause);
    }
  }

  async *read(
    key: string,
    options: { versionId?: string; start?: number; end?: number } = {},
  ): AsyncGenerator<Uint8Array> {
    const found = await this.head(key);
    if (found === undefined)
      throw new PelangganError('object_not_found', `object ${key} is not there`, { key });
    requireVersion(found, options.versionId);
    const range = {
      ...(options.start === undefined ? {} : { start: options.start }),
      ...(options.end === undefined ? {} : { end: options.end - 1 }),
    };
    if (options.end !== undefined && options.end <= (options.start ?? 0)) return;
    try {
      yield* createReadStream(await this.#path(key), {
        highWaterMark: 1 << 20,
        ...range,
      }) as AsyncIterable<Uint8Array>;
    } catch (cause) {
      throw isAbsent(cause)
        ? new PelangganError('object_not_found', `object ${key} is not there`, { key }, cause)
        : unreadable(key, cause);
    }
    if (options.versionId !== undefined)
      requireVersion((await this.head(key)) ?? { ...found, versionId: '' }, options.versionId);
  }

  async put(
    key: string,
    body: Uint8Array | { readonly file: string },
    condition?: PutCondition,
  ): Promise<StoredObject> {
    const path = await this.#path(key);
    await mkdir(dirname(path), { recursive: true });
    const temporary = join(dirname(path), `${HIDDEN}${basename(path)}.${randomBytes(6).toString('hex')}`);
    try {
      await writeSynced(temporary, body);
      if (condition === undefined) await rename(temporary, path);
      else if ('ifNoneMatch' in condition)
        await link(temporary, path).catch((cause) => refuseExisting(key, cause));
      else await this.#replace(key, path, temporary, condition.ifMatch);
    } finally {
      await rm(temporary, { force: true });
    }
    const stored = await this.head(key);
    if (stored === undefined)
      throw new PelangganError(
        'object_not_found',
        `object ${key} was deleted while it was written; run again`,
        { key },
      );
    return stored;
  }

  async list(
    prefix: string,
    options: { startAfter?: string; limit?: number } = {},
  ): Promise<{ objects: readonly StoredObject[]; next?: string }> {
    const limit = Math.min(options.limit ?? PAGE, PAGE);
    const keys = (await this.#keys(prefix)).filter(
      (key) => options.startAfter === undefined || compareKeys(key, options.startAfter) > 0,
    );
    const page = keys.slice(0, limit);
    const objects = (await Promise.all(page.map((key) => this.head(key)))).filter(
      (object) => object !== undefined,
    );
    const last = page.at(-1);
    return keys.length > limit && last !== undefined ? { objects, next: last } : { objects };
  }

  async delete(key: string, options: { versionId?: string } = {}): Promise<void> {
    const path = await this.#path(key);
    if (options.versionId !== undefined && (await this.head(key))?.versionId !== options.versionId) return;
    await rm(path, { force: true });
    await this.#removeEmpty(dirname(path));
  }

  /** Two writers that saw the same version must not both win: a lock beside the object lets one in at a time. */
  async #replace(key: string, path: string, temporary: string, etag: string): Promise<void> {
    const lock = join(dirname(path), `${HIDDEN}${basename(path)}.lock`);
    await takeLock(lock, key);
    try {
      if ((await this.head(key))?.etag !== etag) throw preconditionFailed(key);
      await rename(temporary, path);
    } finally {
      await rm(lock, { force: true });
    }
  }

  async #keys(prefix: string): Promise<string[]> {
    const folder = prefix.includes('/') ? prefix.slice(0, prefix.lastIndexOf('/')) : '';
    const start = join(this.#root, folder);
    const entries = await readdir(start, { recursive: true, withFileTypes: true }).catch((cause) => {
      if (isAbsent(cause)) return [];
      throw unreadable(folder, cause);
    });
    const keys = entries
      .filter((entry) => entry.isFile() || entry.isSymbolicLink())
      .map((entry) => relative(this.#root, join(entry.parentPath, entry.name)).split(sep).join('/'))
      .filter((key) => key.startsWith(prefix) && !key.split('/').some((part) => part.startsWith(HIDDEN)));
    return keys.sort(compareKeys);
  }

  /** Gives the path of a key. Throws `object_key_invalid` for one that would lead out of the folder. */
  async #path(key: string): Promise<string> {
    const parts = key.split('/');
    if (
      key.includes('\0') ||
      key.includes('\\') ||
      parts.some((part) => part === '' || part === '.' || part === '..')
    )
      throw invalidKey(key);
    const path = join(this.#root, ...parts);
    const real = await realpath(path).catch(() => undefined);
    if (real !== undefined && real !== this.#root && !real.startsWith(this.#root + sep))
      throw invalidKey(key);
    return path;
  }

  async #removeEmpty(folder: string): Promise<void> {
    if (folder === this.#root || !folder.startsWith(this.#root + sep)) return;
    try {
      await rmdir(folder);
    } catch {
      return;
    }
    await this.#removeEmpty(dirname(folder));
  }
}

async function writeSynced(path: string, body: Uint8Array | { readonly file: string }): Promise<void> {
  if (body instanceof Uint8Array) await writeFile(path, body, { flag: 'wx' });
  else await copyFile(body.file, path);
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

async function takeLock(lock: string, key: string): Promise<void> {
  for (let attempt = 0; attempt < LOCK_TRIES; attempt++) {
    try {
      await writeFile(lock, '', { flag: 'wx' });
      return;
    } catch (cause) {
      if (errorCode(cause) !== 'EEXIST') throw unreadable(key, cause);
      await new Promise((done) => setTimeout(done, LOCK_WAIT_MS));
    }
  }
  throw new PelangganError(
    'object_locked',
    `object ${key} is held by another run; if none is running, delete the hidden .lock file beside it`,
    { key },
  );
}

/** Byte order of UTF-8, in which S3 lists keys. */
function compareKeys(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function requireVersion(found: StoredObject, versionId: string | undefined): void {
  if (versionId === undefined || versionId === found.versionId) return;
  throw new PelangganError('object_changed', `object ${found.key} changed while it was read; run again`, {
    key: found.key,
  });
}

function refuseExisting(key: string, cause: unknown): never {
  if (errorCode(cause) === 'EEXIST') throw preconditionFailed(key);
  throw unreadable(key, cause);
}

function preconditionFailed(key: string): PelangganError {
  return new PelangganError(
    'object_precondition_failed',
    `object ${key} is no longer what it was; read it again`,
    { key },
  );
}

function invalidKey(key: string): PelangganError {
  return new PelangganError(
    'object_key_invalid',
    `object key ${JSON.stringify(key)} leads out of its folder or has an empty part; name a file within it`,
    { key },
  );
}

function unreadable(key: string, cause: unknown): PelangganError {
  const code = errorCode(cause);
  return new PelangganError(
    'object_unreadable',
    `object ${key} cannot be read or written (${code}); check its permissions`,
    { key, found: code },
    cause,
  );
}

function isAbsent(cause: unknown): boolean {
  const code = errorCode(cause);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

function errorCode(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
}
