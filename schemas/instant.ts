import type { Zone } from './zone.ts';

const ISO =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)? ?(Z|z|UTC|[+-]\d\d(?::?\d\d)?)?$/;
const DAY = 86_400_000;

/** Gives milliseconds since 1970 of an ISO 8601 instant, or of a local time in `zone`; undefined when it is neither. */
export function parseInstant(text: string, zone: Zone): number | undefined {
  const match = ISO.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', offset] = match;
  const local = localTime(
    Number(year),
    Number(month),
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  if (local === undefined) return undefined;
  const time = local + Number(fraction.padEnd(3, '0').slice(0, 3));
  if (offset === undefined) return zone.toUtc(time);
  const minutes = offsetMinutes(offset);
  return minutes === undefined ? undefined : time - minutes * 60_000;
}

/** Gives the milliseconds of a calendar date and a time of day on a clock without offset; undefined when impossible. */
export function localTime(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): number | undefined {
  if (year < 1000 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function offsetMinutes(text: string): number | undefined {
  if (text === 'Z' || text === 'z' || text === 'UTC') return 0;
  const hours = Number(text.slice(1, 3));
  const minutes = Number(text.slice(3).replace(':', '') || '0');
  if (hours > 14 || minutes > 59) return undefined;
  return (text.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

/** Gives an instant as the lake holds it: `2026-02-01 01:30:00.000`, UTC. */
export function formatInstant(utc: number): string {
  return new Date(utc).toISOString().slice(0, 23).replace('T', ' ');
}

/** Gives the calendar date (`yyyy-MM-dd`) that a clock in `zone` shows at an instant: the business date. */
export function businessDate(utc: number, zone: Zone): string {
  return formatDay(Math.floor((utc + zone.offsetAt(utc)) / DAY));
}

/** Gives `yyyy-MM-dd` of a number of days since 1970-01-01. */
export function formatDay(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

/** Gives the last millisecond of the business day on which an instant falls: nothing later can have happened yet. */
export function endOfBusinessDay(utc: number, zone: Zone): number {
  const day = Math.floor((utc + zone.offsetAt(utc)) / DAY);
  return zone.toUtc((day + 1) * DAY) - 1;
}

/** Gives the first millisecond of a month written `yyyy-MM`, on a clock in `zone`. */
export function startOfMonth(month: string, zone: Zone): number {
  return zone.toUtc(Date.parse(`${month}-01T00:00:00Z`));
}

/** Gives `yyyy-MM-dd` when a text is a calendar date, or an instant whose date in `zone` is meant; else undefined. */
export function parseDate(text: string, zone: Zone): string | undefined {
  if (/^\d{4}-\d\d-\d\d$/.test(text))
    return Number.isNaN(Date.parse(text)) || !isRealDate(text) ? undefined : text;
  const utc = parseInstant(text, zone);
  return utc === undefined ? undefined : businessDate(utc, zone);
}

function isRealDate(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  return localTime(year, month, day, 0, 0, 0) !== undefined;
}
