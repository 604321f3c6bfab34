import { Ingest } from '../../functions/ingest/ingest.ts';
import { openFolder } from '../../functions/storage/folder-store.ts';
import { Settings } from '../../schemas/settings.ts';
import { usageSoFar } from './usage.ts';

// Takes one raw file in, as `pelanggan ingest` does, and prints what this process used: node take-in.ts RAW LAKE KEY
const [raw = '', lake = '', key = ''] = process.argv.slice(2);
const ingest = await Ingest.open({
  raw: await openFolder(raw),
  lake: await openFolder(lake, { create: true }),
  settings: Settings.parse({ earliest_month: '2015-01' }),
  layouts: [],
  referenceKey: Buffer.alloc(32, 7),
  scratch: `${lake}.scratch`,
});
const [report] = await ingest.takeIn(key);
ingest.close();
console.log(
  JSON.stringify({ ...usageSoFar(), written: report?.written_count, rejected: report?.rejected_count }),
);
