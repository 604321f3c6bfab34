import { Utf8Tally } from './utf8-tally.ts';
import { type Utf8Transcoder, utf16Transcoder, windows1252Transcoder } from './utf8-transcoder.ts';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

const HEAD_BYTES = 1024;
/** Latin text in UTF-16 has a zero in nearly every second byte; accents and names of other scripts leave some out. */
const MIN_ZERO_SHARE = 0.4;
const MAX_ZERO_SHARE = 0.05;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/**
 * Finds the encoding of a source by all of its bytes, pushed in chunks of any size.
 *
 * A byte order mark decides; else zeros in every second byte of the first kilobyte tell UTF-16; else a source with
 * more stray bytes than well-formed sequences is Windows-1252. With as many sequences as stray bytes it is UTF-8
 * that was damaged here and there, and its damaged records are refused one by one.
 */
export class EncodingDetector {
  readonly #tally = new Utf8Tally();
  readonly #head = new Uint8Array(HEAD_BYTES);
  #headLength = 0;

  push(chunk: Uint8Array): void {
    if (this.#headLength < HEAD_BYTES) {
      const part = chunk.subarray(0, HEAD_BYTES - this.#headLength);
      this.#head.set(part, this.#headLength);
      this.#headLength += part.length;
    }
    this.#tally.push(chunk);
  }

  /** The encoding of what was pushed so far; an empty source is UTF-8. */
  get encoding(): Encoding {
    const head = this.#head.subarray(0, this.#headLength);
    const { sequenceCount, strayByteCount } = this.#tally;
    return (
      findMarkedEncoding(head) ??
      findUnmarkedUtf16(head) ??
      (strayByteCount > sequenceCount ? 'windows-1252' : 'utf-8')
    );
  }
}

/** Gives the encoding of a whole source, which is read to its end. */
export async function detectEncoding(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<Encoding> {
  const detector = new EncodingDetector();
  for await (const chunk of source) detector.push(chunk);
  return detector.encoding;
}

/**
 * Gives the bytes of a source as UTF-8, without byte order mark. What has no character (a lone surrogate, a byte
 * that Windows-1252 leaves undefined) becomes the byte 0xff, so that its record is refused and never altered in
 * silence; UTF-8 passes as it is, damaged or not, without being copied.
 */
export async function* decodeChunks(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  encoding: Encoding,
): AsyncGenerator<Uint8Array, void, undefined> {
  const transcoder = findTranscoder(encoding);
  const skipMark = byteOrderMarkSkipper();
  for await (const chunk of source) {
    const bytes = skipMark.push(transcoder?.push(chunk) ?? chunk);
    if (bytes.length > 0) yield bytes;
  }
  for (const bytes of [skipMark.finish(), transcoder?.finish()]) if (bytes?.length) yield bytes;
}

function findTranscoder(encoding: Encoding): Utf8Transcoder | undefined {
  if (encoding === 'utf-8') return undefined;
  return encoding === 'windows-1252'
    ? windows1252Transcoder()
    : utf16Transcoder(encoding === 'utf-16le' ? 'le' : 'be');
}

/** Passes all chunks on, but for a byte order mark at the very beginning, which may come in pieces. */
function byteOrderMarkSkipper(): Utf8Transcoder {
  let held: Uint8Array | undefined = new Uint8Array(0);
  return {
    push(chunk) {
      if (held === undefined) return chunk;
      const start = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      const isOpen =
        start.length < BYTE_ORDER_MARK.length && start.every((byte, at) => byte === BYTE_ORDER_MARK[at]);
      held = isOpen ? start.slice() : undefined;
      if (isOpen) return start.subarray(0, 0);
      return BYTE_ORDER_MARK.every((byte, at) => byte === start[at])
        ? start.subarray(BYTE_ORDER_MARK.length)
        : start;
    },
    finish: () => held ?? new Uint8Array(0),
  };
}

function findMarkedEncoding(head: Uint8Array): Encoding | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  return BYTE_ORDER_MARK.every((byte, at) => head[at] === byte) ? 'utf-8' : undefined;
}

function findUnmarkedUtf16(head: Uint8Array): Encoding | undefined {
  const pairs = head.length >> 1;
  if (pairs < 2) return undefined;
  let evenZeros = 0;
  let oddZeros = 0;
  for (let at = 0; at < 2 * pairs; at += 2) {
    if (head[at] === 0) evenZeros++;
    if (head[at + 1] === 0) oddZeros++;
  }
  const isLatin = (high: number, low: number): boolean =>
    high >= MIN_ZERO_SHARE * pairs && low <= MAX_ZERO_SHARE * pairs;
  if (isLatin(oddZeros, evenZeros)) return 'utf-16le';
  return isLatin(evenZeros, oddZeros) ? 'utf-16be' : undefined;
}
