import { isAscii } from 'node:buffer';

/** Turns the bytes of one encoding into UTF-8, chunk by chunk. */
export interface Utf8Transcoder {
  /** The UTF-8 bytes of what `chunk` completes; may be `chunk` itself. */
  push(chunk: Uint8Array): Uint8Array;
  /** The bytes of what the end of the source left incomplete. */
  finish(): Uint8Array;
}

/** Stands for what has no character: no UTF-8 holds it, so its record is refused as bad_utf8, never altered. */
const NO_CHARACTER = Buffer.of(0xff);
const NOTHING = new Uint8Array(0);

/** Gives a transcoder for UTF-16 in either byte order; a lone surrogate and a last odd byte have no character. */
export function utf16Transcoder(order: 'le' | 'be'): Utf8Transcoder {
  let rest = Buffer.alloc(0);
  return {
    push(chunk) {
      const bytes = Buffer.concat([rest, chunk]);
      const whole = bytes.length - (bytes.length % 2);
      const units = bytes.subarray(0, whole);
      if (order === 'be') units.swap16();
      const keepsHalf = whole > 0 && isHighSurrogate(units.readUInt16LE(whole - 2));
      const ready = keepsHalf ? whole - 2 : whole;
      const text = units.toString('utf16le', 0, ready);
      if (keepsHalf && order === 'be') units.subarray(ready).swap16();
      rest = bytes.subarray(ready);
      return encode(text);
    },
    finish: () => (rest.length > 0 ? NO_CHARACTER : NOTHING),
  };
}

/** Gives a transcoder for Windows-1252; the five bytes it leaves undefined have no character. */
export function windows1252Transcoder(): Utf8Transcoder {
  return {
    push(chunk) {
      if (isAscii(chunk)) return chunk;
      const out = new Uint8Array(3 * chunk.length);
      let length = 0;
      for (let at = 0; at < chunk.length; at++) {
        const byte = chunk[at] as number;
        const point = byte < 0x80 ? byte : (WINDOWS_1252_HIGH[byte - 0x80] as number);
        if (point < 0x80) out[length++] = point === UNDEFINED ? 0xff : point;
        else {
          if (point < 0x800) out[length++] = 0xc0 | (point >> 6);
          else {
            out[length++] = 0xe0 | (point >> 12);
            out[length++] = 0x80 | ((point >> 6) & 0x3f);
          }
          out[length++] = 0x80 | (point & 0x3f);
        }
      }
      return out.subarray(0, length);
    },
    finish: () => NOTHING,
  };
}

/** Characters of the bytes 0x80 to 0x9f of Windows-1252; a space stands for the undefined ones. */
const WINDOWS_1252_C1 = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';
const UNDEFINED = -1;
const WINDOWS_1252_HIGH = Int32Array.from({ length: 128 }, (_, index) => {
  const character = WINDOWS_1252_C1[index];
  return character === ' ' ? UNDEFINED : (character?.charCodeAt(0) ?? 0x80 + index);
});

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function encode(text: string): Uint8Array {
  if (text.isWellFormed()) return Buffer.from(text);
  const pieces = text.split(/\p{Surrogate}/u).flatMap((piece) => [NO_CHARACTER, Buffer.from(piece)]);
  return Buffer.concat(pieces.slice(1));
}
