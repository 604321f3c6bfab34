import { formatDay, parseDate } from '../../../schemas/instant.ts';
import { PelangganError } from '../../../schemas/problem.ts';
import { requireZone } from '../../../schemas/zone.ts';

/** Days are whole days since 1970-01-01 in Jakarta; months count from year 0 (`2026-10` is 2026 × 12 + 9). */
export interface Calendar {
  readonly firstDay: number;
  readonly lastDay: number;
  readonly firstMonth: number;
  readonly lastMonth: number;
}

export const DAY_MS = 86_400_000;
export const HOUR_MS = 3_600_000;
/** Western Indonesia is UTC+7 all year. */
export const JAKARTA_OFFSET_MS = 7 * HOUR_MS;
const MONTH_COUNT = 60;

/** Gives the five years that end on a date (`yyyy-MM-dd`); throws `setting_invalid` for what is not one. */
export function makeCalendar(lastDate: string): Calendar {
  if (parseDate(lastDate, requireZone('Asia/Jakarta')) !== lastDate) {
    throw new PelangganError(
      'setting_invalid',
      `last date of the demonstration is ${lastDate}, allowed is a date; write yyyy-MM-dd`,
      { setting: 'lastDate', found: lastDate },
    );
  }
  const lastDay = dayOf(lastDate);
  const lastMonth = monthOf(lastDay);
  const firstMonth = lastMonth - MONTH_COUNT + 1;
  return { firstDay: firstDayOf(firstMonth), lastDay, firstMonth, lastMonth };
}

/** Gives the day of a date written `yyyy-MM-dd`. */
export function dayOf(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY_MS;
}

/** Gives the instant (milliseconds since 1970, UTC) of a second of a day in Jakarta. */
export function instantOf(day: number, second: number): number {
  return day * DAY_MS - JAKARTA_OFFSET_MS + second * 1000;
}

/** Gives the last second of a day in Jakarta, in milliseconds since 1970: what an export of that day knows. */
export function endOfDay(day: number): number {
  return instantOf(day + 1, -1);
}

/** Gives the day in Jakarta on which an instant falls. */
export function dayOfInstant(instant: number): number {
  return Math.floor((instant + JAKARTA_OFFSET_MS) / DAY_MS);
}

/** Gives the month of a day. */
export function monthOf(day: number): number {
  const date = new Date(day * DAY_MS);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

/** Gives the first day of a month. */
export function firstDayOf(month: number): number {
  return Date.UTC(Math.floor(month / 12), month % 12, 1) / DAY_MS;
}

/** Gives `yyyy-MM` of a month. */
export function monthName(month: number): string {
  return formatDay(firstDayOf(month)).slice(0, 7);
}

/** Gives the last month whose every day has come by a day. */
export function lastFullMonth(day: number): number {
  const month = monthOf(day);
  return firstDayOf(month + 1) - 1 <= day ? month : month - 1;
}
