import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../../../shared/data/nasty');

/** Says whether the corpora of nasty files lie beside the checkout; tests on them are skipped where they do not. */
export const hasNastyFiles = existsSync(ROOT);

/** Names of the files of one folder of the corpora, or nothing where they are absent. */
export function nastyFileNames(folder: string, ending: string): string[] {
  if (!hasNastyFiles) return [];
  return readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith(ending))
    .toSorted();
}

/** Bytes of one file of the corpora. */
export function readNastyFile(folder: string, name: string): Buffer {
  return readFileSync(join(ROOT, folder, name));
}
