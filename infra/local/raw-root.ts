import { stat } from 'node:fs/promises';
import { basename, dirname, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readEntries } from '../../functions/ledger/entries.ts';
import type { ObjectStore } from '../../functions/storage/object-store.ts';
import { DATASET_NAMES } from '../../schemas/dataset.ts';
import { PelangganError } from '../../schemas/problem.ts';
import type { Verb } from './verb.ts';

/** Throws `file_missing` for a call that names no file, `file_not_found` and `file_is_a_folder` for one that is none. */
export async function requireFiles(files: readonly string[], verb: Verb): Promise<void> {
  if (files.length === 0) {
    throw new PelangganError(
      'file_missing',
      `${verb.name} needs the name of a file; for example: ${verb.example}`,
    );
  }
  for (const file of files) await requireFile(file);
}

/**
 * Gives the files' raw folders and their keys in them: a raw folder that the lake knows, else the nearest folder named
 * `raw` above the file, else the one above a folder named for a data set, else the file's own folder.
 */
export async function groupByRoot(
  files: readonly string[],
  lake: ObjectStore | undefined,
): Promise<Map<string, string[]>> {
  const known = lake === undefined ? [] : await knownRoots(lake);
  const groups = new Map<string, string[]>();
  for (const file of files) {
    const path = resolve(file);
    const root = known.find((folder) => path.startsWith(folder + sep)) ?? nearestRaw(path) ?? dirname(path);
    const keys = groups.get(root) ?? [];
    groups.set(root, [...keys, relative(root, path).split(sep).join('/')]);
  }
  return groups;
}

/** The longest first: a raw folder within another is the nearer one. */
async function knownRoots(lake: ObjectStore): Promise<string[]> {
  const known = new Set<string>();
  for await (const { raw } of readEntries(lake)) if (raw.startsWith('file:')) known.add(raw);
  const folders = [...known].map((location) => fileURLToPath(location).replace(/[\\/]$/, ''));
  return folders.toSorted((a, b) => b.length - a.length);
}

async function requireFile(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (found === undefined) {
    throw new PelangganError('file_not_found', `file ${file} is not there; give the name of a file`, {
      file,
    });
  }
  if (found.isFile()) return;
  throw new PelangganError(
    'file_is_a_folder',
    `${file} is a folder; give the names of files, or take in all of it with: pelanggan run --raw ${file} --lake DIR`,
    { file },
  );
}

/** The nearest folder named `raw`, else the one above a folder that names a data set; undefined where neither is. */
function nearestRaw(path: string): string | undefined {
  let above: string | undefined;
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
    if (basename(folder) === 'raw') return folder;
    if (above === undefined && (DATASET_NAMES as readonly string[]).includes(basename(folder)))
      above = dirname(folder);
  }
  return above;
}
