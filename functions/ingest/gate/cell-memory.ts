import type { ScannedRecord } from '../read/delimited-scanner.ts';
import type { Cells } from './cells.ts';

/** Bytes of keys and values kept at most; when they are full, everything is forgotten and begins anew. */
const MEMORY_BYTES = 1 << 26;
const FIRST_BYTES = 1 << 14;
const FIRST_ENTRIES = 1 << 8;
/** Each cell is followed by its length and whether it holds doubled quotes, so that no two records share a key. */
const LENGTH_BYTES = 4;

/**
 * Remembers what some cells of a record came to (bytes and a number), by the cells' own bytes: what is dear to work out
 * is worked out once for each distinct content. Keys are compared byte by byte; nothing is taken for equal by a hash.
 */
export class CellMemory {
  readonly #columns: readonly number[];
  readonly #limit: number;
  #bytes = Buffer.allocUnsafe(FIRST_BYTES);
  #used = 0;
  #size = 0;
  /** Entry + 1 by hash; 0 is free. */
  #slots = new Int32Array(2 * FIRST_ENTRIES);
  #hashes = new Int32Array(FIRST_ENTRIES);
  /** Where an entry's key and its value begin; the value ends where the next key begins. */
  #keys = new Int32Array(FIRST_ENTRIES + 1);
  #values = new Int32Array(FIRST_ENTRIES);
  #notes = new Int32Array(FIRST_ENTRIES);
  #keyEnd = 0;
  #keyHash = 0;
  #last = 0;

  /** `columns` are those of the cells on which everything remembered depends. */
  constructor(columns: readonly number[], limit = MEMORY_BYTES) {
    this.#columns = columns;
    this.#limit = limit;
  }

  /** Gives the entry of a record's cells, or -1 where there is none yet; then `remember` may follow. */
  find(cells: Cells, record: ScannedRecord | undefined): number {
    if (record === undefined) this.#layTexts(cells);
    else this.#layBytes(record);
    // Lines of one order follow one another.
    if (this.#size > 0 && this.#isKeyOf(this.#last)) return this.#last;
    const hash = hashOf(this.#bytes, this.#used, this.#keyEnd);
    this.#keyHash = hash;
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; this.#slots[slot] !== 0; slot = (slot + 1) & mask) {
      const entry = (this.#slots[slot] as number) - 1;
      if (this.#hashes[entry] === hash && this.#isKeyOf(entry)) {
        this.#last = entry;
        return entry;
      }
    }
    return -1;
  }

  /** Keeps what the cells looked for last came to, and gives its entry. */
  remember(value: Uint8Array, note: number): number {
    if (this.#keyEnd + value.length > this.#limit) this.#forget();
    const end = this.#keyEnd + value.length;
    if (this.#size === this.#hashes.length) this.#growEntries();
    this.#reserve(end);
    this.#bytes.set(value, this.#keyEnd);
    const entry = this.#size++;
    this.#hashes[entry] = this.#keyHash;
    this.#values[entry] = this.#keyEnd;
    this.#keys[entry + 1] = end;
    this.#notes[entry] = note;
    this.#used = end;
    this.#last = entry;
    this.#place(entry);
    return entry;
  }

  /** Gives the number kept with an entry. */
  note(entry: number): number {
    return this.#notes[entry] as number;
  }

  /** The memory in which values lie, from `valueStart` to `valueEnd` of an entry; good until the next `find`. */
  get bytes(): Uint8Array {
    return this.#bytes;
  }

  valueStart(entry: number): number {
    return this.#values[entry] as number;
  }

  valueEnd(entry: number): number {
    return this.#keys[entry + 1] as number;
  }

  /** Lays the key behind everything kept: where it proves new, it lies in its place already. */
  #layBytes(record: ScannedRecord): void {
    const { buffer, fieldStart, fieldEnd, fieldEscaped } = record;
    this.#reserve(this.#used + record.end - record.start + LENGTH_BYTES * this.#columns.length);
    const bytes = this.#bytes;
    let at = this.#used;
    for (let i = 0; i < this.#columns.length; i++) {
      const column = this.#columns[i] as number;
      const start = fieldStart[column] as number;
      const end = fieldEnd[column] as number;
      for (let from = start; from < end; from++) bytes[at++] = buffer[from] as number;
      at = writeLength(bytes, at, 2 * Math.max(0, end - start) + (fieldEscaped[column] as number));
    }
    this.#keyEnd = at;
  }

  // UTF-16, because a text out of JSON may hold half a surrogate pair, which UTF-8 cannot tell from others.
  #layTexts(cells: Cells): void {
    let at = this.#used;
    for (const column of this.#columns) {
      const text = cells.text(column) ?? '';
      this.#reserve(at + 2 * text.length + LENGTH_BYTES);
      at += this.#bytes.write(text, at, 'utf16le');
      at = writeLength(this.#bytes, at, 2 * text.length);
    }
    this.#keyEnd = at;
  }

  #isKeyOf(entry: number): boolean {
    const bytes = this.#bytes;
    const from = this.#keys[entry] as number;
    const length = (this.#values[entry] as number) - from;
    if (length !== this.#keyEnd - this.#used) return false;
    for (let i = 0; i < length; i++) if (bytes[from + i] !== bytes[this.#used + i]) return false;
    return true;
  }

  #place(entry: number): void {
    const mask = this.#slots.length - 1;
    let slot = (this.#hashes[entry] as number) & mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = entry + 1;
  }

  #reserve(end: number): void {
    if (end <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(end, Math.min(2 * end, this.#limit)));
    this.#bytes.copy(larger);
    this.#bytes = larger;
  }

  #growEntries(): void {
    const capacity = 2 * this.#hashes.length;
    this.#hashes = widened(this.#hashes, capacity);
    this.#values = widened(this.#values, capacity);
    this.#notes = widened(this.#notes, capacity);
    this.#keys = widened(this.#keys, capacity + 1);
    this.#slots = new Int32Array(2 * capacity);
    for (let entry = 0; entry < this.#size; entry++) this.#place(entry);
  }

  /** Forgets everything but the key looked for last. */
  #forget(): void {
    this.#slots.fill(0);
    this.#size = 0;
    this.#last = 0;
    this.#bytes.copyWithin(0, this.#used, this.#keyEnd);
    this.#keyEnd -= this.#used;
    this.#used = 0;
  }
}

/** A 32-bit hash of bytes (FNV-1a): it only says where to look. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5 | 0;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193);
  return hash ^ (hash >>> 15);
}

function writeLength(bytes: Uint8Array, at: number, length: number): number {
  bytes[at] = length;
  bytes[at + 1] = length >>> 8;
  bytes[at + 2] = length >>> 16;
  bytes[at + 3] = length >>> 24;
  return at + LENGTH_BYTES;
}

function widened(numbers: Int32Array<ArrayBuffer>, capacity: number): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(capacity);
  wider.set(numbers);
  return wider;
}
