import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Gives one hash over the names, times and bytes of every file under a folder. */
export function hashFiles(dir: string): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(dir, { recursive: true }).map(String).sort()) {
    const path = join(dir, name);
    const { mtimeMs } = statSync(path);
    if (statSync(path).isFile()) hash.update(name).update(String(mtimeMs)).update(readFileSync(path));
  }
  return hash.digest('hex');
}
