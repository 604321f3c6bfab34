import { isUtf8 } from 'node:buffer';
import { LINE_FEED } from './record-cursor.ts';

const FIRST_BYTES = 1 << 18;
const SPACE = 32;
const TAB = 9;

/**
 * Holds the bytes of a stream that are still to be scanned: those of `bytes` from index `from` to `to`.
 *
 * A line feed that is not part of the source always stands at `to`, where it stops the loops of a scanner.
 */
export class ByteWindow {
  bytes = new Uint8Array(FIRST_BYTES);
  from = 0;
  to = 0;
  /** Source offset of index 0. */
  base = 0;
  // Index up to which the bytes are known to be UTF-8; -1 before it was asked.
  #utf8Until = -1;

  /** Puts a chunk behind the bytes held; those before `from` may go, and every index change. */
  append(chunk: Uint8Array): void {
    if (this.to + chunk.length >= this.bytes.length) this.#makeRoom(chunk.length);
    this.bytes.set(chunk, this.to);
    this.to += chunk.length;
    this.bytes[this.to] = LINE_FEED;
    this.#utf8Until = -1;
  }

  /** Takes the bytes from one index to another out of the window; those behind move up. */
  drop(from: number, to: number): void {
    this.bytes.copyWithin(from, to, this.to + 1);
    this.to -= to - from;
    this.#utf8Until = -1;
  }

  /** Says whether a record is UTF-8: asked once for the whole window, and for each record where that fails. */
  isUtf8(from: number, to: number): boolean {
    if (this.#utf8Until < 0) {
      const last = this.bytes.lastIndexOf(LINE_FEED, this.to - 1);
      this.#utf8Until = last >= to && isUtf8(this.bytes.subarray(from, last)) ? last : 0;
    }
    return to <= this.#utf8Until || isUtf8(this.bytes.subarray(from, to));
  }

  /** Says whether bytes are UTF-8 but for their last character, which is cut. */
  isCutInCharacter(from: number, to: number): boolean {
    let lead = to - 1;
    while (lead > to - 4 && ((this.bytes[lead] as number) & 0xc0) === 0x80) lead--;
    return (this.bytes[lead] as number) >= 0xc2 && isUtf8(this.bytes.subarray(from, lead));
  }

  /** Says whether bytes are nothing but spaces and tabs. */
  isWhite(from: number, to: number): boolean {
    let at = from;
    while (at < to && (this.bytes[at] === SPACE || this.bytes[at] === TAB)) at++;
    return at === to;
  }

  #makeRoom(byteCount: number): void {
    const kept = this.to - this.from;
    const old = this.bytes;
    if (kept + byteCount >= old.length) this.bytes = new Uint8Array(2 * (kept + byteCount + 1));
    this.bytes.set(old.subarray(this.from, this.to));
    this.base += this.from;
    this.from = 0;
    this.to = kept;
  }
}
