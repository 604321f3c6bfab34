import { isAscii } from 'node:buffer';
import { anyLaterLineStandsAlone, everyLineHasWidth, findLineEnd, skipLineEnd } from './broken-quote.ts';
import { ByteWindow } from './byte-window.ts';
import { readFields } from './field-text.ts';
import {
  BROKEN_QUOTE,
  CARRIAGE_RETURN,
  INCOMPLETE,
  LINE_FEED,
  OVERLONG,
  RecordCursor,
} from './record-cursor.ts';
import type { Dialect, RecordProblem, ScannedRecord } from './scanned-record.ts';

export type { Dialect, RecordProblem, ScannedRecord } from './scanned-record.ts';

export interface DelimitedScannerOptions {
  readonly dialect: Dialect;
  /** Fields of a record; fixed by the header, or by the first record where there is none, when absent. */
  readonly fieldCount?: number;
  readonly hasHeader: boolean;
  readonly maxRecordBytes?: number;
  readonly maxQuotedLines?: number;
  readonly onRecord: (record: ScannedRecord) => void;
}

/** Larger than any honest record (20 columns of 10,000 characters); the window never holds much more than one. */
const MAX_RECORD_BYTES = 1 << 20;
/** Reviews and addresses stay below it; a stray quote is looked after no further. */
const MAX_QUOTED_LINES = 50;
/** From this width on, lines that all hold just as many delimiters as a record are records, not a quoted text. */
const MIN_WIDTH_TO_DISTRUST = 8;

/**
 * Splits a delimited file, pushed in chunks of any size, into its true records (RFC 4180: quotes, doubled quotes,
 * line ends inside quotes), and says of each damaged one what is wrong with it.
 *
 * A quote that is never closed, or closed in the middle of another line, costs its own line and not the rest of
 * the file: the record is cut at its first line end and scanning starts again behind it. The same happens when a
 * record of several lines has the wrong width and one of its later lines could be a record. A line inside such a
 * broken text that holds further stray quotes is a problem too: it may be the text's tail.
 *
 * A quote inside an unquoted field is text. Lines without a byte are blank, also in a file of one column (a writer
 * says "" there); lines of spaces and tabs are blank where a record has several fields. A delimiter after the last
 * field is tolerated. The last record needs no line end, but is truncated when it then lacks fields, its quote is
 * open or its last character is cut.
 */
export class DelimitedScanner {
  /** The names as they stand in the header, unquoted; empty before it was read and when there is none. */
  header: readonly string[] = [];
  /** What is wrong with the header record itself; its names are then of no use. */
  headerProblem: RecordProblem | undefined;
  recordCount = 0;
  blankLineCount = 0;
  /** Ends of records and blank lines; those inside quotes are not counted. */
  readonly lineEnds = { lf: 0, crlf: 0, cr: 0 };

  readonly #dialect: Dialect;
  readonly #cursor: RecordCursor;
  readonly #maxRecordBytes: number;
  readonly #onRecord: (record: ScannedRecord) => void;
  readonly #record: ScannedRecord;
  #width: number;
  #inHeader: boolean;

  readonly #window = new ByteWindow();
  #line = 1;
  #isInOverlong = false;
  // Bytes of an overlong record that were dropped from the window.
  #droppedBytes = 0;
  // Source offset up to which lines were taken for a quoted text that proved broken.
  #doubtUntil = 0;

  constructor(options: DelimitedScannerOptions) {
    this.#dialect = options.dialect;
    this.#cursor = new RecordCursor(options.dialect, options.maxQuotedLines ?? MAX_QUOTED_LINES);
    this.#maxRecordBytes = options.maxRecordBytes ?? MAX_RECORD_BYTES;
    this.#onRecord = options.onRecord;
    this.#inHeader = options.hasHeader;
    this.#width = options.fieldCount ?? 0;
    this.#cursor.reserve(this.#width + 2);
    this.#record = emptyRecord(this.#window.bytes, this.#cursor);
  }

  /** Takes the next bytes of the source and calls `onRecord` for every record that they complete. */
  push(chunk: Uint8Array): void {
    this.#window.append(chunk);
    this.#scanWindow(false);
  }

  /** Says that the source has ended; a record that was still open is given to `onRecord`. */
  finish(): void {
    this.#scanWindow(true);
  }

