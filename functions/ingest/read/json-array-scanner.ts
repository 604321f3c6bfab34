import { isAscii, isUtf8 } from 'node:buffer';
import { PelangganError } from '../../../schemas/problem.ts';
import { FlatJsonReader, type JsonFields } from './flat-json.ts';
import {
  isWhite,
  type JsonProblem,
  type JsonRecord,
  type JsonScannerOptions,
  MAX_JSON_RECORD_BYTES,
} from './json-lines-scanner.ts';

type Place =
  /** Nothing but white space was seen. */
  | 'start'
  /** After the opening bracket: an element or the closing bracket comes. */
  | 'first'
  /** After a comma: an element must come. */
  | 'next'
  | 'element'
  /** Inside a document that is no array: it is its own only element. */
  | 'lone'
  /** After the closing bracket: only white space comes. */
  | 'end';

const LINE_FEED = 10;
const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_ARRAY = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const NO_FIELDS: JsonFields = new Map();

/**
 * Reads one JSON document, pushed in chunks of any size, whose records are the elements of its array; a document
 * that is no array is one record. Memory holds one element, however many there are.
 *
 * Anything that is not exactly one valid document throws `json_invalid` with the byte where it stops being valid:
 * records given to `onRecord` before are void then. An element over the limit is not read and not known to be
 * valid; nesting deeper than 200 levels is refused. Bytes that are not UTF-8 inside a string spoil their record alone.
 */
export class JsonArrayScanner {
  recordCount = 0;
  readonly #maxRecordBytes: number;
  readonly #onRecord: (record: JsonRecord) => void;
  readonly #reader = new FlatJsonReader();
  #place: Place = 'start';
  #line = 1;
  // Source offset that index 0 of the bytes in hand would have by those of the chunk, and of what follows the chunk.
  #offset = 0;
  #nextOffset = 0;
  // The element under way: its bytes so far (the first ones, when too long), and where it begins.
  #rest: Buffer = Buffer.alloc(0);
  #elementFrom = 0;
  #elementOffset = 0;
  #elementLine = 1;
  #droppedBytes = 0;
  #depth = 0;
  #isInString = false;
  #isEscaped = false;

  constructor(options: JsonScannerOptions) {
    this.#maxRecordBytes = options.maxRecordBytes ?? MAX_JSON_RECORD_BYTES;
    this.#onRecord = options.onRecord;
  }

