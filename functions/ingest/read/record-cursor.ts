import type { Dialect } from './scanned-record.ts';

/** How a scan ended: the window ran out, a record was found, its quoting is broken, or it is over the limit. */
export const INCOMPLETE = 0;
export const FOUND = 1;
export const BROKEN_QUOTE = 2;
export const OVERLONG = 3;
export type ScanOutcome = typeof INCOMPLETE | typeof FOUND | typeof BROKEN_QUOTE | typeof OVERLONG;

export const LINE_FEED = 10;
export const CARRIAGE_RETURN = 13;

const PLAIN = 0;
const DELIMITER = 1;
const END_OF_LINE = 2;
const QUOTE = 3;
const NUL = 4;
const HIGH = 5;

const WINDOW_ENDS = -1;
const TOO_MANY_LINES = -2;

/**
 * Finds one record at a time in a window of bytes and keeps what it found in its own fields, so that nothing is
 * allocated for a record or a field.
 *
 * The byte at the window's end (`to`) must be a line feed that is not part of the source: it stops the inner
 * loops, which then need no bounds test of their own.
 */
export class RecordCursor {
  /** End of the record's bytes, and start of what follows its line end. */
  end = 0;
  next = 0;
  fieldCount = 0;
  fieldStart = new Int32Array(64);
  fieldEnd = new Int32Array(64);
  fieldEscaped = new Uint8Array(64);
  /** Line ends inside quoted fields. */
  innerLines = 0;
  /** Quotes inside unquoted fields, which are plain text. */
  literalQuotes = 0;
  ascii = true;
  hasNul = false;
  textAfterQuote = false;
  /** Where a scan gave up, when the quoting is broken. */
  gaveUpAt = 0;

  readonly #delimiter: number;
  readonly #quote: number;
  readonly #maxQuotedLines: number;
  readonly #kinds: Uint8Array;
  readonly #quotedKinds: Uint8Array;
  #anyEscaped = false;

  constructor(dialect: Dialect, maxQuotedLines: number) {
    this.#delimiter = dialect.delimiter;
    this.#quote = dialect.quote;
    this.#maxQuotedLines = maxQuotedLines;
    this.#quotedKinds = kindsInQuotes(dialect.quote);
    this.#kinds = this.#quotedKinds.slice();
    this.#kinds[dialect.delimiter] = DELIMITER;
  }

  /** Makes room for the ends of `fieldCount` fields; a record with more has only its first ones kept. */
  reserve(fieldCount: number): void {
    if (fieldCount <= this.fieldStart.length) return;
    this.fieldStart = new Int32Array(fieldCount);
    this.fieldEnd = new Int32Array(fieldCount);
    this.fieldEscaped = new Uint8Array(fieldCount);
  }

  /**
   * Scans the record that starts at `from`. `limit` is the first byte that is too far for a record's content,
   * `to` the window's end, and `atEnd` says that the source ends there.
   */
  scan(bytes: Uint8Array, from: number, limit: number, to: number, atEnd: boolean): ScanOutcome {
    this.#reset();
    const kinds = this.#kinds;
    const delimiter = this.#delimiter;
    const starts = this.fieldStart;
    const ends = this.fieldEnd;
    const stop = Math.min(limit, to);
    let at = from;
    let field = 0;
    let fieldFrom = from;
    let quoted = false;
    starts[0] = from;
    for (;;) {
      let kind = kinds[bytes[at] as number];
      while (kind === PLAIN) kind = kinds[bytes[++at] as number];
      if (at >= stop) {
        if (stop === limit) return OVERLONG;
        if (!atEnd) return INCOMPLETE;
        at = to;
        this.next = to;
        break;
      }
      if (kind === DELIMITER) {
        ends[field++] = at++;
        starts[field] = fieldFrom = at;
      } else if (kind === END_OF_LINE) {
        if (bytes[at] === LINE_FEED) this.next = at + 1;
        else if (at + 1 === to && !atEnd) return INCOMPLETE;
        else this.next = at + 1 < to && bytes[at + 1] === LINE_FEED ? at + 2 : at + 1;
        break;
      } else if (kind === HIGH) {
        this.ascii = false;
        while ((bytes[at] as number) > 127) at++;
      } else if (kind === NUL) {
        this.hasNul = true;
        at++;
      } else if (at !== fieldFrom || this.textAfterQuote) {
        this.literalQuotes++;
        at++;
      } else {
        const close = this.#closingQuote(bytes, at + 1, stop, field);
        if (close < 0 || close + 1 >= stop) {
          if (close === TOO_MANY_LINES) return BROKEN_QUOTE;
          if (stop === limit) return OVERLONG;
          if (!atEnd) return INCOMPLETE;
          if (close === WINDOW_ENDS) return this.#giveUp(to);
        }
        starts[field] = at + 1;
        ends[field] = close;
        at = close + 1;
        if (at < stop && bytes[at] === delimiter) {
          field++;
          starts[field] = fieldFrom = ++at;
        } else if (at >= stop || kinds[bytes[at] as number] === END_OF_LINE) {
          quoted = true;
        } else if (this.innerLines > 0) {
          return this.#giveUp(at);
        } else {
          this.textAfterQuote = true;
        }
      }
    }
    if (!quoted) ends[field] = at;
    this.end = at;
    this.fieldCount = field + 1;
    return FOUND;
  }

  #reset(): void {
    this.innerLines = 0;
    this.literalQuotes = 0;
    this.ascii = true;
    this.hasNul = false;
    this.textAfterQuote = false;
    if (this.#anyEscaped) this.fieldEscaped.fill(0);
    this.#anyEscaped = false;
  }

  #giveUp(at: number): ScanOutcome {
    this.gaveUpAt = at;
    return BROKEN_QUOTE;
  }

  /** Index of the quote that closes the field whose content starts at `at`, or why there is none. */
  #closingQuote(bytes: Uint8Array, at: number, stop: number, field: number): number {
    const kinds = this.#quotedKinds;
    const quote = this.#quote;
    for (;;) {
      let kind = kinds[bytes[at] as number];
      while (kind === PLAIN) kind = kinds[bytes[++at] as number];
      if (at >= stop) return WINDOW_ENDS;
      if (kind === QUOTE) {
        if (at + 1 >= stop || bytes[at + 1] !== quote) return at;
        this.fieldEscaped[field] = 1;
        this.#anyEscaped = true;
        at += 2;
      } else if (kind === END_OF_LINE) {
        const isPair = bytes[at] === CARRIAGE_RETURN && at + 1 < stop && bytes[at + 1] === LINE_FEED;
        if (++this.innerLines > this.#maxQuotedLines) {
          this.gaveUpAt = at;
          return TOO_MANY_LINES;
        }
        at += isPair ? 2 : 1;
      } else {
        if (kind === HIGH) this.ascii = false;
        else this.hasNul = true;
        at++;
      }
    }
  }
}

function kindsInQuotes(quote: number): Uint8Array {
  const kinds = new Uint8Array(256);
  kinds.fill(HIGH, 128);
  kinds[0] = NUL;
  kinds[LINE_FEED] = END_OF_LINE;
  kinds[CARRIAGE_RETURN] = END_OF_LINE;
  if (quote >= 0) kinds[quote] = QUOTE;
  return kinds;
}
