import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, open, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PelangganError } from '../../schemas/problem.ts';
import { HIDDEN } from './folder-keys.ts';
import { errorCode, isAbsent, unwritable } from './folder-problems.ts';

const LOCK_WAIT_MS = 10;
const LOCK_TRIES = 1000;
/** How often a folder is made anew that a deletion beside took away as empty. */
const FOLDER_TRIES = 20;

/** A whole file under a hidden name, on the disk, ready to take its place; and the topmost folder made for it. */
export interface StagedFile {
  readonly path: string;
  readonly made: string | undefined;
}

/** Writes a body to a hidden file in the folder where it shall lie. */
export async function stageFile(
  target: string,
  body: Uint8Array | { readonly file: string },
): Promise<StagedFile> {
  const folder = dirname(target);
  const path = join(folder, `${HIDDEN}${randomBytes(8).toString('hex')}.part`);
  let made: string | undefined;
  for (let attempt = 1; ; attempt++) {
    made = (await mkdir(folder, { recursive: true })) ?? made;
    try {
      await writeSynced(path, body);
      return { path, made };
    } catch (cause) {
      const isSourceGone = !(body instanceof Uint8Array) && !existsSync(body.file);
      if (!isAbsent(cause) || isSourceGone || attempt === FOLDER_TRIES) throw cause;
    }
  }
}

async function writeSynced(path: string, body: Uint8Array | { readonly file: string }): Promise<void> {
  if (body instanceof Uint8Array) await writeFile(path, body, { flag: 'wx' });
  else await copyFile(body.file, path);
  await sync(path, 'r+');
}

/** Gives a staged file a later time than the one it replaces: the clock ticks more slowly than files are written. */
export async function makeLater(staged: string, replaced: string): Promise<void> {
  const [fresh, old] = await Promise.all([
    stat(staged, { bigint: true }),
    stat(replaced, { bigint: true }).catch(() => undefined),
  ]);
  if (old === undefined || fresh.mtimeNs > old.mtimeNs) return;
  const seconds = (Number(old.mtimeMs) + 2) / 1000;
  await utimes(staged, seconds, seconds);
}

/** Brings a file's name, and those of folders made for it, onto the disk: only then does the file outlive a crash. */
export async function syncNames(path: string, made: string | undefined): Promise<void> {
  const top = made === undefined ? dirname(path) : dirname(made);
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    // Where folders cannot be opened (Windows) the system orders such writes itself.
    await sync(folder, 'r').catch(() => {});
    if (folder === top) return;
  }
}

async function sync(path: string, flags: string): Promise<void> {
  const file = await open(path, flags);
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes the lock of an object, waiting while another has it. Throws `object_locked` when it is never given back. */
export async function takeLock(lock: string, key: string): Promise<void> {
  for (let attempt = 0; attempt < LOCK_TRIES; attempt++) {
    try {
      await writeFile(lock, '', { flag: 'wx' });
      return;
    } catch (cause) {
      if (errorCode(cause) !== 'EEXIST') throw unwritable(key, cause);
      await new Promise((done) => setTimeout(done, LOCK_WAIT_MS));
    }
  }
  throw new PelangganError(
    'object_locked',
    `object ${key} is held by another run; if none is running, delete the hidden .lock file beside it`,
    { key },
  );
}
