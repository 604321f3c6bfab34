import { z } from 'zod';
import { defineDataset } from '../dataset.ts';
import { currency, date, rate } from '../fields.ts';
import { sourceFields } from './shared-fields.ts';

export const ExchangeRate = z.object({
  rate_date: date('Day from which the rate holds', 'Hari mulai berlakunya kurs'),
  currency: currency('The other currency', 'Mata uang lain'),
  rate: rate("Units of the deployment's currency for one unit", 'Nilai satu unit dalam mata uang utama'),
  ...sourceFields,
});
export type ExchangeRate = z.infer<typeof ExchangeRate>;

/** One row per day and currency. */
export const exchangeRates = defineDataset({
  name: 'exchange_rates',
  grain: { en: 'one row per day and currency', id: 'satu baris untuk setiap hari dan mata uang' },
  schema: ExchangeRate,
  key: ['rate_date', 'currency'],
  role: 'none',
});
