import { openFolder } from '../../../functions/storage/folder-store.ts';
import { type SettingName, Settings, settingNote } from '../../../schemas/settings.ts';
import { settingsOver } from '../lake-settings.ts';
import { openSite, readStated } from '../site.ts';
import { formatTable } from '../table.ts';
import { EXIT, findOption, LAKE_OPTIONS, listOption, type Verb } from '../verb.ts';

export const settings: Verb = {
  name: 'settings',
  meaning: 'lists every setting: its value here, its default and what it means',
  usage: 'pelanggan settings [--lake DIR]',
  example: 'pelanggan settings --lake demo/lake',
  options: LAKE_OPTIONS,
  async run(given, streams) {
    const site = await openSite(findOption(given, 'site'));
    const lakeFolder = findOption(given, 'lake');
    const lake = lakeFolder === undefined ? undefined : await openFolder(lakeFolder);
    const values = await settingsOver(lake, { ...site.settings, ...readStated(listOption(given, 'set')) });
    const defaults = Settings.parse({});
    const entries = (Object.keys(Settings.shape) as SettingName[]).map((name) => ({
      name,
      value: values[name] ?? null,
      default: defaults[name] ?? null,
      is_ingest: settingNote(name).isIngest,
      meaning: settingNote(name).meaning,
    }));
    if (given.options['json'] === true) {
      streams.out.write(`${JSON.stringify({ settings: entries }, null, 1)}\n`);
      return EXIT.done;
    }
    const rows = entries.map((entry) => [
      entry.name,
      show(entry.value),
      show(entry.default),
      entry.is_ingest ? 'taking in' : 'views',
      entry.meaning.en,
    ]);
    streams.out.write(
      formatTable(['setting', 'value', 'default', 'used in', 'meaning'], rows, {
        width: Math.max(streams.width, 140),
      }),
    );
    streams.out.write(
      "\nset one for a call with --set name=value, or for good in the site's settings.json\n",
    );
    return EXIT.done;
  },
};

function show(value: unknown): string {
  if (value === null) return '–';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
