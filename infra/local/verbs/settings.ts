import { openFolder } from '../../../functions/storage/folder-store.ts';
import { type SettingName, Settings, settingNote } from '../../../schemas/settings.ts';
import type { Words } from '../../../schemas/words.ts';
import { readCall } from '../lake-access.ts';
import { settingsOver } from '../lake-settings.ts';
import { EXIT, findOption, LAKE_OPTIONS, type Verb } from '../verb.ts';

/** A setting as `settings` tells it. */
interface SettingRow {
  readonly name: string;
  readonly value: unknown;
  readonly default: unknown;
  /** Used while files are taken in, so that the lake remembers it. */
  readonly is_ingest: boolean;
  readonly meaning: Words;
}

export const settings: Verb = {
  name: 'settings',
  meaning: 'lists every setting: its value here, its default and what it means',
  usage: 'pelanggan settings [--lake DIR]',
  example: 'pelanggan settings --lake demo/lake',
  options: LAKE_OPTIONS,
  async run(given, streams) {
    const { stated } = await readCall(given);
    const lakeFolder = findOption(given, 'lake');
    const lake = lakeFolder === undefined ? undefined : await openFolder(lakeFolder);
    const rows = rowsOf(await settingsOver(lake, stated));
    const text =
      given.options['json'] === true
        ? `${JSON.stringify({ settings: rows }, null, 1)}\n`
        : `${rows.map(formatSetting).join('')}\nset one for a call with --set NAME=VALUE, or for good in the site's settings.json\n`;
    streams.out.write(text);
    return EXIT.done;
  },
};

function rowsOf(values: Settings): SettingRow[] {
  const defaults = Settings.parse({});
  return (Object.keys(Settings.shape) as SettingName[]).map((name) => ({
    name,
    value: values[name] ?? null,
    default: defaults[name] ?? null,
    is_ingest: settingNote(name).isIngest,
    meaning: settingNote(name).meaning,
  }));
}

function formatSetting(row: SettingRow): string {
  const isDefault = JSON.stringify(row.value) === JSON.stringify(row.default);
  const origin = isDefault ? 'the default' : `default ${show(row.default)}`;
  const use = row.is_ingest ? '; used while taking files in, kept by the lake' : '';
  return `${row.name} = ${show(row.value)} (${origin}${use})\n    ${row.meaning.en}\n    ${row.meaning.id}\n`;
}

function show(value: unknown): string {
  if (value === null) return 'none';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
