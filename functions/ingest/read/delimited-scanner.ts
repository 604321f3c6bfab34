import { isAscii, isUtf8 } from 'node:buffer';
import { anyLaterLineStandsAlone, everyLineHasWidth, findLineEnd, skipLineEnd } from './broken-quote.ts';
import { readFields } from './field-text.ts';
import {
  BROKEN_QUOTE,
  CARRIAGE_RETURN,
  INCOMPLETE,
  LINE_FEED,
  OVERLONG,
  RecordCursor,
} from './record-cursor.ts';

/** The delimiter and the quote of a delimited file, as bytes; a quote of -1 means that nothing is quoted. */
export interface Dialect {
  readonly delimiter: number;
  readonly quote: number;
}

export type RecordProblem =
  | 'too_few_fields'
  | 'too_many_fields'
  | 'unclosed_quote'
  | 'text_after_quote'
  | 'bad_utf8'
  | 'nul_byte'
  | 'record_too_long'
  | 'record_truncated';

/** One record found in the window; the same object is reused for every record: copy what you keep. */
export interface ScannedRecord {
  /** 1 for the first record after the header; blank lines are not counted. */
  number: number;
  /** Line number of its first line; the first line of the file is 1. */
  line: number;
  /** Offset of its first byte in the decoded source. */
  byteOffset: number;
  /** Length with its line end. */
  byteLength: number;
  /** The window that holds it, and where its bytes lie there, without line end (of an overlong one, the first). */
  buffer: Uint8Array;
  start: number;
  end: number;
  fieldCount: number;
  /** Where the content of field i lies in `buffer`, without its quotes; of no meaning where there is a problem. */
  fieldStart: Int32Array;
  fieldEnd: Int32Array;
  /** 1 where the content of field i still holds doubled quotes. */
  fieldEscaped: Uint8Array;
  /** No byte of the record is over 127. */
  ascii: boolean;
  problem: RecordProblem | undefined;
}

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
const FIRST_WINDOW_BYTES = 1 << 18;
const SPACE = 32;
const TAB = 9;

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

  // The window: bytes from #from to #to are still to be scanned, #base is the source offset of index 0.
  #window = new Uint8Array(FIRST_WINDOW_BYTES);
  #from = 0;
  #to = 0;
  #base = 0;
  #line = 1;
  // Index up to which the window is known to be UTF-8; -1 before it was asked.
  #utf8Until = -1;
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
    this.#record = emptyRecord(this.#window, this.#cursor);
  }

  /** Takes the next bytes of the source and calls `onRecord` for every record that they complete. */
  push(chunk: Uint8Array): void {
    this.#append(chunk);
    this.#scanWindow(false);
  }

  /** Says that the source has ended; a record that was still open is given to `onRecord`. */
  finish(): void {
    this.#scanWindow(true);
  }

  #append(chunk: Uint8Array): void {
    if (this.#to + chunk.length >= this.#window.length) this.#makeRoom(chunk.length);
    this.#window.set(chunk, this.#to);
    this.#to += chunk.length;
    this.#window[this.#to] = LINE_FEED;
    this.#utf8Until = -1;
  }

  #makeRoom(byteCount: number): void {
    const kept = this.#to - this.#from;
    const old = this.#window;
    if (kept + byteCount >= old.length) this.#window = new Uint8Array(2 * (kept + byteCount + 1));
    this.#window.set(old.subarray(this.#from, this.#to));
    this.#base += this.#from;
    this.#from = 0;
    this.#to = kept;
  }

  #scanWindow(atEnd: boolean): void {
    const cursor = this.#cursor;
    while (this.#from < this.#to) {
      if (this.#isInOverlong) {
        if (!this.#findEndOfOverlong(atEnd)) return;
        continue;
      }
      const limit = this.#from + this.#maxRecordBytes + 1;
      const outcome = cursor.scan(this.#window, this.#from, limit, this.#to, atEnd);
      // A line end that stands right at the limit may be half of a pair.
      if (outcome === INCOMPLETE || (outcome === OVERLONG && limit === this.#to && !atEnd)) return;
      if (outcome === OVERLONG) this.#takeOverlong(limit);
      else if (outcome === BROKEN_QUOTE) this.#cutFirstLine(cursor.gaveUpAt);
      else if (cursor.end === this.#from) this.#skipBlankLine();
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
    this.header = readFields(this.#window, cursor, this.#dialect.quote);
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
    const isInDoubt = this.#cursor.literalQuotes > 0 && this.#base + this.#from < this.#doubtUntil;
    return this.#cursor.textAfterQuote || isInDoubt ? 'text_after_quote' : undefined;
  }

  #findWidthProblem(): RecordProblem | undefined {
    const cursor = this.#cursor;
    if (cursor.fieldCount > this.#width) return 'too_many_fields';
    if (cursor.fieldCount === this.#width) return undefined;
    return cursor.next === cursor.end ? 'record_truncated' : 'too_few_fields';
  }

  #findByteProblem(): RecordProblem | undefined {
    const cursor = this.#cursor;
    if (cursor.hasNul) return 'nul_byte';
    if (cursor.ascii || this.#isRecordUtf8()) return undefined;
    return cursor.next === cursor.end && this.#isLastCharacterCut() ? 'record_truncated' : 'bad_utf8';
  }

  /** Ends the record at its first line end, or at the source's end when there is none. */
  #cutFirstLine(doubtUntil: number): void {
    const cursor = this.#cursor;
    this.#doubtUntil = this.#base + doubtUntil;
    cursor.end = findLineEnd(this.#window, this.#from, this.#to);
    cursor.next = skipLineEnd(this.#window, cursor.end, this.#to);
    cursor.innerLines = 0;
    cursor.fieldCount = 0;
    cursor.ascii = isAscii(this.#window.subarray(this.#from, cursor.end));
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
    const hasLineEnd = findLineEnd(this.#window, this.#from, limit) < limit;
    if (hasLineEnd) this.#cutFirstLine(limit);
    else this.#isInOverlong = true;
  }

  /** Looks for the line end of a record over the limit, keeping only its first bytes; false until it is there. */
  #findEndOfOverlong(atEnd: boolean): boolean {
    const keptTo = this.#from + this.#maxRecordBytes;
    const at = findLineEnd(this.#window, keptTo, this.#to);
    const isPairOpen = at + 1 === this.#to && this.#window[at] === CARRIAGE_RETURN;
    if (!atEnd && (at === this.#to || isPairOpen)) {
      this.#droppedBytes += at - keptTo;
      this.#window.copyWithin(keptTo, at, this.#to + 1);
      this.#to -= at - keptTo;
      return false;
    }
    this.#isInOverlong = false;
    const cursor = this.#cursor;
    cursor.end = at;
    cursor.next = skipLineEnd(this.#window, at, this.#to);
    cursor.innerLines = 0;
    cursor.fieldCount = 0;
    cursor.ascii = isAscii(this.#window.subarray(this.#from, keptTo));
    this.#refuse('record_too_long');
    this.#base += this.#droppedBytes;
    this.#droppedBytes = 0;
    return true;
  }

  #skipBlankLine(): void {
    this.blankLineCount++;
    this.#advance();
  }

  #emit(problem: RecordProblem | undefined): void {
    const cursor = this.#cursor;
    const record = this.#record;
    record.number = ++this.recordCount;
    record.line = this.#line;
    record.byteOffset = this.#base + this.#from;
    record.byteLength = cursor.next - this.#from + this.#droppedBytes;
    record.buffer = this.#window;
    record.start = this.#from;
    record.end = problem === 'record_too_long' ? this.#from + this.#maxRecordBytes : cursor.end;
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
    else if (lineEndBytes === 1 && this.#window[cursor.end] === LINE_FEED) this.lineEnds.lf++;
    else if (lineEndBytes === 1) this.lineEnds.cr++;
    this.#line += 1 + cursor.innerLines;
    this.#from = cursor.next;
  }

  /** Judges a record of several lines: are its later lines rather records that a stray quote took in? */
  #hasSwallowedLines(): boolean {
    const { fieldCount, literalQuotes, end } = this.#cursor;
    // Who quotes a field for its line ends quotes one for its quotes as well.
    if (fieldCount !== this.#width || literalQuotes > 0)
      return anyLaterLineStandsAlone(this.#window, this.#from, end, this.#dialect, this.#width);
    if (this.#width < MIN_WIDTH_TO_DISTRUST) return false;
    return everyLineHasWidth(this.#window, this.#from, end, this.#dialect.delimiter, this.#width);
  }

  #isLastFieldEmpty(): boolean {
    const { fieldCount, fieldStart, fieldEnd } = this.#cursor;
    return fieldStart[fieldCount - 1] === fieldEnd[fieldCount - 1];
  }

  #isWhiteLine(): boolean {
    if (this.#cursor.fieldCount !== 1) return false;
    let at = this.#from;
    while (this.#window[at] === SPACE || this.#window[at] === TAB) at++;
    return at >= this.#cursor.end;
  }

  /** Asks once for the whole window, and for each record on its own only where that fails. */
  #isRecordUtf8(): boolean {
    const { end } = this.#cursor;
    if (this.#utf8Until < 0) {
      const last = this.#window.lastIndexOf(LINE_FEED, this.#to - 1);
      this.#utf8Until = last >= end && isUtf8(this.#window.subarray(this.#from, last)) ? last : 0;
    }
    return end <= this.#utf8Until || isUtf8(this.#window.subarray(this.#from, end));
  }

  #isLastCharacterCut(): boolean {
    const { end } = this.#cursor;
    let lead = end - 1;
    while (lead > end - 4 && ((this.#window[lead] as number) & 0xc0) === 0x80) lead--;
    return (this.#window[lead] as number) >= 0xc2 && isUtf8(this.#window.subarray(this.#from, lead));
  }
}

function emptyRecord(buffer: Uint8Array, cursor: RecordCursor): ScannedRecord {
  const { fieldStart, fieldEnd, fieldEscaped } = cursor;
  const places = { byteOffset: 0, byteLength: 0, buffer, start: 0, end: 0 };
  const fields = { fieldCount: 0, fieldStart, fieldEnd, fieldEscaped };
  return { number: 0, line: 0, ...places, ...fields, ascii: true, problem: undefined };
}