  /** Takes the next bytes of the document and calls `onRecord` for every element that they complete. */
  push(chunk: Uint8Array): void {
    const view = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const held = this.#rest.length;
    const bytes = held > 0 ? Buffer.concat([this.#rest, view]) : view;
    this.#offset = this.#nextOffset - held;
    this.#nextOffset += chunk.length;
    let at = held;
    while (at < bytes.length) at = this.#isInElement() ? this.#scanElement(bytes, at) : this.#step(bytes, at);
    this.#keep(bytes);
  }

  /** Says that the document has ended; throws `json_invalid` where it is not complete. */
  finish(): void {
    this.#offset = this.#nextOffset - this.#rest.length;
    if (this.#place === 'lone') this.#endElement(this.#rest, this.#rest.length);
    else if (this.#place !== 'end') throw this.#invalid(this.#nextOffset);
  }

  #isInElement(): boolean {
    return this.#place === 'element' || this.#place === 'lone';
  }

  /** Takes one byte that lies outside of every element; gives the index of the next one to take. */
  #step(bytes: Buffer, at: number): number {
    const byte = bytes[at];
    if (byte === LINE_FEED) this.#line++;
    if (byte === LINE_FEED || byte === 0x20 || byte === 0x09 || byte === 0x0d) return at + 1;
    if (this.#place === 'start' && byte === OPEN_ARRAY) this.#place = 'first';
    else if (this.#place === 'first' && byte === CLOSE_ARRAY) this.#place = 'end';
    else if (this.#place === 'end' || (this.#place === 'start' && !canStartValue(byte)))
      throw this.#invalid(this.#offset + at);
    else {
      this.#startElement(at);
      return at;
    }
    return at + 1;
  }

  #startElement(at: number): void {
    this.#place = this.#place === 'start' ? 'lone' : 'element';
    this.#elementFrom = at;
    this.#elementOffset = this.#offset + at;
    this.#elementLine = this.#line;
    this.#depth = 0;
  }

  /** Looks for the end of the element under way; gives the index behind it, or the end of the bytes. */
  #scanElement(bytes: Buffer, from: number): number {
    let at = from;
    while (at < bytes.length) {
      if (this.#isInString) {
        at = this.#skipString(bytes, at);
        continue;
      }
      const byte = bytes[at];
      if (byte === QUOTE) this.#isInString = true;
      else if (byte === LINE_FEED) this.#line++;
      else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) this.#depth++;
      else if (this.#place === 'element' && this.#depth === 0 && (byte === COMMA || byte === CLOSE_ARRAY)) {
        this.#endElement(bytes, at);
        this.#place = byte === COMMA ? 'next' : 'end';
        return at + 1;
      } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
        if (this.#depth-- === 0) throw this.#invalid(this.#offset + at);
      }
      at++;
    }
    return at;
  }

  #skipString(bytes: Buffer, from: number): number {
    let at = from;
    if (this.#isEscaped) {
      this.#isEscaped = false;
      at++;
    }
    while (at < bytes.length && bytes[at] !== QUOTE && bytes[at] !== BACKSLASH) at++;
    if (at < bytes.length) {
      this.#isEscaped = bytes[at] === BACKSLASH;
      this.#isInString = this.#isEscaped;
    }
    return at + 1;
  }

  /** Keeps the element under way, but no more of it than tells that it is too long. */
  #keep(bytes: Buffer): void {
    const rest = this.#isInElement() ? bytes.subarray(this.#elementFrom) : bytes.subarray(bytes.length);
    const limit = this.#maxRecordBytes + 1;
    this.#droppedBytes += Math.max(0, rest.length - limit);
    this.#rest = Buffer.from(rest.subarray(0, limit));
    this.#elementFrom = 0;
  }

  #endElement(bytes: Buffer, at: number): void {
    const from = this.#elementFrom;
    const isTooLong = this.#droppedBytes > 0 || at - from > this.#maxRecordBytes;
    const end = isTooLong ? at : trimEnd(bytes, from, at);
    const to = Math.min(end, from + this.#maxRecordBytes);
    const problem = isTooLong ? 'record_too_long' : this.#readElement(bytes.subarray(from, end));
    this.#onRecord({
      number: ++this.recordCount,
      line: this.#elementLine,
      byteOffset: this.#elementOffset,
      byteLength: end - from + this.#droppedBytes,
      text: () => bytes.toString('utf8', from, to),
      value: isTooLong ? NO_FIELDS : this.#reader.fields,
      problem,
    });
    this.#droppedBytes = 0;
  }

  #readElement(bytes: Buffer): JsonProblem | undefined {
    const isPlain = isAscii(bytes);
    const text = bytes.toString(isPlain ? 'latin1' : 'utf8');
    this.#reader.read(text);
    const { problem, at } = this.#reader;
    if (problem === 'not_json')
      throw this.#invalid(this.#elementOffset + Buffer.byteLength(text.slice(0, at)));
    return isPlain || isUtf8(bytes) ? problem : 'bad_utf8';
  }

  #invalid(byteOffset: number): PelangganError {
    const message =
      `json document stops being valid at byte ${byteOffset}; a file holds exactly one array of objects, ` +
      'or one object: export it again';
    return new PelangganError('json_invalid', message, { byteOffset });
  }
}

/** What is no JSON at its first byte is refused there, however long it is. */
function canStartValue(byte: number | undefined): boolean {
  return byte !== undefined && '{"-0123456789tfn'.includes(String.fromCharCode(byte));
}

function trimEnd(bytes: Buffer, from: number, to: number): number {
  let end = to;
  while (end > from && isWhite(bytes, end - 1, end)) end--;
  return end;
}
