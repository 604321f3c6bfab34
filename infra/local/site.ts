import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { Mapping } from '../../schemas/mapping.ts';
import { PelangganError } from '../../schemas/problem.ts';
import { type SettingName, Settings } from '../../schemas/settings.ts';
import { didYouMean } from './nearest.ts';

const DEFAULT_SITE = 'site';
const SHIPPED_LAYOUTS = resolve(import.meta.dirname, '../../schemas/layouts');

/** A user's own things: settings, mappings, views. */
export interface Site {
  readonly folder: string | undefined;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly layouts: readonly Mapping[];
  /** Folder of the user's own views, where there is one. */
  readonly sqlFolder: string | undefined;
}

/** Gives the site in a folder; without one, `./site` where it exists. Throws `site_not_found`, `mapping_invalid`, … */
export async function openSite(folder: string | undefined): Promise<Site> {
  const chosen = folder ?? (existsSync(DEFAULT_SITE) ? DEFAULT_SITE : undefined);
  const shipped = await readLayouts(SHIPPED_LAYOUTS);
  if (chosen === undefined)
    return { folder: undefined, settings: {}, layouts: shipped, sqlFolder: undefined };
  const found = await stat(chosen).catch(() => undefined);
  if (found?.isDirectory() !== true) {
    throw new PelangganError(
      'site_not_found',
      `site ${chosen} is not a folder; make it, or give another with --site`,
      { found: chosen },
    );
  }
  const own = await readLayouts(join(chosen, 'layouts'));
  const sql = join(chosen, 'sql');
  return {
    folder: chosen,
    settings: await readSettings(join(chosen, 'settings.json')),
    // The user's own come first: a mapping of the same layout may replace a shipped one.
    layouts: [...own, ...shipped.filter((layout) => !own.some((other) => other.layout === layout.layout))],
    sqlFolder: existsSync(sql) ? sql : undefined,
  };
}

async function readLayouts(folder: string): Promise<Mapping[]> {
  if (!existsSync(folder)) return [];
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).toSorted();
  return Promise.all(names.map((name) => readLayout(join(folder, name))));
}

async function readLayout(path: string): Promise<Mapping> {
  const parsed = Mapping.safeParse(await readJsonFile(path, 'mapping_invalid'));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new PelangganError(
    'mapping_invalid',
    `mapping ${path} is wrong at ${issue?.path.join('.') || 'its top'}: ${issue?.message}; correct it`,
    { path, issues: z.treeifyError(parsed.error) },
  );
}

async function readSettings(path: string): Promise<Record<string, unknown>> {
  if (!existsSync(path)) return {};
  const value = await readJsonFile(path, 'setting_invalid');
  const parsed = z.record(z.string(), z.unknown()).safeParse(value);
  if (parsed.success) return parsed.data;
  throw new PelangganError('setting_invalid', `${path} is not a JSON object of settings; correct it`, {
    path,
  });
}

async function readJsonFile(path: string, code: string): Promise<unknown> {
  const text = await readFile(path, 'utf8');
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new PelangganError(code, `${path} is not JSON; correct it`, { path }, cause);
  }
}

/** Gives the settings stated by `--set name=value`: numbers, true, false and JSON as such, anything else as text. */
export function readStated(stated: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    stated.map((text) => {
      const at = text.indexOf('=');
      if (at <= 0)
        throw new PelangganError(
          'setting_invalid',
          `--set ${text} is not name=value; for example --set new_days=60`,
          { found: text },
        );
      return [text.slice(0, at), parseValue(text.slice(0, at), text.slice(at + 1))];
    }),
  );
}

function parseValue(name: string, text: string): unknown {
  const sample = Settings.shape[name as SettingName]?.safeParse(text);
  if (sample?.success === true) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Gives all settings from what was stated, defaults for the rest. Throws `setting_unknown`, `setting_invalid`. */
export function completeSettings(stated: Readonly<Record<string, unknown>>): Settings {
  const known = Object.keys(Settings.shape);
  for (const name of Object.keys(stated)) {
    if (!known.includes(name))
      throw new PelangganError(
        'setting_unknown',
        `setting ${name} is unknown, pelanggan settings lists all${didYouMean(name, known)}`,
        { found: name },
      );
  }
  const parsed = Settings.safeParse(stated);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const name = String(issue?.path[0]);
  throw new PelangganError(
    'setting_invalid',
    `setting ${name} cannot be ${JSON.stringify(stated[name])}: ${issue?.message}; pelanggan settings says what is allowed`,
    { setting: name, found: stated[name] },
  );
}
