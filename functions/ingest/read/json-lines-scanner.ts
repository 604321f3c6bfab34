import { isAscii, isUtf8 } from 'node:buffer';
import { type FlatJsonProblem, FlatJsonReader, type JsonFields } from './flat-json.ts';

export type JsonProblem = FlatJsonProblem | 'record_too_long' | 'record_truncated';

/** One record of a JSON file. */
export interface JsonRecord {
  /** 1 for the first record; blank lines are not counted. */
  readonly number: number;
  /** Line number of its first byte; the first line of the file is 1. */
  readonly line: number;
  /** Offset of its first byte in the decoded source. */
  readonly byteOffset: number;
  /** Length with its line end, where it has one. */
  readonly byteLength: number;
  /** Its source text (of an overlong one, the first part); only while `onRecord` runs. */
  text(): string;
  /** Its fields by dotted name, as text; null is undefined. Of no meaning where there is a problem. */
  readonly value: JsonFields;
  readonly problem: JsonProblem | undefined;
}

export interface JsonScannerOptions {
  readonly maxRecordBytes?: number;
  readonly onRecord: (record: JsonRecord) => void;
}

/** Larger than any honest record; memory never holds much more than one. */
export const MAX_JSON_RECORD_BYTES = 1 << 20;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const CLOSE_OBJECT = 0x7d;
const NO_FIELDS: JsonFields = new Map();

/**
 * Splits a file of one JSON object a line (NDJSON), pushed in chunks of any size, into records of text fields.
 *
 * Lines end in a line feed, with or without carriage return; lines of white space are blank. A key given twice is a
 * problem: readers disagree on which counts. A last line without line end that is no JSON is truncated.
 */
export class JsonLinesScanner {
  recordCount = 0;
  blankLineCount = 0;
  readonly #maxRecordBytes: number;
  readonly #onRecord: (record: JsonRecord) => void;
  readonly #reader = new FlatJsonReader();
  // The bytes of a line not yet ended, where they begin in the source, and how many of them were dropped.
  #rest: Buffer = Buffer.alloc(0);
  #offset = 0;
  #droppedBytes = 0;
  #line = 1;
  #isAscii = false;
  #isUtf8 = false;

  constructor(options: JsonScannerOptions) {
    this.#maxRecordBytes = options.maxRecordBytes ?? MAX_JSON_RECORD_BYTES;
    this.#onRecord = options.onRecord;
  }

  /** Takes the next bytes of the source and calls `onRecord` for every line that they complete. */
  push(chunk: Uint8Array): void {
    const view = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, view]) : view;
    const last = bytes.lastIndexOf(LINE_FEED);
    if (last >= 0) this.#takeLines(bytes, last);
    this.#keep(bytes.subarray(last + 1));
  }

  /** Says that the source has ended; a last line without line end is given to `onRecord`. */
  finish(): void {
    const bytes = this.#rest;
    this.#rest = Buffer.alloc(0);
    if (bytes.length === 0) return;
    this.#isAscii = isAscii(bytes);
    this.#isUtf8 = false;
    this.#takeLine(bytes, 0, bytes.length, bytes.length);
  }

  #takeLines(bytes: Buffer, last: number): void {
    const whole = bytes.subarray(0, last);
    this.#isAscii = isAscii(whole);
    this.#isUtf8 = this.#isAscii || isUtf8(whole);
    let from = 0;
    while (from <= last) {
      const lineFeed = bytes.indexOf(LINE_FEED, from);
      const end = lineFeed > from && bytes[lineFeed - 1] === CARRIAGE_RETURN ? lineFeed - 1 : lineFeed;
      this.#takeLine(bytes, from, end, lineFeed + 1);
      from = lineFeed + 1;
    }
  }

  /** Keeps a line not yet ended, but no more of it than tells that it is too long (its limit, and a return). */
  #keep(rest: Buffer): void {
    const limit = this.#maxRecordBytes + 1;
    this.#droppedBytes += Math.max(0, rest.length - limit);
    this.#rest = Buffer.from(rest.subarray(0, limit));
  }

  #takeLine(bytes: Buffer, from: number, end: number, next: number): void {
    const byteOffset = this.#offset;
    const byteLength = next - from + this.#droppedBytes;
    const isTooLong = this.#droppedBytes > 0 || end - from > this.#maxRecordBytes;
    const line = this.#line++;
    this.#offset += byteLength;
    this.#droppedBytes = 0;
    if (!isTooLong && isWhite(bytes, from, end)) {
      this.blankLineCount++;
      return;
    }
    const number = ++this.recordCount;
    const to = Math.min(end, from + this.#maxRecordBytes);
    const text = (): string => bytes.toString('utf8', from, to);
    const problem = isTooLong ? 'record_too_long' : this.#readLine(bytes, from, end, next);
    const value = isTooLong ? NO_FIELDS : this.#reader.fields;
    this.#onRecord({ number, line, byteOffset, byteLength, text, value, problem });
  }

  #readLine(bytes: Buffer, from: number, end: number, next: number): JsonProblem | undefined {
    const isLast = next === end;
    if (!this.#isUtf8 && !isUtf8(bytes.subarray(from, end)))
      return isLast && bytes[end - 1] !== CLOSE_OBJECT ? 'record_truncated' : 'bad_utf8';
    this.#reader.read(bytes.toString(this.#isAscii ? 'latin1' : 'utf8', from, end));
    const { problem } = this.#reader;
    if (problem !== 'not_json') return problem;
    if (bytes.subarray(from, end).includes(0)) return 'nul_byte';
    return isLast ? 'record_truncated' : 'not_json';
  }
}

/** Says whether bytes are nothing but the white space of JSON. */
export function isWhite(bytes: Uint8Array, from: number, end: number): boolean {
  for (let at = from; at < end; at++) {
    const byte = bytes[at];
    if (byte !== 0x20 && byte !== 0x09 && byte !== CARRIAGE_RETURN && byte !== LINE_FEED) return false;
  }
  return true;
}
