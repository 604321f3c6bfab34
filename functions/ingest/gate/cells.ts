import type { ScannedRecord } from '../read/delimited-scanner.ts';

/** The cells of one raw record, whatever its format: text by column number, undefined where the record has none. */
export interface Cells {
  text(column: number): string | undefined;
}

/** The cells of a delimited record, decoded only when asked for. */
export class DelimitedCells implements Cells {
  record: ScannedRecord;
  #window: Uint8Array;
  #bytes: Buffer;

  constructor(record: ScannedRecord) {
    this.record = record;
    this.#window = record.buffer;
    this.#bytes = asBuffer(record.buffer);
  }

  text(column: number): string | undefined {
    const { buffer, fieldStart, fieldEnd, fieldEscaped, ascii } = this.record;
    const start = fieldStart[column] ?? 0;
    const end = fieldEnd[column] ?? 0;
    if (end <= start) return undefined;
    if (buffer !== this.#window) {
      this.#window = buffer;
      this.#bytes = asBuffer(buffer);
    }
    const text = this.#bytes.toString(ascii ? 'latin1' : 'utf8', start, end);
    return fieldEscaped[column] === 1 ? text.replaceAll('""', '"') : text;
  }
}

/** The cells of a record whose fields have names (JSON). */
export class NamedCells implements Cells {
  readonly #columns: readonly string[];
  value: ReadonlyMap<string, string | undefined> = new Map();

  constructor(columns: readonly string[]) {
    this.#columns = columns;
  }

  text(column: number): string | undefined {
    const name = this.#columns[column];
    return name === undefined ? undefined : this.value.get(name);
  }
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