  #scanWindow(atEnd: boolean): void {
    const cursor = this.#cursor;
    const window = this.#window;
    while (window.from < window.to) {
      if (this.#isInOverlong) {
        if (!this.#findEndOfOverlong(atEnd)) return;
        continue;
      }
      const limit = window.from + this.#maxRecordBytes + 1;
      const outcome = cursor.scan(window.bytes, window.from, limit, window.to, atEnd);
      // A line end that stands right at the limit may be half of a pair.
      if (outcome === INCOMPLETE || (outcome === OVERLONG && limit === window.to && !atEnd)) return;
      if (outcome === OVERLONG) this.#takeOverlong(limit);
      else if (outcome === BROKEN_QUOTE) this.#cutFirstLine(cursor.gaveUpAt);
      else if (cursor.end === window.from) this.#skipBlankLine();
      else if (this.#inHeader) this.#takeHeader();
      else this.#takeRecord();
    }
  }

  /** Reads the header; a header wider than there was room for is left to be scanned again, with room. */
  #takeHeader(): void {
    const cursor = this.#cursor;
    if (this.#isWhiteLine()) {
      this.#skipBlankLine();
      return;
    }
    if (cursor.fieldCount > cursor.fieldStart.length) {
      cursor.reserve(cursor.fieldCount);
      return;
    }
    this.header = readFields(this.#window.bytes, cursor, this.#dialect.quote);
    if (this.#width === 0) this.#width = cursor.fieldCount;
    this.#endHeader(this.#findQuoteProblem() ?? this.#findByteProblem());
  }

  #endHeader(problem: RecordProblem | undefined): void {
    this.headerProblem = problem;
    this.#inHeader = false;
    this.#cursor.reserve(this.#width + 2);
    this.#advance();
  }

  /** Judges a record that was found whole; the first of a file without header and width is scanned again. */
  #takeRecord(): void {
    const cursor = this.#cursor;
    if (this.#width === 0) {
      this.#width = cursor.fieldCount;
      cursor.reserve(this.#width + 2);
      return;
    }
    if (cursor.fieldCount === this.#width + 1 && this.#isLastFieldEmpty()) cursor.fieldCount--;
    if (cursor.innerLines > 0 && this.#hasSwallowedLines()) this.#cutFirstLine(cursor.end);
    else if (cursor.fieldCount !== this.#width && this.#isWhiteLine()) this.#skipBlankLine();
    else this.#emit(this.#findQuoteProblem() ?? this.#findWidthProblem() ?? this.#findByteProblem());
  }

  #findQuoteProblem(): RecordProblem | undefined {
    const isInDoubt =
      this.#cursor.literalQuotes > 0 && this.#window.base + this.#window.from < this.#doubtUntil;
    return this.#cursor.textAfterQuote || isInDoubt ? 'text_after_quote' : undefined;
  }

  #findWidthProblem(): RecordProblem | undefined {
    const cursor = this.#cursor;
    if (cursor.fieldCount > this.#width) return 'too_many_fields';
    if (cursor.fieldCount === this.#width) return undefined;
    return cursor.next === cursor.end ? 'record_truncated' : 'too_few_fields';
  }

  #findByteProblem(): RecordProblem | undefined {
    const { hasNul, ascii, end, next } = this.#cursor;
    const { from } = this.#window;
    if (hasNul) return 'nul_byte';
    if (ascii || this.#window.isUtf8(from, end)) return undefined;
    return next === end && this.#window.isCutInCharacter(from, end) ? 'record_truncated' : 'bad_utf8';
  }

  /** Ends the record at its first line end, or at the source's end when there is none. */
  #cutFirstLine(doubtUntil: number): void {
    const window = this.#window;
    const cursor = this.#cursor;
    this.#doubtUntil = window.base + doubtUntil;
    cursor.end = findLineEnd(window.bytes, window.from, window.to);
    cursor.next = skipLineEnd(window.bytes, cursor.end, window.to);
    cursor.innerLines = 0;
    cursor.fieldCount = 0;
    cursor.ascii = isAscii(window.bytes.subarray(window.from, cursor.end));
    this.#refuse(cursor.next === cursor.end ? 'record_truncated' : 'unclosed_quote');
  }

  /** Gives away a record, or the header, whose fields are not known. */
  #refuse(problem: RecordProblem): void {
    if (!this.#inHeader) {
      this.#emit(problem);
      return;
    }
    this.#width ||= 1;
    this.#endHeader(problem);
  }

  #takeOverlong(limit: number): void {
    const hasLineEnd = findLineEnd(this.#window.bytes, this.#window.from, limit) < limit;
    if (hasLineEnd) this.#cutFirstLine(limit);
    else this.#isInOverlong = true;
  }

  /** Looks for the line end of a record over the limit, keeping only its first bytes; false until it is there. */
  #findEndOfOverlong(atEnd: boolean): boolean {
    const window = this.#window;
    const keptTo = window.from + this.#maxRecordBytes;
    const at = findLineEnd(window.bytes, keptTo, window.to);
    const isPairOpen = at + 1 === window.to && window.bytes[at] === CARRIAGE_RETURN;
    if (!atEnd && (at === window.to || isPairOpen)) {
      this.#droppedBytes += at - keptTo;
      window.drop(keptTo, at);
      return false;
    }
    this.#isInOverlong = false;
    const cursor = this.#cursor;
    cursor.end = at;
    cursor.next = skipLineEnd(window.bytes, at, window.to);
    cursor.innerLines = 0;
    cursor.fieldCount = 0;
    cursor.ascii = isAscii(window.bytes.subarray(window.from, keptTo));
    this.#refuse('record_too_long');
    window.base += this.#droppedBytes;
    this.#droppedBytes = 0;
    return true;
  }

  #skipBlankLine(): void {
    this.blankLineCount++;
    this.#advance();
  }

