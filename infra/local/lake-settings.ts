import { z } from 'zod';
import { type ObjectStore, readJson } from '../../functions/storage/object-store.ts';
import { PelangganError } from '../../schemas/problem.ts';
import { INGEST_SETTINGS, type Settings } from '../../schemas/settings.ts';
import { completeSettings } from './site.ts';

const REMEMBERED = 'settings/ingest.json';
const Remembered = z.record(z.string(), z.unknown());

/** Tells whether a folder is a lake: the first run writes down what it was made with. */
export async function isLake(store: ObjectStore): Promise<boolean> {
  return (await store.head(REMEMBERED)) !== undefined;
}

/** Gives the ingest settings with which a lake was made; undefined for a new one. */
async function findRemembered(lake: ObjectStore): Promise<Record<string, unknown> | undefined> {
  return (await lake.head(REMEMBERED)) === undefined ? undefined : readJson(lake, REMEMBERED, Remembered);
}

/**
 * Gives the settings over a lake: stated ones, then the lake's own for taking files in, then defaults. Throws
 * `setting_differs_from_lake` when a stated ingest setting has another value than the lake was made with.
 */
export async function settingsOver(
  lake: ObjectStore | undefined,
  stated: Readonly<Record<string, unknown>>,
): Promise<Settings> {
  const remembered = lake === undefined ? undefined : await findRemembered(lake);
  if (remembered === undefined) return completeSettings(stated);
  const settings = completeSettings({ ...remembered, ...stated });
  for (const name of INGEST_SETTINGS) {
    if (!(name in stated) || isSame(settings[name], remembered[name])) continue;
    throw new PelangganError(
      'setting_differs_from_lake',
      `setting ${name} is ${JSON.stringify(settings[name])}, the lake was made with ${JSON.stringify(remembered[name])}; leave it out, or make another lake (taking everything in again comes with a later version)`,
      { setting: name, found: settings[name], allowed: remembered[name] },
    );
  }
  return settings;
}

/** Gives the settings for taking files in: as over a lake, and on its first run written into it. */
export async function rememberSettings(
  lake: ObjectStore,
  stated: Readonly<Record<string, unknown>>,
  now: Date,
): Promise<Settings> {
  const settings = await settingsOver(lake, stated);
  if ((await lake.head(REMEMBERED)) !== undefined) return settings;
  const month = `${now.getUTCFullYear() - 10}-${String(now.getUTCMonth() + 1).padStart(2, '0')}`;
  const complete: Settings = { ...settings, earliest_month: settings.earliest_month ?? month };
  const kept = Object.fromEntries(INGEST_SETTINGS.map((name) => [name, complete[name]]));
  await lake.put(REMEMBERED, Buffer.from(`${JSON.stringify(kept, null, 1)}\n`), { ifNoneMatch: '*' });
  return complete;
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
