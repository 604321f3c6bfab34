import { hash } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { type Dataset, findDateColumn, requireField } from '../../../schemas/dataset.ts';
import { LAKE_TYPES } from '../../../schemas/fields.ts';
import type { RecordProblem } from '../../../schemas/problem-codes.ts';
import type { Zone } from '../../../schemas/zone.ts';
import type { ScannedRecord } from '../read/delimited-scanner.ts';
import type { References } from '../references.ts';
import type { Cells } from './cells.ts';
import { ContactWriter } from './contact-writer.ts';
import type { FieldReader } from './field-reader.ts';
import { type FieldWriter, fieldWriter } from './field-writer.ts';
import { KeyHash, KeyTable } from './key-table.ts';
import { PeopleWriter } from './people-writer.ts';
import { RecordPlaces } from './record-places.ts';
import { RowWriter } from './row-writer.ts';

/** A column of the gate's output with its type in the lake; the gate lets nothing else through. */
export interface GateColumn {
  readonly name: string;
  readonly type: string;
}

export interface DatasetGateOptions {
  readonly dataset: Dataset;
  readonly readers: ReadonlyMap<string, FieldReader>;
  readonly references: References;
  readonly folder: string;
  readonly businessZone: Zone;
  readonly latestDate: string;
  /** Shop of records that name none. */
  readonly shop: string;
  namespaceOf(shop: string): string;
}

/** A record that the gate itself refused. */
export interface GateRejection extends RecordProblem {
  readonly recordNumber: number;
}

interface Step {
  readonly write: FieldWriter;
  readonly isKey: boolean;
}

/** Length of an event's id that is a hash of its row: 32 hexadecimal digits. */
const ROW_HASH_LENGTH = 32;

/**
 * Writes the records of one data set in canonical form to one text file, for the COPY that follows: record number,
 * fields that are not personal, references of people, and whether anything could not be read. On the way it sees
 * which records share a key, and gathers contacts apart from the facts.
 */
export class DatasetGate {
  readonly dataset: Dataset;
  readonly columns: readonly GateColumn[];
  readonly path: string;
  readonly contacts: ContactWriter;
  /** Records whose key came before in the file, and the first of each: only these need comparing. */
  readonly suspects = new Set<number>();
  readonly rejections: GateRejection[] = [];
  /** Where each row begins in the output, with its record number in place of the line; kept where keys are compared. */
  readonly places = new RecordPlaces();
  recordCount = 0;

  readonly #options: DatasetGateOptions;
  readonly #file: number;
  readonly #out: RowWriter;
  readonly #steps: Step[] = [];
  readonly #people: PeopleWriter;
  readonly #hash = new KeyHash();
  readonly #keys = new KeyTable();
  readonly #orders = new KeyTable();
  /** Whether the file gives the data set's own key, so that two records may be versions of one thing. */
  readonly hasOwnKey: boolean;
  /** Writes the last field of the key where the file gives one; undefined where the key needs no such care. */
  readonly #keyField: FieldWriter | undefined;

  constructor(options: DatasetGateOptions) {
    this.#options = options;
    this.dataset = options.dataset;
    this.path = join(options.folder, `${options.dataset.name}.rows`);
    this.#file = openSync(this.path, 'w');
    this.#out = new RowWriter(this.#file);
    this.contacts = new ContactWriter(options.folder, options.dataset.name, options.references);
    this.#people = new PeopleWriter(options, (contact) => this.contacts.write(contact));
    const fallbackField = options.dataset.keyFallback === undefined ? undefined : options.dataset.key.at(-1);
    const given = fallbackField === undefined ? undefined : options.readers.get(fallbackField);
    if (fallbackField !== undefined)
      this.#keyField =
        given === undefined ? () => true : fieldWriter(requireField(options.dataset, fallbackField), given);
    this.hasOwnKey = options.dataset.keyFallback !== 'position' || given !== undefined;
    this.columns = this.#layOut(fallbackField);
  }

  #layOut(fallbackField: string | undefined): GateColumn[] {
    const { dataset, readers, businessZone } = this.#options;
    const columns: GateColumn[] = [{ name: 'record_number', type: 'bigint' }];
    for (const field of dataset.fields.values()) {
      const reader = readers.get(field.name);
      if (field.isPersonal || reader === undefined || field.name === fallbackField) continue;
      const dateColumn = findDateColumn(dataset, field.name);
      this.#steps.push({
        write: fieldWriter(field, reader, dateColumn === undefined ? undefined : businessZone),
        isKey: field.name === 'shop' || dataset.key.includes(field.name),
      });
      columns.push({ name: field.name, type: LAKE_TYPES[field.kind] });
      if (dateColumn !== undefined) columns.push({ name: dateColumn, type: 'date' });
    }
    for (const person of this.#people.names) columns.push({ name: `${person}_ref`, type: 'varchar' });
    if (fallbackField !== undefined) columns.push({ name: fallbackField, type: 'varchar' });
    return [...columns, { name: 'is_malformed', type: 'boolean' }];
  }

  /** Writes one record; nothing is decided here but whether each field can be read. */
  write(number: number, cells: Cells, record: ScannedRecord | undefined): void {
    const out = this.#out;
    this.recordCount++;
    if (this.hasOwnKey) this.places.add(out.byteCount, number);
    this.#hash.reset();
    out.writeInteger(number);
    out.endField();
    const rowFrom = out.openRowLength;
    let isMalformed = false;
    for (const step of this.#steps) {
      const from = out.openRowLength;
      if (!step.write(cells, record, out)) isMalformed = true;
      if (step.isKey) out.hashRow(from, this.#hash);
      out.endField();
    }
    if (!this.#people.write(cells, record, out, this.#hash)) isMalformed = true;
    if (this.#keyField !== undefined) this.#writeKeyField(this.#keyField, cells, record, rowFrom, number);
    if (this.hasOwnKey) this.#compareKey(number);
    if (isMalformed) out.writeText('true');
    out.endRow();
  }

  /** Records in which each personal field was masked. */
  get maskedCounts(): Readonly<Record<string, number>> {
    return this.#people.maskedCounts;
  }

  /** Bytes of all rows written. */
  get byteCount(): number {
    return this.#out.byteCount;
  }

  /** Notes a record that is refused whole. */
  reject(number: number, problem: RecordProblem): void {
    this.recordCount++;
    this.rejections.push({ recordNumber: number, ...problem });
  }

  finish(): void {
    this.#out.flush();
    closeSync(this.#file);
    this.contacts.finish();
  }

  /** Writes the last field of the key: as given, else the position within the order, else a hash of the row. */
  #writeKeyField(
    write: FieldWriter,
    cells: Cells,
    record: ScannedRecord | undefined,
    rowFrom: number,
    number: number,
  ): void {
    const out = this.#out;
    const isPlaced = this.dataset.keyFallback === 'position';
    const position = isPlaced ? this.#orders.add(this.#hash.first, this.#hash.second, number) : 0;
    const from = out.openRowLength;
    write(cells, record, out);
    if (out.openRowLength === from) {
      if (isPlaced) out.writeInteger(position);
      else out.writeText(hash('sha256', out.openRow(rowFrom)).slice(0, ROW_HASH_LENGTH));
    }
    out.hashRow(from, this.#hash);
    out.endField();
  }

  #compareKey(number: number): void {
    if (this.#keys.add(this.#hash.first, this.#hash.second, number) === 1) return;
    this.suspects.add(this.#keys.firstRecord);
    this.suspects.add(number);
  }
}
