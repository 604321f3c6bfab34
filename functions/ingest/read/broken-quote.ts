import { CARRIAGE_RETURN, LINE_FEED } from './record-cursor.ts';
import type { Dialect } from './scanned-record.ts';

/** Index of the first line feed or carriage return in `bytes` from `from`, or `to` when there is none before it. */
export function findLineEnd(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && bytes[at] !== LINE_FEED && bytes[at] !== CARRIAGE_RETURN) at++;
  return at;
}

/** Index after the line end that stands at `at`; `at` itself when nothing stands there. */
export function skipLineEnd(bytes: Uint8Array, at: number, to: number): number {
  if (at >= to) return at;
  return bytes[at] === CARRIAGE_RETURN && at + 1 < to && bytes[at + 1] === LINE_FEED ? at + 2 : at + 1;
}

/**
 * Says whether any line after the first, within a record that spans several, could be a record of `width` fields
 * on its own: then the record's first line holds a stray quote, and its other lines are records.
 */
export function anyLaterLineStandsAlone(
  bytes: Uint8Array,
  from: number,
  to: number,
  dialect: Dialect,
  width: number,
): boolean {
  let at = skipLineEnd(bytes, findLineEnd(bytes, from, to), to);
  while (at < to) {
    const end = findLineEnd(bytes, at, to);
    if (standsAlone(bytes, at, end, dialect, width)) return true;
    at = skipLineEnd(bytes, end, to);
  }
  return false;
}

/**
 * Says whether every line of a record that spans several has `width` fields when quotes mean nothing.
 *
 * Two stray quotes in the same column of two lines make one well-formed record that swallows the lines between
 * them. Nothing in the grammar tells it from a long text, but a text whose every line holds just as many
 * delimiters as a record is no text.
 */
export function everyLineHasWidth(
  bytes: Uint8Array,
  from: number,
  to: number,
  delimiter: number,
  width: number,
): boolean {
  let at = from;
  while (at < to) {
    const end = findLineEnd(bytes, at, to);
    if (countByte(bytes, at, end, delimiter) !== width - 1) return false;
    at = skipLineEnd(bytes, end, to);
  }
  return true;
}

/** Says whether a line is a record of `width` fields with every quote where the grammar wants it. */
function standsAlone(bytes: Uint8Array, from: number, to: number, dialect: Dialect, width: number): boolean {
  let fields = 1;
  let at = from;
  let fieldFrom = from;
  while (at < to) {
    if (bytes[at] === dialect.delimiter) {
      fields++;
      fieldFrom = ++at;
    } else if (bytes[at] !== dialect.quote) {
      at++;
    } else {
      if (at !== fieldFrom) return false;
      at = afterClosingQuote(bytes, at + 1, to, dialect.quote);
      if (at < 0 || (at < to && bytes[at] !== dialect.delimiter)) return false;
    }
  }
  return fields === width;
}

function afterClosingQuote(bytes: Uint8Array, from: number, to: number, quote: number): number {
  for (let at = from; at < to; at++) {
    if (bytes[at] !== quote) continue;
    if (at + 1 >= to || bytes[at + 1] !== quote) return at + 1;
    at++;
  }
  return -1;
}

function countByte(bytes: Uint8Array, from: number, to: number, byte: number): number {
  let count = 0;
  for (let at = from; at < to; at++) if (bytes[at] === byte) count++;
  return count;
}
