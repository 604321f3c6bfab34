import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { PelangganError } from '../../schemas/problem.ts';
import { decodeChunks, type Encoding, EncodingDetector } from './read/encoding.ts';

/** A landed object on local disk, decompressed, and what it turned out to be. */
export interface Spool {
  /** Decompressed bytes; for text, decoded to UTF-8 without byte order mark once `decodeSpool` has run. */
  readonly path: string;
  readonly sha256: string;
  readonly landedByteCount: number;
  readonly byteCount: number;
  readonly isGzip: boolean;
  readonly encoding: Encoding;
  /** The first bytes, decompressed, to recognise the format by. */
  readonly head: Uint8Array;
}

const HEAD_BYTES = 65_536;
const GZIP = [0x1f, 0x8b];

/** What the first bytes say of containers that are not taken in, and what to do about each. */
const REFUSED_CONTAINERS: readonly { magic: readonly number[]; name: string; advice: string }[] = [
  { magic: [0x50, 0x4b, 0x03, 0x04], name: 'a ZIP or XLSX file', advice: 'save it as CSV, or unpack it' },
  { magic: [0x28, 0xb5, 0x2f, 0xfd], name: 'a zstd file', advice: 'compress it with gzip, or unpack it' },
  { magic: [0xd0, 0xcf, 0x11, 0xe0], name: 'an old Excel file (.xls)', advice: 'save it as CSV' },
];

/**
 * Writes an object to `folder`, decompressing gzip, and gives its hash, size and encoding. Throws `file_empty`,
 * `file_damaged` for a gzip that cannot be read to its end, `file_too_large`, and `format_not_there_yet` for
 * containers that are not read yet. `name` is the raw key, for messages.
 */
export async function spoolObject(
  source: AsyncIterable<Uint8Array>,
  name: string,
  folder: string,
  maxBytes: number,
): Promise<Spool> {
  const path = join(folder, 'spool');
  const hash = createHash('sha256');
  const landed = { byteCount: 0 };
  const chunks = tap(source, (chunk) => {
    hash.update(chunk);
    landed.byteCount += chunk.length;
  })[Symbol.asyncIterator]();
  const first = await chunks.next();
  if (first.done === true)
    throw new PelangganError('file_empty', `raw file ${name} is empty; upload it again`, { file: name });
  const isGzip = startsWith(first.value, GZIP);
  const watch = new Watch(name, maxBytes);
  const steps = isGzip ? [createGunzip(), watch] : [watch];
  try {
    await pipeline([Readable.from(prepend(first.value, chunks)), ...steps, createWriteStream(path)] as never);
  } catch (cause) {
    if (cause instanceof PelangganError || !isGzip) throw cause;
    throw new PelangganError(
      'file_damaged',
      `raw file ${name} is gzip that cannot be read to its end; upload it again`,
      { file: name },
      cause,
    );
  }
  if (watch.byteCount === 0)
    throw new PelangganError('file_empty', `raw file ${name} is empty; upload it again`, { file: name });
  const { head } = watch;
  if (isGzip && startsWith(head, GZIP)) {
    throw new PelangganError(
      'file_nested',
      `raw file ${name} is gzip within gzip; unpack it once and upload it again`,
      { file: name },
    );
  }
  for (const { magic, name: container, advice } of REFUSED_CONTAINERS) {
    if (startsWith(head, magic))
      throw new PelangganError(
        'format_not_there_yet',
        `raw file ${name} is ${container}, which is not read yet; ${advice}`,
        { file: name },
      );
  }
  return {
    path,
    sha256: hash.digest('hex'),
    landedByteCount: landed.byteCount,
    byteCount: watch.byteCount,
    isGzip,
    encoding: watch.detector.encoding,
    head,
  };
}

/** Decodes a spooled text to UTF-8 in place; an encoding that a mapping states comes before the one found. */
export async function decodeSpool(spool: Spool, stated: Encoding | undefined): Promise<Spool> {
  const encoding = stated ?? spool.encoding;
  const hasMark = startsWith(spool.head, [0xef, 0xbb, 0xbf]);
  if (encoding === 'utf-8' && !hasMark) return { ...spool, encoding };
  const decoded = `${spool.path}.text`;
  const head: Uint8Array[] = [];
  let headLength = 0;
  const keepHead = (chunk: Uint8Array): void => {
    if (headLength >= HEAD_BYTES) return;
    head.push(chunk.slice(0, HEAD_BYTES - headLength));
    headLength += chunk.length;
  };
  const source = createReadStream(spool.path, { highWaterMark: 1 << 20 });
  await pipeline(Readable.from(tap(decodeChunks(source, encoding), keepHead)), createWriteStream(decoded));
  await rm(spool.path);
  await rename(decoded, spool.path);
  return { ...spool, encoding, head: Buffer.concat(head), byteCount: (await stat(spool.path)).size };
}

/** Passes decompressed bytes on, counting them and looking at how they are encoded. */
class Watch extends Transform {
  byteCount = 0;
  readonly detector = new EncodingDetector();
  #head: Uint8Array[] = [];
  readonly #name: string;
  readonly #maxBytes: number;

  constructor(name: string, maxBytes: number) {
    super();
    this.#name = name;
    this.#maxBytes = maxBytes;
  }

  get head(): Uint8Array {
    return Buffer.concat(this.#head);
  }

  override _transform(
    chunk: Buffer,
    _encoding: string,
    done: (error?: Error | null, chunk?: Buffer) => void,
  ): void {
    if (this.byteCount < HEAD_BYTES) this.#head.push(chunk.subarray(0, HEAD_BYTES - this.byteCount));
    this.byteCount += chunk.length;
    this.detector.push(chunk);
    if (this.byteCount <= this.#maxBytes) {
      done(null, chunk);
      return;
    }
    const limit = this.#maxBytes.toLocaleString('en');
    done(
      new PelangganError(
        'file_too_large',
        `raw file ${this.#name} holds more than ${limit} bytes once decompressed; cut it into parts at record boundaries, or raise the setting max_file_bytes`,
        { file: this.#name, allowed: this.#maxBytes },
      ),
    );
  }
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, at) => bytes[at] === byte);
}

async function* tap(
  source: AsyncIterable<Uint8Array>,
  look: (chunk: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    if (chunk.length === 0) continue;
    look(chunk);
    yield chunk;
  }
}

async function* prepend(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}
