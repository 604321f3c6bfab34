import { closeSync, openSync, readSync } from 'node:fs';
import { DelimitedCells, NamedCells } from './gate/cells.ts';
import type { FileGate } from './gate/file-gate.ts';
import { DelimitedScanner, type Dialect } from './read/delimited-scanner.ts';
import { JsonArrayScanner } from './read/json-array-scanner.ts';
import { JsonLinesScanner, type JsonRecord } from './read/json-lines-scanner.ts';

/** How the records of a spooled text file are found. */
export type Reading =
  | { readonly format: 'csv'; readonly dialect: Dialect; readonly hasHeader: boolean; readonly width: number }
  | { readonly format: 'ndjson' | 'json' };

const CHUNK_BYTES = 1 << 18;
/** Records of JSON whose names are looked at for columns that no field takes. */
const NAMED_SAMPLE = 10_000;

export interface ScanProgress {
  readonly bytes: number;
  readonly records: number;
}

/** Sends every record of a spooled text file through the gate; gives the names of columns seen in JSON records. */
export function scanFile(
  path: string,
  reading: Reading,
  columns: readonly string[],
  gate: FileGate,
  onProgress: (progress: ScanProgress) => void,
): { readonly seenNames: ReadonlySet<string> } {
  const seenNames = new Set<string>();
  const scanner = openScanner(reading, columns, gate, seenNames);
  const file = openSync(path, 'r');
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  let bytes = 0;
  try {
    for (let got = readSync(file, chunk); got > 0; got = readSync(file, chunk)) {
      scanner.push(chunk.subarray(0, got));
      bytes += got;
      onProgress({ bytes, records: scanner.recordCount });
    }
    scanner.finish();
  } finally {
    closeSync(file);
  }
  gate.finish();
  return { seenNames };
}

interface Scanner {
  readonly recordCount: number;
  push(chunk: Uint8Array): void;
  finish(): void;
}

function openScanner(
  reading: Reading,
  columns: readonly string[],
  gate: FileGate,
  seenNames: Set<string>,
): Scanner {
  if (reading.format === 'csv') return openDelimited(reading, gate);
  const cells = new NamedCells(columns);
  const onRecord = (record: JsonRecord): void => {
    if (record.problem !== undefined) {
      gate.takeBroken(record.number, record.byteOffset, record.line, record.problem);
      return;
    }
    cells.value = record.value;
    if (record.number <= NAMED_SAMPLE) for (const name of record.value.keys()) seenNames.add(name);
    gate.take(record.number, record.byteOffset, record.line, cells, undefined);
  };
  return reading.format === 'ndjson'
    ? new JsonLinesScanner({ onRecord })
    : new JsonArrayScanner({ onRecord });
}

function openDelimited(reading: Extract<Reading, { format: 'csv' }>, gate: FileGate): Scanner {
  let cells: DelimitedCells | undefined;
  return new DelimitedScanner({
    dialect: reading.dialect,
    fieldCount: reading.width,
    hasHeader: reading.hasHeader,
    onRecord: (record) => {
      if (record.problem !== undefined) {
        gate.takeBroken(record.number, record.byteOffset, record.line, record.problem);
        return;
      }
      cells ??= new DelimitedCells(record);
      cells.record = record;
      gate.take(record.number, record.byteOffset, record.line, cells, record);
    },
  });
}
