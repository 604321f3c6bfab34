import { PLAIN_NUMBER } from '../../../schemas/decimal.ts';
import { CURRENCIES, type FieldKind } from '../../../schemas/fields.ts';
import { formatDay } from '../../../schemas/instant.ts';
import type { Notation } from '../../../schemas/normalise.ts';
import type { Zone } from '../../../schemas/zone.ts';
import type { ScannedRecord } from '../read/delimited-scanner.ts';
import { isPlainByte, type RowWriter } from './row-writer.ts';

// The quick way for values that stand in the file just as the lake holds them, which most do: look at the bytes, copy
// them. Whatever is not recognised here goes the readable way (schemas/normalise.ts), so these functions may say "no"
// to anything and decide nothing by themselves.

const ZERO = 48;
const DAY = 86_400_000;

/** Copies a value that needs no normalising; false, with nothing written, where it may need some. */
export type FastField = (record: ScannedRecord, column: number, out: RowWriter) => boolean;

/** Gives the quick way for a kind of field as a notation writes it, or undefined where there is none. */
export function fastField(kind: FieldKind, notation: Notation): FastField | undefined {
  switch (kind) {
    case 'identifier':
    case 'text':
      return copyText;
    case 'choice':
      return copyLowerCase;
    case 'currency':
      return copyCurrency;
    case 'amount':
      return notation.number === PLAIN_NUMBER ? copyAmount : undefined;
    default:
      return undefined;
  }
}

function copyBytes(record: ScannedRecord, start: number, end: number, out: RowWriter): void {
  const { buffer } = record;
  const target = out.reserve(end - start);
  let at = out.position;
  for (let i = start; i < end; i++) target[at++] = buffer[i] as number;
  out.advanceTo(at);
}

function copyText(record: ScannedRecord, column: number, out: RowWriter): boolean {
  const { buffer } = record;
  const start = record.fieldStart[column] as number;
  const end = record.fieldEnd[column] as number;
  if (buffer[start] === 32 || buffer[end - 1] === 32) return false;
  const target = out.reserve(end - start);
  let at = out.position;
  for (let i = start; i < end; i++) {
    const byte = buffer[i] as number;
    if (!isPlainByte(byte)) return false;
    target[at++] = byte;
  }
  out.advanceTo(at);
  return true;
}

function copyLowerCase(record: ScannedRecord, column: number, out: RowWriter): boolean {
  const { buffer } = record;
  const start = record.fieldStart[column] as number;
  const end = record.fieldEnd[column] as number;
  for (let i = start; i < end; i++) {
    const byte = buffer[i] as number;
    if ((byte < 97 || byte > 122) && byte !== 95) return false;
  }
  copyBytes(record, start, end, out);
  return true;
}

const currencyNumbers = new Set(
  [...CURRENCIES].map((code) => codeNumber(code.charCodeAt(0), code.charCodeAt(1), code.charCodeAt(2))),
);

function codeNumber(first: number, second: number, third: number): number {
  return (first << 16) | (second << 8) | third;
}

function copyCurrency(record: ScannedRecord, column: number, out: RowWriter): boolean {
  const { buffer } = record;
  const start = record.fieldStart[column] as number;
  const end = record.fieldEnd[column] as number;
  if (end - start !== 3) return false;
  const code = codeNumber(buffer[start] as number, buffer[start + 1] as number, buffer[start + 2] as number);
  if (!currencyNumbers.has(code)) return false;
  copyBytes(record, start, end, out);
  return true;
}

function copyAmount(record: ScannedRecord, column: number, out: RowWriter): boolean {
  const { buffer } = record;
  const start = record.fieldStart[column] as number;
  const end = record.fieldEnd[column] as number;
  let point = -1;
  for (let i = start; i < end; i++) {
    const byte = buffer[i] as number;
    if (byte === 46) {
      if (point >= 0) return false;
      point = i;
    } else if (byte < 48 || byte > 57) return false;
  }
  const whole = (point < 0 ? end : point) - start;
  const decimals = point < 0 ? 0 : end - point - 1;
  if (whole < 1 || whole > 14 || decimals > 4 || (point >= 0 && decimals === 0)) return false;
  copyBytes(record, start, end, out);
  return true;
}

/** Days since 1970 as text, made once each: a file holds few different days, and one record mostly one. */
const dayTexts = new Map<number, string>();
let lastDay = Number.NaN;
let lastDayText = '';

function dayText(day: number): string {
  if (day === lastDay) return lastDayText;
  let text = dayTexts.get(day);
  if (text === undefined) {
    if (dayTexts.size > 50_000) dayTexts.clear();
    text = formatDay(day);
    dayTexts.set(day, text);
  }
  lastDay = day;
  lastDayText = text;
  return text;
}

