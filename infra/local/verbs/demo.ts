import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PelangganError } from '../../../schemas/problem.ts';
import { makeDemonstration } from '../demo/demonstration.ts';
import { findOption, LAKE_OPTIONS, type Verb } from '../verb.ts';
import { runOver } from './run.ts';

const DEFAULT_LAKE = 'demo/lake';

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
    const raw = join(dirname(lake), 'raw');
    await mkdir(raw, { recursive: true });
    streams.messages.write(`making the demonstration company's files in ${raw}\n`);
    await makeDemonstration(raw, { seed: Number(seed) });
    return runOver(raw, lake, given, streams);
  },
};
