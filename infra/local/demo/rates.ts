import { formatDay } from '../../../schemas/instant.ts';
import { type Calendar, DAY_MS, firstDayOf } from './calendar.ts';
import { RATELESS_MONTH_INDEX } from './plant-pairs.ts';
import type { Random } from './random.ts';

/** Rupiah hundredths for one unit of another currency, from a day on. */
export interface Rate {
  readonly day: number;
  readonly currency: 'USD' | 'SGD';
  readonly rate: number;
}

const START = { USD: 1_430_000, SGD: 1_060_000 } as const;
/** A rate older than this is none. */
export const RATE_DAYS = 7;

/** Gives a rate for each working day and currency, except in the month without rates. */
export function makeRates(calendar: Calendar, random: Random): Rate[] {
  const silentFrom = firstDayOf(calendar.firstMonth + RATELESS_MONTH_INDEX);
  const silentTo = firstDayOf(calendar.firstMonth + RATELESS_MONTH_INDEX + 1);
  const rates: Rate[] = [];
  const now = { ...START } as Record<Rate['currency'], number>;
  for (let day = calendar.firstDay; day <= calendar.lastDay; day++) {
    const weekday = new Date(day * DAY_MS).getUTCDay();
    const isSilent = weekday === 0 || weekday === 6 || (day >= silentFrom && day < silentTo);
    for (const currency of ['USD', 'SGD'] as const) {
      now[currency] = Math.round(now[currency] * (1 + (random.next() - 0.4965) / 140));
      if (!isSilent || day === calendar.firstDay) rates.push({ day, currency, rate: now[currency] });
    }
  }
  return rates;
}

/** Gives the newest rate on or before a day, at most 7 days old. */
export function findRate(rates: readonly Rate[], currency: string, day: number): Rate | undefined {
  const known = rates.findLast((rate) => rate.currency === currency && rate.day <= day);
  return known !== undefined && day - known.day <= RATE_DAYS ? known : undefined;
}

/** Gives the row of a rate. */
export function rateRow(rate: Rate): Record<string, string> {
  return {
    rate_date: formatDay(rate.day),
    currency: rate.currency,
    rate: `${Math.floor(rate.rate / 100)}.${String(rate.rate % 100).padStart(2, '0')}`,
  };
}
