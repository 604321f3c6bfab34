import { writeSync } from 'node:fs';
import type { KeyHash } from './key-table.ts';

/** Separates fields in the gate's output: no text that people type holds it, so hardly anything needs quotes. */
export const FIELD_SEPARATOR = 0x1f;
const QUOTE = 0x22;
const ZERO = 0x30;
const LINE_FEED = 0x0a;
// Small enough to cost nothing for a file of a few rows, large enough that writing is seldom.
const BUFFER_BYTES = 1 << 18;
const NEEDS_QUOTES = /[\u0000-\u001f"]/;

/**
 * Writes rows of the gate's one output form: fields parted by U+001F, rows by a line feed, quotes only where needed,
 * UTF-8. Byte methods append to the open row; `endRow` closes it.
 */
export class RowWriter {
  /** Bytes of all closed rows. */
  byteCount = 0;
  readonly #file: number;
  #buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  #at = 0;
  #rowStart = 0;

  constructor(file: number) {
    this.#file = file;
  }

  /** Makes room for `bytes` more in the open row and gives the buffer to write them to, at `position`. */
  reserve(bytes: number): Buffer {
    if (this.#at + bytes > this.#buffer.length) this.#makeRoom(bytes);
    return this.#buffer;
  }

  get position(): number {
    return this.#at;
  }

  /** Says how far the caller of `reserve` has written. */
  advanceTo(position: number): void {
    this.#at = position;
  }

  endField(): void {
    this.reserve(1)[this.#at++] = FIELD_SEPARATOR;
  }

  writeText(text: string): void {
    const quoted = NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    const buffer = this.reserve(quoted.length * 3);
    this.#at += buffer.write(quoted, this.#at);
  }

  /** Copies bytes that are in the output's form already. */
  writeBytes(bytes: Uint8Array, start: number, end: number): void {
    const target = this.reserve(end - start);
    let at = this.#at;
    for (let i = start; i < end; i++) target[at++] = bytes[i] as number;
    this.#at = at;
  }

  /** Writes a whole number from 0 to 2^53. */
  writeInteger(value: number): void {
    let digits = 1;
    for (let bound = 10; value >= bound; bound *= 10) digits++;
    const buffer = this.reserve(digits);
    let rest = value;
    for (let at = this.#at + digits - 1; at >= this.#at; at--) {
      const tenth = Math.floor(rest / 10);
      buffer[at] = ZERO + rest - 10 * tenth;
      rest = tenth;
    }
    this.#at += digits;
  }

  /** Adds the bytes of the open row from `from` (a length within the row) on to a hash. */
  hashRow(from: number, hash: KeyHash): void {
    hash.addBytes(this.#buffer, this.#rowStart + from, this.#at);
  }

  /** Gives the bytes of the open row from `from` (a length within the row) on. */
  openRow(from: number): Uint8Array {
    return this.#buffer.subarray(this.#rowStart + from, this.#at);
  }

  get openRowLength(): number {
    return this.#at - this.#rowStart;
  }

  endRow(): void {
    this.reserve(1)[this.#at++] = LINE_FEED;
    this.byteCount += this.#at - this.#rowStart;
    this.#rowStart = this.#at;
  }

  flush(): void {
    if (this.#rowStart > 0) writeFully(this.#file, this.#buffer.subarray(0, this.#rowStart));
    this.#buffer.copyWithin(0, this.#rowStart, this.#at);
    this.#at -= this.#rowStart;
    this.#rowStart = 0;
  }

  #makeRoom(bytes: number): void {
    this.flush();
    if (this.#at + bytes <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(2 * (this.#at + bytes));
    this.#buffer.copy(larger, 0, 0, this.#at);
    this.#buffer = larger;
  }
}

/** Tells whether a byte would need its field quoted, or is no plain ASCII text at all. */
export function isPlainByte(byte: number): boolean {
  return byte >= 0x20 && byte < 0x7f && byte !== QUOTE;
}

function writeFully(file: number, bytes: Uint8Array): void {
  let done = 0;
  while (done < bytes.length) done += writeSync(file, bytes, done, bytes.length - done);
}
