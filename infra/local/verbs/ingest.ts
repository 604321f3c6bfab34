import type { FileReport } from '../../../functions/ingest/report.ts';
import { openFolder } from '../../../functions/storage/folder-store.ts';
import type { ObjectStore, StoredObject } from '../../../functions/storage/object-store.ts';
import { PelangganError } from '../../../schemas/problem.ts';
import { HINT_OPTIONS, readHints } from '../file-hints.ts';
import { formatFiles } from '../file-table.ts';
import { openToWrite, readCall } from '../lake-access.ts';
import { groupByRoot, requireFiles } from '../raw-root.ts';
import { EXIT, LAKE_OPTIONS, requireOption, type Verb } from '../verb.ts';
import { withWorkshop } from '../workshop.ts';

export const ingest: Verb = {
  name: 'ingest',
  meaning: 'only takes files in; views are computed by run and query',
  usage: 'pelanggan ingest FILE… --lake DIR [--dataset D] [--layout L]',
  example: 'pelanggan ingest demo/raw/products/shop=jakarta/produk.parquet --lake demo/lake',
  words: 'FILE…',
  options: { ...LAKE_OPTIONS, ...HINT_OPTIONS },
  async run(given, streams) {
    const lakeFolder = requireOption(given, 'lake', ingest);
    await requireFiles(given.rest, ingest);
    const hints = readHints(given, (await readCall(given)).site.layouts);
    const access = await openToWrite(lakeFolder, given);
    const reports: FileReport[] = [];
    for (const [root, keys] of await groupByRoot(given.rest, access.lake)) {
      const raw = await openFolder(root);
      const objects = await Promise.all(keys.map((key) => requireObject(raw, key)));
      await withWorkshop({ ...access, raw, objects, streams }, async (workshop) => {
        reports.push(...(await workshop.takeIn(hints)));
        await workshop.settle();
      });
    }
    if (given.options['json'] === true) streams.out.write(`${JSON.stringify({ files: reports }, null, 1)}\n`);
    else streams.out.write(formatFiles(reports, access.settings.locale, streams.width));
    return reports.some(({ status }) => status === 'refused') ? EXIT.needsPerson : EXIT.done;
  },
};

async function requireObject(raw: ObjectStore, key: string): Promise<StoredObject> {
  const object = await raw.head(key);
  if (object !== undefined) return object;
  throw new PelangganError(
    'file_not_found',
    `file ${key} is hidden or is no plain file; give the name of a file`,
    { file: key },
  );
}
