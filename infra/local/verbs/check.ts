import { join } from 'node:path';
import { Ingest } from '../../../functions/ingest/ingest.ts';
import { openFolder } from '../../../functions/storage/folder-store.ts';
import { type CheckReport, checkFile, formatChecks } from '../check-report.ts';
import { HINT_OPTIONS, readHints } from '../file-hints.ts';
import { readCall } from '../lake-access.ts';
import { settingsOver } from '../lake-settings.ts';
import { groupByRoot, requireFiles } from '../raw-root.ts';
import { withScratch } from '../scratch.ts';
import { EXIT, findOption, type Given, LAKE_OPTIONS, type Verb } from '../verb.ts';

export const check: Verb = {
  name: 'check',
  meaning: 'reads files without writing anything: format, layout, counts, and what is wrong by kind',
  usage: 'pelanggan check FILE… [--lake DIR] [--dataset D] [--layout L]',
  example: 'pelanggan check demo/raw/orders/shop=jakarta/orders_2026-08_2026-08.csv --lake demo/lake',
  words: 'FILE…',
  options: { ...LAKE_OPTIONS, ...HINT_OPTIONS },
  async run(given, streams) {
    await requireFiles(given.rest, check);
    const reports = await withScratch((scratch) => checkFiles(given, scratch));
    const text =
      given.options['json'] === true
        ? `${JSON.stringify({ files: reports }, null, 1)}\n`
        : formatChecks(reports, streams.width);
    streams.out.write(text);
    return reports.some(({ problem }) => problem !== undefined) ? EXIT.needsPerson : EXIT.done;
  },
};

/** With a lake its product reference and settings count; without one there is none. */
async function checkFiles(given: Given, scratch: string): Promise<CheckReport[]> {
  const { site, stated } = await readCall(given);
  const hints = readHints(given, site.layouts);
  const lakeFolder = findOption(given, 'lake');
  const lake = await openFolder(lakeFolder ?? join(scratch, 'no-lake'), { create: lakeFolder === undefined });
  const settings = await settingsOver(lake, stated);
  // References are made under a throw-away key: nothing of them leaves this call.
  const tools = { lake, settings, layouts: site.layouts, referenceKey: new Uint8Array(32), scratch };
  const reports: CheckReport[] = [];
  for (const [root, keys] of await groupByRoot(given.rest, lake)) {
    const reader = await Ingest.open({ ...tools, raw: await openFolder(root) });
    try {
      for (const key of keys) reports.push(...(await checkFile(reader, key, hints)));
    } finally {
      reader.close();
    }
  }
  return reports;
}
