import { open, rename, rm, stat } from 'node:fs/promises';
import { DATASETS } from '../../schemas/datasets/catalogue.ts';
import { CANONICAL_LAYOUT, canonicalMapping, type Mapping } from '../../schemas/mapping.ts';
import { PelangganError } from '../../schemas/problem.ts';
import { sqlText } from '../../schemas/sql-text.ts';
import { detectFormat, refuseDamaged } from './format.ts';
import type { IngestDatabase } from './ingest-database.ts';
import { DelimitedScanner, type Dialect } from './read/delimited-scanner.ts';
import { detectDialect } from './read/dialect.ts';
import { FlatJsonReader } from './read/flat-json.ts';
import { type FileHints, findHeaderless, type KeyHints, readHeader, recognise } from './recognise.ts';
import type { Reading } from './scan-file.ts';
import type { Spool } from './spool.ts';

/** How a spooled text is read, and which mapping makes records of it. */
export interface Shape {
  readonly reading: Reading;
  readonly columns: readonly string[];
  readonly mapping: Mapping;
}

const QUOTE = 34;
/** What Parquet is turned into: every value as text, so that all formats go one way. */
const PARQUET_DIALECT: Dialect = { delimiter: 44, quote: QUOTE };
/** JSON records looked at for the names by which the layout is told. */
const NAMED_SAMPLE = 200;

/** Gives the shape of a spooled text. Throws what refuses it: `layout_unknown`, `header_duplicate` and the like. */
export function readShape(
  spool: Spool,
  file: string,
  isParquet: boolean,
  hints: FileHints & KeyHints,
  layouts: readonly Mapping[],
): Shape {
  const format = isParquet ? 'csv' : detectFormat(spool.head, file);
  if (format === 'ndjson' || format === 'json') {
    const columns = sampleNames(spool.head);
    return {
      reading: { format },
      columns,
      mapping: withLaterNames(recognise(columns, hints, layouts, file), columns),
    };
  }
  const dialect = isParquet
    ? PARQUET_DIALECT
    : (statedDialect(hints.layout, layouts) ?? detectDialect(spool.head));
  const found = readFirstRecord(spool.head, dialect, file);
  const headerless = findHeaderless(found.length, hints, layouts);
  if (headerless?.format?.header !== undefined && !isOwnHeader(found, headerless.format.header)) {
    return {
      reading: { format: 'csv', dialect, hasHeader: false, width: headerless.format.header.length },
      columns: headerless.format.header,
      mapping: headerless,
    };
  }
  const columns = readHeader(found, file);
  return {
    reading: { format: 'csv', dialect, hasHeader: true, width: columns.length },
    columns,
    mapping: recognise(columns, hints, layouts, file),
  };
}

function statedDialect(layout: string | undefined, layouts: readonly Mapping[]): Dialect | undefined {
  const delimiter = layouts.find((mapping) => mapping.layout === layout)?.format?.delimiter;
  return delimiter === undefined ? undefined : { delimiter: delimiter.charCodeAt(0), quote: QUOTE };
}

/** A file of a layout without header may still have been saved with one. */
function isOwnHeader(found: readonly string[], stated: readonly string[]): boolean {
  return stated.every((name) => found.includes(name));
}

function readFirstRecord(head: Uint8Array, dialect: Dialect, file: string): readonly string[] {
  const scanner = new DelimitedScanner({ dialect, hasHeader: true, onRecord: () => {} });
  scanner.push(head);
  scanner.finish();
  const { header, headerProblem } = scanner;
  if (header.length === 0 || headerProblem !== undefined) {
    throw new PelangganError(
      'header_unreadable',
      `raw file ${file} has no header that can be read (${headerProblem ?? 'only blank lines'}); the first line must name the columns`,
      { file, problem: headerProblem },
    );
  }
  return header;
}

/** Names used by the first records that can be read; broken ones tell nothing. */
function sampleNames(head: Uint8Array): string[] {
  const names = new Set<string>();
  const reader = new FlatJsonReader();
  const text = Buffer.from(head).toString('utf8');
  for (const piece of objectTexts(text, NAMED_SAMPLE)) {
    reader.read(piece);
    if (reader.problem === undefined) for (const name of reader.fields.keys()) names.add(name);
  }
  return [...names];
}

/**
 * JSON has no header: a field may appear for the first time in any record, so a canonical file may use all of its data
 * set's. Only the last field of the key must show at the beginning, as it decides what a later export replaces.
 */
function withLaterNames(mapping: Mapping, columns: readonly string[]): Mapping {
  const [part] = mapping.datasets;
  if (mapping.layout !== CANONICAL_LAYOUT || part === undefined) return mapping;
  const dataset = DATASETS[part.dataset];
  const deciding = dataset.keyFallback === 'position' ? dataset.key.at(-1) : undefined;
  const later = [...dataset.fields.keys()].filter((name) => name !== deciding || columns.includes(name));
  return canonicalMapping(dataset.name, [...columns, ...later]);
}

/** Gives texts from an opening brace to the brace that closes it. */
function* objectTexts(text: string, limit: number): Generator<string> {
  let depth = 0;
  let start = 0;
  let isInString = false;
  let count = 0;
  for (let at = 0; at < text.length && count < limit; at++) {
    const mark = text[at];
    if (isInString) {
      if (mark === '\\') at++;
      else if (mark === '"' || mark === '\n') isInString = false;
    } else if (mark === '"') isInString = true;
    else if (mark === '{') {
      if (depth === 0) start = at;
      depth++;
    } else if (mark === '}' && depth > 0) {
      depth--;
      if (depth > 0) continue;
      count++;
      yield text.slice(start, at + 1);
    } else if (mark === '\n' && depth > 0 && text[at + 1] === '{') depth = 0;
  }
}

/** Turns a spooled Parquet file into delimited text in its place. Throws `file_damaged` when it cannot be read whole. */
export async function parquetToText(spool: Spool, file: string, database: IngestDatabase): Promise<Spool> {
  const text = `${spool.path}.csv`;
  try {
    const described = await database.rows(`describe select * from read_parquet(${sqlText(spool.path)})`);
    const columns = described.map(
      ([name]) =>
        `cast("${String(name).replaceAll('"', '""')}" as varchar) as "${String(name).replaceAll('"', '""')}"`,
    );
    await database.run(
      `copy (select ${columns.join(', ')} from read_parquet(${sqlText(spool.path)})) to ${sqlText(text)} (format csv, header true, delimiter ',', quote '"', escape '"')`,
    );
  } catch (cause) {
    refuseDamaged(file, 'parquet', cause);
  }
  await rm(spool.path);
  await rename(text, spool.path);
  const head = await readHead(spool.path);
  return { ...spool, byteCount: (await stat(spool.path)).size, head, encoding: 'utf-8' };
}

async function readHead(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(65_536), 0, 65_536, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
