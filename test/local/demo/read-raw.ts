import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import type { BadRow, FileTruth } from '../../../infra/local/demo/truths.ts';

/** One record as it lies in a raw file: `cells` by field name, without the empty ones. */
export interface RawRecord {
  readonly path: string;
  readonly dataset: string;
  readonly shop: string;
  /** Milliseconds since 1970. */
  readonly arrivedAt: number;
  readonly recordNumber: number;
  readonly cells: Readonly<Record<string, string>>;
  /** The record's text, for records known to be bad. */
  readonly text: string;
  readonly isBad: boolean;
  /** Fields of the record, and of the header; equal for JSON. */
  readonly fieldCount: number;
  readonly headerCount: number;
}

/** Gives every record of a demonstration file; those of `badRows` are split by their line alone. */
export async function readRawFile(
  rawDir: string,
  file: FileTruth,
  badRows: readonly BadRow[],
): Promise<RawRecord[]> {
  const bad = new Set(badRows.filter((row) => row.path === file.path).map((row) => row.recordNumber));
  const path = join(rawDir, file.path);
  if (file.path.endsWith('.parquet')) return readParquet(path, file);
  const text = decode(readFileSync(path), file.path.endsWith('.gz'));
  if (file.path.endsWith('.json')) {
    return (JSON.parse(text) as unknown[]).map((value, i) =>
      objectRecord(file, i, JSON.stringify(value), false),
    );
  }
  if (/\.ndjson(\.gz)?$/.test(file.path)) {
    const lines = text.split('\n').filter((line) => line !== '');
    return lines.map((line, i) => objectRecord(file, i, line, bad.has(i + 1)));
  }
  return readDelimited(text, file, bad);
}

function decode(raw: Buffer, isGzip: boolean): string {
  const bytes = isGzip ? gunzipSync(raw) : raw;
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xef) return new TextDecoder('utf-8').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

function readDelimited(text: string, file: FileTruth, bad: ReadonlySet<number>): RawRecord[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  const head = lines.shift() ?? '';
  const delimiter = ['\t', ';', ','].find((mark) => head.includes(mark)) ?? ',';
  const header = head.split(delimiter);
  const records: RawRecord[] = [];
  for (let at = 0; at < lines.length; at++) {
    let line = lines[at] ?? '';
    const isBad = bad.has(records.length + 1);
    while (!isBad && line.split('"').length % 2 === 0) line += `\n${lines[++at]}`;
    const isTorn = isBad && (line.split('"').length % 2 === 0 || line.includes('"a"b'));
    const fields = isTorn ? line.split(delimiter) : splitRecord(line, delimiter);
    const counts = { fieldCount: fields.length, headerCount: header.length };
    const cells = cellsOf(header, fields);
    records.push({ ...origin(file, records.length), cells, text: line, isBad, ...counts });
  }
  return records;
}

function cellsOf(header: readonly string[], fields: readonly string[]): Record<string, string> {
  const cells: Record<string, string> = {};
  header.forEach((name, i) => {
    const value = fields[i] ?? '';
    if (value !== '') cells[name] = value;
  });
  return cells;
}

function splitRecord(line: string, delimiter: string): string[] {
  if (!line.includes('"')) return line.split(delimiter);
  const fields: string[] = [];
  let field = '';
  let inQuotes = false;
  for (let i = 0; i < line.length; i++) {
    const mark = line[i] ?? '';
    if (mark === '"' && inQuotes && line[i + 1] === '"') field += line[++i];
    else if (mark === '"') inQuotes = !inQuotes;
    else if (mark === delimiter && !inQuotes) {
      fields.push(field);
      field = '';
    } else field += mark;
  }
  return [...fields, field];
}

function objectRecord(file: FileTruth, index: number, text: string, isBad: boolean): RawRecord {
  const cells: Record<string, string> = {};
  for (const [name, value] of Object.entries(parseObject(text, isBad))) cells[name] = String(value);
  return { ...origin(file, index), cells, text, isBad, fieldCount: 0, headerCount: 0 };
}

function parseObject(text: string, isBad: boolean): object {
  try {
    return JSON.parse(text) as object;
  } catch (cause) {
    if (isBad) return {};
    throw cause;
  }
}

function origin(file: FileTruth, index: number) {
  const { path, dataset, shop } = file;
  return { path, dataset, shop, arrivedAt: Date.parse(file.arrivedAt), recordNumber: index + 1 };
}

async function readParquet(path: string, file: FileTruth): Promise<RawRecord[]> {
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll(`select * from '${path}'`);
  const rows = reader.getRowObjectsJson();
  connection.closeSync();
  instance.closeSync();
  return rows.map((row, i) => objectRecord(file, i, JSON.stringify(row), false));
}
