import { createHash } from 'node:crypto';
import { PelangganError } from './problem.ts';
import { type SettingName, Settings, settingNote } from './settings.ts';
import { sqlText } from './sql-text.ts';

/** A column of the one-row view `settings`: its name and its Athena type. */
export interface SettingsColumn {
  readonly name: string;
  readonly type: 'integer' | 'bigint' | 'double' | 'varchar' | 'boolean' | 'date';
}

// A map has no place in one row of plain columns, and only taking files in needs it.
const LEFT_OUT: ReadonlySet<SettingName> = new Set<SettingName>(['category_kinds']);
const VIEWED = (Object.keys(Settings.shape) as SettingName[]).filter((name) => !LEFT_OUT.has(name));
const VERSION: SettingsColumn = { name: 'settings_version', type: 'varchar' };
const LARGEST_INTEGER = 2_147_483_647;

interface Definition {
  readonly type: string;
  readonly innerType?: { readonly def: Definition };
  readonly format?: string;
}

function innermost(definition: Definition): Definition {
  return definition.innerType === undefined ? definition : innermost(definition.innerType.def);
}

function columnType(name: SettingName): SettingsColumn['type'] {
  if (name === 'as_of') return 'date';
  if (name === 'max_file_bytes') return 'bigint';
  const { type, format } = innermost(Settings.shape[name].def as unknown as Definition);
  if (type === 'number') return format === undefined ? 'double' : 'integer';
  if (type === 'boolean') return 'boolean';
  if (type === 'string' || type === 'enum') return 'varchar';
  throw new PelangganError('schema_invalid', `setting ${name} is a ${type}, which no column can hold`);
}

/** The columns of the view `settings`, in order; the last one is the version of the rules. */
export const SETTINGS_COLUMNS: readonly SettingsColumn[] = [
  ...VIEWED.map((name) => ({ name, type: columnType(name) })),
  VERSION,
];

function literal(value: Settings[SettingName]): string {
  if (value === undefined) return 'null';
  return typeof value === 'string' ? sqlText(value) : String(value);
}

/**
 * Gives the version of the rules: the first 8 hexadecimal digits of the SHA-256 over the values of all settings that
 * views use, by name. `as_of` is not among them: the same rules at an earlier date are the same rules, so that the
 * history of segments can be compared month by month.
 */
export function settingsVersion(settings: Settings): string {
  const rules = VIEWED.filter((name) => name !== 'as_of' && !settingNote(name).isIngest).toSorted();
  const text = JSON.stringify(rules.map((name) => [name, settings[name]]));
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

/** Gives the Athena SQL of the view `settings`: one row, every setting cast to the type of its column. */
export function settingsViewSql(settings: Settings): string {
  const items = SETTINGS_COLUMNS.map(({ name, type }) => {
    const value = name === VERSION.name ? settingsVersion(settings) : settings[name as SettingName];
    requireFits(name, type, value);
    return `    cast(${literal(value)} as ${type}) as ${name}`;
  });
  return `select\n${items.join(',\n')}\n`;
}

function requireFits(name: string, type: SettingsColumn['type'], value: Settings[SettingName]): void {
  if (type !== 'integer' || typeof value !== 'number' || value <= LARGEST_INTEGER) return;
  throw new PelangganError(
    'setting_invalid',
    `setting ${name} is ${value}, allowed is at most ${LARGEST_INTEGER}; name a smaller number`,
    { setting: name, value },
  );
}
