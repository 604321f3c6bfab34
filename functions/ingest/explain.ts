import { closeSync, openSync, readSync } from 'node:fs';
import type { ProblemCode, RecordProblem } from '../../schemas/problem-codes.ts';
import { type CheckedRecord, checkRecord, type RecordContext } from '../../schemas/record.ts';
import { type Cells, DelimitedCells, NamedCells } from './gate/cells.ts';
import type { DatasetGate } from './gate/dataset-gate.ts';
import type { FieldReader } from './gate/field-reader.ts';
import type { RecordPlaces } from './gate/record-places.ts';
import { DelimitedScanner } from './read/delimited-scanner.ts';
import { FlatJsonReader } from './read/flat-json.ts';
import type { Reading } from './scan-file.ts';

/** Raw text kept of a rejected record: more says nothing to a person. */
const RAW_LIMIT = 65_536;
const LINE_FEED = 0x0a;
const LINE_END = Uint8Array.of(LINE_FEED);

/** Gives records of a spooled file again by number: their text as it landed, and their cells. */
export class RecordRereader {
  readonly #file: number;
  readonly #places: RecordPlaces;
  readonly #reading: Reading;
  readonly #columns: readonly string[];
  readonly #byteCount: number;
  readonly #scanner: DelimitedScanner | undefined;
  #scanned: DelimitedCells | undefined;

  constructor(
    path: string,
    byteCount: number,
    places: RecordPlaces,
    reading: Reading,
    columns: readonly string[],
  ) {
    this.#file = openSync(path, 'r');
    this.#byteCount = byteCount;
    this.#places = places;
    this.#reading = reading;
    this.#columns = columns;
    if (reading.format === 'csv') this.#scanner = this.#openScanner(reading);
  }

  /** Gives a record's text as it landed, without its line end, at most 64 kB of it. */
  text(recordNumber: number): string {
    return this.#bytes(recordNumber, RAW_LIMIT)
      .toString('utf8')
      .replace(/[\r\n]+$/, '');
  }

  line(recordNumber: number): number {
    return this.#places.line(recordNumber);
  }

  /** Gives the cells of a record that could be read before. */
  cells(recordNumber: number): Cells {
    const bytes = this.#bytes(recordNumber, Number.POSITIVE_INFINITY);
    if (this.#scanner !== undefined) {
      this.#scanner.push(bytes);
      if (bytes.at(-1) !== LINE_FEED) this.#scanner.push(LINE_END);
      return this.#scanned ?? new NamedCells([]);
    }
    const reader = new FlatJsonReader();
    const text = bytes.toString('utf8').trim();
    reader.read(this.#reading.format === 'json' ? text.replace(/[,\]\s]+$/, '') : text);
    const cells = new NamedCells(this.#columns);
    cells.value = reader.fields;
    return cells;
  }

  close(): void {
    closeSync(this.#file);
  }

  /** One scanner for all: each record is pushed whole, with its line end. */
  #openScanner(reading: Extract<Reading, { format: 'csv' }>): DelimitedScanner {
    return new DelimitedScanner({
      dialect: reading.dialect,
      fieldCount: reading.width,
      hasHeader: false,
      onRecord: (record) => {
        this.#scanned ??= new DelimitedCells(record);
        this.#scanned.record = record;
      },
    });
  }

  #bytes(recordNumber: number, limit: number): Buffer {
    const start = this.#places.offset(recordNumber);
    const next = this.#places.offset(recordNumber + 1);
    const end = recordNumber < this.#places.count ? next : this.#byteCount;
    const bytes = Buffer.alloc(Math.min(end - start, limit));
    let done = 0;
    while (done < bytes.length) {
      const got = readSync(this.#file, bytes, done, bytes.length - done, start + done);
      if (got === 0) break;
      done += got;
    }
    return bytes.subarray(0, done);
  }
}

/** Gives the checked form of a record, by the schema itself and nothing faster. */
export function checkCells(
  gate: DatasetGate,
  readers: ReadonlyMap<string, FieldReader>,
  cells: Cells,
  context: RecordContext,
): CheckedRecord {
  return checkRecord(
    gate.dataset,
    (name) => {
      const reader = readers.get(name);
      return reader === undefined ? undefined : { text: reader.read(cells), notation: reader.notation };
    },
    context,
  );
}

/** Gives the problems of a refused record; one that the schema would accept keeps its row and says so. */
export function explainRejection(checked: CheckedRecord): readonly RecordProblem[] {
  return checked.problems.length > 0 ? checked.problems : [{ problem: 'unexplained' satisfies ProblemCode }];
}