/** Milliseconds of `yyyy-MM-dd[T ]HH:mm:ss[.fff][Z|±hh:mm]` in a record's cell; NaN for anything else. */
export function readIsoInstant(record: ScannedRecord, column: number, zone: Zone): number {
  const { buffer } = record;
  const start = record.fieldStart[column] as number;
  const end = record.fieldEnd[column] as number;
  if (end - start < 19) return Number.NaN;
  const day = readIsoDay(buffer, start);
  const divider = buffer[start + 10];
  if (divider !== 84 && divider !== 32) return Number.NaN;
  const time = readClock(buffer, start + 11);
  if (Number.isNaN(day) || time < 0) return Number.NaN;
  let at = start + 19;
  let local = day * DAY + time;
  if (buffer[at] === 46) {
    if (at + 4 > end) return Number.NaN;
    const milli = twoDigits(buffer, at + 1) * 10 + ((buffer[at + 3] as number) - ZERO);
    const last = (buffer[at + 3] as number) - ZERO;
    if (milli < 0 || last < 0 || last > 9) return Number.NaN;
    local += milli;
    at += 4;
  }
  if (at === end) return zone.toUtc(local);
  if (buffer[at] === 90 && at + 1 === end) return local;
  return local - readOffset(buffer, at, end);
}

function readOffset(buffer: Uint8Array, at: number, end: number): number {
  const sign = buffer[at];
  if (end - at !== 6 || (sign !== 43 && sign !== 45) || buffer[at + 3] !== 58) return Number.NaN;
  const hours = twoDigits(buffer, at + 1);
  const minutes = twoDigits(buffer, at + 4);
  if (hours < 0 || hours > 14 || minutes < 0 || minutes > 59) return Number.NaN;
  return (sign === 45 ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

/** Two digits as a number; a negative one where they are none. */
function twoDigits(buffer: Uint8Array, at: number): number {
  const tens = (buffer[at] as number) - ZERO;
  const ones = (buffer[at + 1] as number) - ZERO;
  return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1000 : tens * 10 + ones;
}

function readClock(buffer: Uint8Array, at: number): number {
  const hour = twoDigits(buffer, at);
  const minute = twoDigits(buffer, at + 3);
  const second = twoDigits(buffer, at + 6);
  if (buffer[at + 2] !== 58 || buffer[at + 5] !== 58) return -1;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return -1;
  return ((hour * 60 + minute) * 60 + second) * 1000;
}

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function readIsoDay(buffer: Uint8Array, at: number): number {
  const year = twoDigits(buffer, at) * 100 + twoDigits(buffer, at + 2);
  const month = twoDigits(buffer, at + 5);
  const day = twoDigits(buffer, at + 8);
  if (buffer[at + 4] !== 45 || buffer[at + 7] !== 45 || year < 1000 || month < 1 || month > 12)
    return Number.NaN;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = month === 2 && isLeap ? 29 : (DAYS_IN_MONTH[month - 1] as number);
  return day < 1 || day > days ? Number.NaN : daysFromCivil(year, month, day);
}

/** Days since 1970-01-01 of a date of the Gregorian calendar (Hinnant, "chrono-compatible low-level date algorithms"). */
function daysFromCivil(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return (
    era * 146_097 +
    yearOfEra * 365 +
    Math.floor(yearOfEra / 4) -
    Math.floor(yearOfEra / 100) +
    dayOfYear -
    719_468
  );
}

/** Writes an instant as the lake holds it (`2026-02-01 01:30:00.000`, UTC). */
export function writeInstant(utc: number, out: RowWriter): void {
  const day = Math.floor(utc / DAY);
  const rest = utc - day * DAY;
  const target = out.reserve(24);
  const seconds = Math.floor(rest / 1000);
  let at = writeAscii(dayText(day), target, out.position);
  target[at++] = 32;
  at = writeTwo(Math.floor(seconds / 3600), target, at);
  target[at++] = 58;
  at = writeTwo(Math.floor(seconds / 60) % 60, target, at);
  target[at++] = 58;
  at = writeTwo(seconds % 60, target, at);
  target[at++] = 46;
  const milli = rest % 1000;
  target[at++] = ZERO + Math.floor(milli / 100);
  out.advanceTo(writeTwo(milli % 100, target, at));
}

/** Writes the business date of an instant in a zone. */
export function writeBusinessDate(utc: number, zone: Zone, out: RowWriter): void {
  const text = dayText(Math.floor((utc + zone.offsetAt(utc)) / DAY));
  out.advanceTo(writeAscii(text, out.reserve(12), out.position));
}

function writeTwo(value: number, target: Uint8Array, at: number): number {
  target[at] = ZERO + Math.floor(value / 10);
  target[at + 1] = ZERO + (value % 10);
  return at + 2;
}

function writeAscii(text: string, target: Uint8Array, at: number): number {
  for (let i = 0; i < text.length; i++) target[at + i] = text.charCodeAt(i);
  return at + text.length;
}