  #emit(problem: RecordProblem | undefined): void {
    const window = this.#window;
    const cursor = this.#cursor;
    const record = this.#record;
    record.number = ++this.recordCount;
    record.line = this.#line;
    record.byteOffset = window.base + window.from;
    record.byteLength = cursor.next - window.from + this.#droppedBytes;
    record.buffer = window.bytes;
    record.start = window.from;
    record.end = problem === 'record_too_long' ? window.from + this.#maxRecordBytes : cursor.end;
    record.fieldCount = cursor.fieldCount;
    record.fieldStart = cursor.fieldStart;
    record.fieldEnd = cursor.fieldEnd;
    record.fieldEscaped = cursor.fieldEscaped;
    record.ascii = cursor.ascii;
    record.problem = problem;
    this.#advance();
    this.#onRecord(record);
  }

  #advance(): void {
    const cursor = this.#cursor;
    const lineEndBytes = cursor.next - cursor.end;
    if (lineEndBytes === 2) this.lineEnds.crlf++;
    else if (lineEndBytes === 1 && this.#window.bytes[cursor.end] === LINE_FEED) this.lineEnds.lf++;
    else if (lineEndBytes === 1) this.lineEnds.cr++;
    this.#line += 1 + cursor.innerLines;
    this.#window.from = cursor.next;
  }

  /** Judges a record of several lines: are its later lines rather records that a stray quote took in? */
  #hasSwallowedLines(): boolean {
    const { fieldCount, literalQuotes, end } = this.#cursor;
    const { bytes, from } = this.#window;
    // Who quotes a field for its line ends quotes one for its quotes as well.
    if (fieldCount !== this.#width || literalQuotes > 0)
      return anyLaterLineStandsAlone(bytes, from, end, this.#dialect, this.#width);
    if (this.#width < MIN_WIDTH_TO_DISTRUST) return false;
    return everyLineHasWidth(bytes, from, end, this.#dialect.delimiter, this.#width);
  }

  #isLastFieldEmpty(): boolean {
    const { fieldCount, fieldStart, fieldEnd } = this.#cursor;
    return fieldStart[fieldCount - 1] === fieldEnd[fieldCount - 1];
  }

  #isWhiteLine(): boolean {
    return this.#cursor.fieldCount === 1 && this.#window.isWhite(this.#window.from, this.#cursor.end);
  }
}

function emptyRecord(buffer: Uint8Array, cursor: RecordCursor): ScannedRecord {
  const { fieldStart, fieldEnd, fieldEscaped } = cursor;
  const places = { byteOffset: 0, byteLength: 0, buffer, start: 0, end: 0 };
  const fields = { fieldCount: 0, fieldStart, fieldEnd, fieldEscaped };
  return { number: 0, line: 0, ...places, ...fields, ascii: true, problem: undefined };
}
