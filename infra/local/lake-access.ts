import { resolve, sep } from 'node:path';
import { openFolder } from '../../functions/storage/folder-store.ts';
import type { ObjectStore } from '../../functions/storage/object-store.ts';
import { PelangganError } from '../../schemas/problem.ts';
import type { Settings } from '../../schemas/settings.ts';
import { isLake, rememberSettings, settingsOver } from './lake-settings.ts';
import { openReferenceKey } from './reference-key-file.ts';
import { completeSettings, openSite, readStated, type Site } from './site.ts';
import { findOption, type Given, listOption } from './verb.ts';

/** A lake with the settings and the site under which a call looks at it. */
export interface LakeReading {
  readonly lake: ObjectStore;
  readonly settings: Settings;
  readonly site: Site;
}

/** A lake that a call may take files into. */
export interface LakeWriting extends LakeReading {
  readonly referenceKey: Uint8Array;
}

/** Gives what a call states: the site's settings, then those of `--set`. */
export async function readCall(given: Given): Promise<{ site: Site; stated: Record<string, unknown> }> {
  const site = await openSite(findOption(given, 'site'));
  return { site, stated: { ...site.settings, ...readStated(listOption(given, 'set')) } };
}

/** Gives the lake in a folder. Throws `lake_not_found` for a folder that no run has made a lake. */
export async function openLake(lakeFolder: string): Promise<ObjectStore> {
  const lake = await openFolder(lakeFolder);
  if (await isLake(lake)) return lake;
  throw new PelangganError(
    'lake_not_found',
    `${lakeFolder} is not a lake; make one with: pelanggan run --raw DIR --lake ${lakeFolder}`,
    { lake: lakeFolder },
  );
}

/** Opens a lake that is there, to read it. */
export async function openToRead(lakeFolder: string, given: Given): Promise<LakeReading> {
  const { site, stated } = await readCall(given);
  const lake = await openLake(lakeFolder);
  return { lake, settings: await settingsOver(lake, stated), site };
}

/** Opens a lake to take files into it; makes the folder, its settings and its key where it is new. */
export async function openToWrite(lakeFolder: string, given: Given): Promise<LakeWriting> {
  const { site, stated } = await readCall(given);
  completeSettings(stated); // A wrong call makes no folder.
  const lake = await openFolder(lakeFolder, { create: true });
  const settings = await rememberSettings(lake, stated, new Date());
  return { lake, settings, site, referenceKey: await openReferenceKey(lakeFolder, lake) };
}

/** Throws `folder_in_folder` for a lake within the raw files, or the other way round: each would be taken for the other. */
export function requireApart(rawFolder: string, lakeFolder: string): void {
  const [raw, lake] = [resolve(rawFolder) + sep, resolve(lakeFolder) + sep];
  if (!raw.startsWith(lake) && !lake.startsWith(raw)) return;
  throw new PelangganError(
    'folder_in_folder',
    `raw folder ${rawFolder} and lake ${lakeFolder} lie one in the other, allowed is side by side; name another folder`,
    { raw: rawFolder, lake: lakeFolder },
  );
}
