import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FileHints } from '../../../functions/ingest/recognise.ts';
import type { FileReport } from '../../../functions/ingest/report.ts';
import { readEntries } from '../../../functions/ledger/entries.ts';
import { openFolder } from '../../../functions/storage/folder-store.ts';
import type { ObjectStore, StoredObject } from '../../../functions/storage/object-store.ts';
import { DATASET_NAMES, type DatasetName } from '../../../schemas/dataset.ts';
import { PelangganError } from '../../../schemas/problem.ts';
import { formatFiles } from '../file-table.ts';
import { rememberSettings } from '../lake-settings.ts';
import { didYouMean } from '../nearest.ts';
import { Progress } from '../progress.ts';
import { openReferenceKey } from '../reference-key-file.ts';
import { openSite, readStated } from '../site.ts';
import { EXIT, findOption, type Given, LAKE_OPTIONS, listOption, requireOption, type Verb } from '../verb.ts';
import { Workshop } from '../workshop.ts';
import { stopOnInterrupt } from './run.ts';

export const ingest: Verb = {
  name: 'ingest',
  meaning: 'only takes files in; views are computed by run and query',
  usage: 'pelanggan ingest FILE… --lake DIR [--dataset D] [--layout L]',
  example: 'pelanggan ingest demo/raw/products/shop=jakarta/*.csv --lake demo/lake',
  options: {
    ...LAKE_OPTIONS,
    dataset: {
      type: 'string',
      value: 'D',
      meaning: `the data set, where the folder does not name it: ${DATASET_NAMES.join(', ')}`,
    },
    layout: { type: 'string', value: 'L', meaning: 'the layout, where the header does not tell it' },
  },
  async run(given, streams) {
    const lakeFolder = requireOption(given, 'lake', ingest);
    requireFiles(given.rest, ingest);
    const site = await openSite(findOption(given, 'site'));
    const lake = await openFolder(lakeFolder, { create: true });
    const settings = await rememberSettings(
      lake,
      { ...site.settings, ...readStated(listOption(given, 'set')) },
      new Date(),
    );
    const referenceKey = await openReferenceKey(lakeFolder, lake);
    const hints = readHints(given);
    const reports: FileReport[] = [];
    for (const [root, keys] of await groupByRoot(given.rest, lake)) {
      const raw = await openFolder(root);
      const objects = await Promise.all(keys.map((key) => requireObject(raw, key)));
      const progress = new Progress(
        streams.messages,
        objects.reduce((sum, { byteCount }) => sum + byteCount, 0),
      );
      const workshop = await Workshop.open({
        raw,
        lake,
        settings,
        layouts: site.layouts,
        referenceKey,
        progress,
      });
      const unlisten = stopOnInterrupt(workshop, streams);
      try {
        reports.push(...(await workshop.takeIn(objects, hints)));
        await workshop.settle();
      } finally {
        progress.end();
        unlisten();
        await workshop.close();
      }
    }
    if (given.options['json'] === true) streams.out.write(`${JSON.stringify({ files: reports }, null, 1)}\n`);
    else streams.out.write(formatFiles(reports, settings.locale, streams.width));
    return reports.some(({ status }) => status === 'refused') ? EXIT.needsPerson : EXIT.done;
  },
};

/** Throws `file_missing` for a call without files, `file_not_found` and `file_is_a_folder` for names that are none. */
export function requireFiles(files: readonly string[], verb: Verb): void {
  if (files.length > 0) return;
  throw new PelangganError(
    'file_missing',
    `${verb.name} needs the name of a file; for example: ${verb.example}`,
  );
}

/** Gives what a caller states of the files. Throws `dataset_unknown`. */
export function readHints(given: Given): FileHints {
  const dataset = findOption(given, 'dataset');
  const layout = findOption(given, 'layout');
  if (dataset !== undefined && !DATASET_NAMES.includes(dataset as DatasetName)) {
    throw new PelangganError(
      'dataset_unknown',
      `data set ${dataset} is unknown; allowed are ${DATASET_NAMES.join(', ')}${didYouMean(dataset, DATASET_NAMES)}`,
      { found: dataset, allowed: DATASET_NAMES },
    );
  }
  return {
    ...(dataset === undefined ? {} : { dataset: dataset as DatasetName }),
    ...(layout === undefined ? {} : { layout }),
  };
}

async function requireObject(raw: ObjectStore, key: string): Promise<StoredObject> {
  const object = await raw.head(key);
  if (object !== undefined) return object;
  throw new PelangganError('file_not_found', `file ${key} is not there; give the name of a file`, {
    file: key,
  });
}

/**
 * Gives the files' raw folders and their keys in them: a raw folder that the lake knows, else the nearest folder named
 * `raw` above the file, else the file's own folder.
 */
export async function groupByRoot(
  files: readonly string[],
  lake: ObjectStore | undefined,
): Promise<Map<string, string[]>> {
  const known = new Set<string>();
  if (lake !== undefined)
    for await (const entry of readEntries(lake))
      if (entry.raw.startsWith('file:')) known.add(fileURLToPath(entry.raw));
  const groups = new Map<string, string[]>();
  for (const file of files) {
    const path = resolve(file);
    await requireFile(file, path);
    const root =
      [...known].find((folder) => path.startsWith(folder + sep)) ?? nearestRaw(path) ?? dirname(path);
    const keys = groups.get(root) ?? [];
    keys.push(relative(root, path).split(sep).join('/'));
    groups.set(root, keys);
  }
  return groups;
}

async function requireFile(file: string, path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined)
    throw new PelangganError('file_not_found', `file ${file} is not there; give the name of a file`, {
      file,
    });
  if (!found.isFile())
    throw new PelangganError(
      'file_is_a_folder',
      `${file} is a folder; give the names of files, or take in all of it with: pelanggan run --raw ${file} --lake DIR`,
      { file },
    );
}

function nearestRaw(path: string): string | undefined {
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
    if (basename(folder) === 'raw' && existsSync(join(folder, '.'))) return folder;
  }
  return undefined;
}
