import { verifyLake } from '../../../functions/batch/verify.ts';
import { IngestDatabase } from '../../../functions/ingest/ingest-database.ts';
import { openLake } from '../lake-access.ts';
import { withScratch } from '../scratch.ts';
import { EXIT, LAKE_OPTIONS, requireOption, type Verb } from '../verb.ts';

export const verify: Verb = {
  name: 'verify',
  meaning: "recomputes every file's account from what lies in the lake and says what differs",
  usage: 'pelanggan verify --lake DIR',
  example: 'pelanggan verify --lake demo/lake',
  options: LAKE_OPTIONS,
  async run(given, streams) {
    const lake = await openLake(requireOption(given, 'lake', verify));
    const { differences, file_count, object_count } = await withScratch(async (scratch) => {
      const database = await IngestDatabase.open(scratch);
      try {
        return await verifyLake(lake, database, scratch);
      } finally {
        database.close();
      }
    });
    if (given.options['json'] === true)
      streams.out.write(`${JSON.stringify({ file_count, object_count, differences }, null, 1)}\n`);
    else {
      for (const { message } of differences) streams.out.write(`${message}\n`);
      const verdict =
        differences.length === 0
          ? 'nothing differs'
          : `${differences.length} ${differences.length === 1 ? 'thing differs' : 'things differ'}`;
      streams.out.write(`${verdict}: ${file_count} files and ${object_count} objects were recomputed\n`);
    }
    return differences.length === 0 ? EXIT.done : EXIT.needsPerson;
  },
};
