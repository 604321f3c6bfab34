import { isAscii, isUtf8 } from 'node:buffer';

/**
 * Counts, over a stream of chunks, the well-formed UTF-8 sequences of several bytes and the bytes that belong to
 * none; a sequence that is cut by the end of the stream counts as neither.
 */
export class Utf8Tally {
  sequenceCount = 0;
  strayByteCount = 0;
  // Of the sequence under way: bytes still to come, bytes seen, and the range allowed for the next one (Unicode 3.9).
  #missing = 0;
  #seen = 0;
  #low = 0x80;
  #high = 0xbf;

  push(chunk: Uint8Array): void {
    if (this.#missing === 0 && isAscii(chunk)) return;
    let at = this.#missing === 0 ? this.#countWellFormed(chunk) : 0;
    for (; at < chunk.length; at++) {
      const byte = chunk[at] as number;
      if (this.#missing > 0 && this.#continues(byte)) continue;
      if (byte > 0x7f) this.#start(byte);
    }
  }

  /** Counts a chunk that is well-formed up to its last, perhaps cut, sequence; gives how many bytes it counted. */
  #countWellFormed(chunk: Uint8Array): number {
    let end = chunk.length - 1;
    while (end > 0 && ((chunk[end] as number) & 0xc0) === 0x80) end--;
    const whole = chunk.subarray(0, end);
    if (!isUtf8(whole)) return 0;
    for (let at = 0; at < end; at++) if ((whole[at] as number) > 0xbf) this.sequenceCount++;
    return end;
  }

  #continues(byte: number): boolean {
    if (byte < this.#low || byte > this.#high) {
      this.strayByteCount += this.#seen;
      this.#missing = 0;
      return false;
    }
    this.#low = 0x80;
    this.#high = 0xbf;
    this.#seen++;
    this.#missing--;
    if (this.#missing === 0) this.sequenceCount++;
    return true;
  }

  #start(lead: number): void {
    if (lead < 0xc2 || lead > 0xf4) {
      this.strayByteCount++;
      return;
    }
    this.#seen = 1;
    this.#missing = lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
    // Overlong forms, surrogates and code points beyond U+10FFFF are excluded by the second byte.
    this.#low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
    this.#high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  }
}
