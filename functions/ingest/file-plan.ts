import { createHash } from 'node:crypto';
import type { DatasetName } from '../../schemas/dataset.ts';
import { DATASETS } from '../../schemas/datasets/catalogue.ts';
import { businessDate, endOfBusinessDay, formatInstant, startOfMonth } from '../../schemas/instant.ts';
import type { Mapping } from '../../schemas/mapping.ts';
import type { RecordContext } from '../../schemas/record.ts';
import type { ProductKind } from '../../schemas/roles.ts';
import { INGEST_SETTINGS, type Settings } from '../../schemas/settings.ts';
import { requireZone, type Zone } from '../../schemas/zone.ts';
import { compileReader, type FieldReader } from './gate/field-reader.ts';

/** Gives the kind of a product by the reference in force. */
export type KindLookup = (shop: string, productId: string) => ProductKind | undefined;

/** Gives the first month that is accepted: the setting, else ten years before the file arrived. */
export function earliestMonth(settings: Settings, arrivedAt: Date, zone: Zone): string {
  if (settings.earliest_month !== undefined) return settings.earliest_month;
  const [year = '', month = ''] = businessDate(arrivedAt.getTime(), zone).split('-');
  return `${Number(year) - 10}-${month}`;
}

/** Gives what the records of a file are held against. */
export function recordContext(
  settings: Settings,
  arrivedAt: Date,
  shop: string,
  lookup: KindLookup,
): RecordContext {
  const zone = requireZone(settings.time_zone);
  const first = earliestMonth(settings, arrivedAt, zone);
  return {
    earliestInstant: formatInstant(startOfMonth(first, zone)),
    latestInstant: formatInstant(endOfBusinessDay(arrivedAt.getTime(), zone)),
    earliestDate: `${first}-01`,
    latestDate: businessDate(arrivedAt.getTime(), zone),
    productKind: (shopName, productId) =>
      lookup(settings.products_are_company_wide ? '*' : shopName, productId),
    categoryKinds: settings.category_kinds,
    defaultProductKind: settings.default_product_kind,
    shop,
  };
}

/** Gives the reader of every mapped field of one of a mapping's data sets. */
export function compileReaders(
  mapping: Mapping,
  part: Mapping['datasets'][number],
  columns: ReadonlyMap<string, number>,
  settings: Settings,
): Map<string, FieldReader> {
  const defaults = { timeZone: settings.time_zone, country: settings.country };
  const readers = new Map<string, FieldReader>();
  for (const field of DATASETS[part.dataset].fields.keys()) {
    const source = part.fields[field];
    if (source === undefined) continue;
    const reader = compileReader(source, mapping, columns, defaults);
    const isThere = reader.column !== undefined || typeof source !== 'string';
    if (isThere) readers.set(field, reader);
  }
  return readers;
}

/** Gives the names of all columns that a mapping reads. */
export function mappedColumns(mapping: Mapping): Set<string> {
  const names = new Set<string>();
  for (const part of mapping.datasets) {
    for (const source of Object.values(part.fields)) {
      if (typeof source === 'string') names.add(source);
      else for (const name of [source.column ?? [], source.columns ?? []].flat()) names.add(name);
    }
    for (const condition of part.when ?? []) names.add(condition.column);
  }
  for (const condition of mapping.skip ?? []) names.add(condition.column);
  if (mapping.actions !== undefined) names.add(mapping.actions.column);
  return names;
}

/** Gives the id of a file's version: the same wherever and whenever the same bytes lie under the same key. */
export function fileIdOf(key: string, sha256: string): string {
  return `${key}@${sha256.slice(0, 12)}`;
}

/**
 * Gives the id of one taking-in: it changes with whatever the rows depend on besides the file itself (settings,
 * mapping, product reference, reference key), so that a file taken in again never writes over rows in force.
 */
export function takeIdOf(
  fileId: string,
  settings: Settings,
  mapping: Mapping,
  referenceState: string,
  keyFingerprint: string,
): string {
  const used = INGEST_SETTINGS.map((name) => settings[name] ?? null);
  const state = JSON.stringify([fileId, used, mapping, referenceState, keyFingerprint]);
  return createHash('sha256').update(state).digest('hex').slice(0, 12);
}

/** Gives the name of a file's objects in one take: no `/` or `=` of a raw key can become a folder. */
export function objectName(fileId: string, takeId: string): string {
  return createHash('sha256').update(`${fileId}#${takeId}`).digest('hex').slice(0, 32);
}

/** Gives whether a later export replaces lines or whole orders of this file. */
export function replacesOf(
  mapping: Mapping,
  name: DatasetName,
  readers: ReadonlyMap<string, FieldReader>,
): 'line' | 'order' {
  if (name !== 'orders') return 'line';
  return mapping.replaces ?? (readers.has('line_id') ? 'line' : 'order');
}
