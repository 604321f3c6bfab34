import { type Calendar, DAY_MS, dayOf, monthOf } from './calendar.ts';

/** The true factors behind the numbers of orders and usage events: what a forecast should find again. */
export const SEASONS = {
  /** Each month has so many times the orders of the month before, all else equal. */
  orderTrendPerMonth: 1.01,
  usageTrendPerMonth: 1.015,
  /** January to December. */
  orderMonthFactors: [0.92, 0.95, 1, 1, 1, 1, 1.02, 1, 0.97, 1, 1.05, 1.35],
  /** Wages come on the 25th; until the 28th people buy more. */
  paydayFirstDay: 25,
  paydayLastDay: 28,
  paydayFactor: 1.4,
  weekendFactor: 1.2,
  /** The 30 days before Idul Fitri, and the 7 days from it on. */
  eidDaysBefore: 30,
  eidDaysAfter: 7,
  eidOrderFactorBefore: 1.5,
  eidOrderFactorAfter: 0.45,
  /** Coffee by day pauses in the fasting month. */
  eidUsageFactorBefore: 0.75,
  /** Idul Fitri as Indonesia's ministry of religious affairs announced it; 2027 is expected. */
  eidDates: [
    '2019-06-05',
    '2020-05-24',
    '2021-05-13',
    '2022-05-02',
    '2023-04-22',
    '2024-04-10',
    '2025-03-31',
    '2026-03-20',
    '2027-03-10',
  ],
} as const;

const EID_DAYS = SEASONS.eidDates.map(dayOf);

/** Gives how many times the orders of an ordinary day of the first month a day has. */
export function orderFactor(day: number, calendar: Calendar): number {
  const month = monthOf(day);
  return (
    SEASONS.orderTrendPerMonth ** (month - calendar.firstMonth) *
    (SEASONS.orderMonthFactors[month % 12] ?? 1) *
    paydayFactor(day) *
    (isWeekend(day) ? SEASONS.weekendFactor : 1) *
    eidFactor(day, SEASONS.eidOrderFactorBefore, SEASONS.eidOrderFactorAfter)
  );
}

/** Gives how many times the usage events of a day of the first month a day has. */
export function usageFactor(day: number, calendar: Calendar): number {
  const trend = SEASONS.usageTrendPerMonth ** (monthOf(day) - calendar.firstMonth);
  return trend * eidFactor(day, SEASONS.eidUsageFactorBefore, 1);
}

/** Gives the sum of a factor over all days of a calendar, by which a target total is spread over them. */
export function sumOfFactors(calendar: Calendar, factor: typeof orderFactor): number {
  let sum = 0;
  for (let day = calendar.firstDay; day <= calendar.lastDay; day++) sum += factor(day, calendar);
  return sum;
}

function paydayFactor(day: number): number {
  const date = new Date(day * DAY_MS).getUTCDate();
  const isPayday = date >= SEASONS.paydayFirstDay && date <= SEASONS.paydayLastDay;
  return isPayday ? SEASONS.paydayFactor : 1;
}

function isWeekend(day: number): boolean {
  const weekday = new Date(day * DAY_MS).getUTCDay();
  return weekday === 0 || weekday === 6;
}

function eidFactor(day: number, before: number, after: number): number {
  for (const eid of EID_DAYS) {
    if (day >= eid - SEASONS.eidDaysBefore && day < eid) return before;
    if (day >= eid && day < eid + SEASONS.eidDaysAfter) return after;
  }
  return 1;
}
