import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isAbsent, unreadable } from './folder-problems.ts';

/** Hidden names are no objects: the temporary file of a put, a lock, a system's own litter. */
export const HIDDEN = '.';

/**
 * Gives the keys of the files under a folder that start with `prefix` and come after `startAfter`, in the byte order
 * of UTF-8, in which S3 lists. Folders that cannot hold such a key are not opened, so that a page costs little.
 */
export async function* walkKeys(
  root: string,
  prefix: string,
  startAfter: string | undefined,
  folder = '',
): AsyncGenerator<string> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch((cause) => {
    if (isAbsent(cause)) return [];
    throw unreadable(folder, cause);
  });
  const children = entries
    .filter((entry) => !entry.name.startsWith(HIDDEN))
    .map((entry) => `${folder}${entry.name}${entry.isDirectory() ? '/' : ''}`)
    .filter((path) => isSought(path, prefix) && isAhead(path, startAfter));
  // With its `/`, a folder sorts among its siblings as the keys in it do: `a.csv` before `a/b`, `a/b` before `ab`.
  for (const path of children.sort(compareKeys)) {
    if (path.endsWith('/')) yield* walkKeys(root, prefix, startAfter, path);
    else yield path;
  }
}

function isSought(path: string, prefix: string): boolean {
  return path.startsWith(prefix) || (path.endsWith('/') && prefix.startsWith(path));
}

function isAhead(path: string, startAfter: string | undefined): boolean {
  if (startAfter === undefined || compareKeys(path, startAfter) > 0) return true;
  return path.endsWith('/') && startAfter.startsWith(path);
}

/** Compares keys by code points, which is the byte order of UTF-8; JavaScript's own order differs beyond U+FFFF. */
export function compareKeys(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const [left, right] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

/** Halves of a character beyond U+FFFF come after every whole one. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
