import { basename, dirname, join } from 'node:path';
import { openFolder } from '../../../functions/storage/folder-store.ts';
import type { ObjectStore } from '../../../functions/storage/object-store.ts';
import { PelangganError } from '../../../schemas/problem.ts';
import { makeDemonstration } from '../demo/demonstration.ts';
import { findOption, LAKE_OPTIONS, type Verb } from '../verb.ts';
import { runOver } from './run.ts';

const DEFAULT_LAKE = 'demo/lake';
/** Written beside the raw folder of every demonstration: whose home a folder is. */
const TRUTHS = 'truths.json';

export const demo: Verb = {
  name: 'demo',
  meaning: 'makes the raw files of a demonstration company, then does run; npm start is this',
  usage: 'pelanggan demo [--lake DIR] [--seed N]',
  example: 'pelanggan demo',
  options: {
    ...LAKE_OPTIONS,
    seed: { type: 'string', value: 'N', meaning: 'another company of the same kind (default 1)' },
  },
  async run(given, streams) {
    const lake = findOption(given, 'lake') ?? DEFAULT_LAKE;
    const seed = findOption(given, 'seed') ?? '1';
    if (!/^[0-9]{1,9}$/.test(seed)) {
      throw new PelangganError(
        'option_invalid',
        `--seed ${seed} is not a whole number; for example --seed 2`,
        { found: seed },
      );
    }
    const raw = await prepareHome(lake);
    streams.messages.write(`making the demonstration company's files in ${raw}\n`);
    await makeDemonstration(raw, { seed: Number(seed) });
    return runOver(raw, lake, given, streams);
  },
};

/**
 * Gives the raw folder of a demonstration, beside its lake. Throws `folder_in_use` where somebody's own files lie in
 * either: people who do not exist would be mixed with people who do.
 */
export async function prepareHome(lake: string): Promise<string> {
  const folder = dirname(lake);
  const raw = join(folder, 'raw');
  const home = await openFolder(folder, { create: true });
  if ((await home.head(TRUTHS)) !== undefined) return raw;
  if (await holdsFiles(home, 'raw/')) throw inUse(raw);
  if (await holdsFiles(home, `${basename(lake)}/ledger/`)) throw inUse(lake);
  // The truths come last; their place is taken first, so that a demonstration broken off can be made again.
  await home.put(TRUTHS, Buffer.from('{}\n'), { ifNoneMatch: '*' });
  return raw;
}

async function holdsFiles(store: ObjectStore, prefix: string): Promise<boolean> {
  return (await store.list(prefix, { limit: 1 })).objects.length > 0;
}

function inUse(folder: string): PelangganError {
  return new PelangganError(
    'folder_in_use',
    `folder ${folder} holds files that are not the demonstration's; name a lake in a folder of its own, for example --lake demo/lake`,
    { folder },
  );
}
