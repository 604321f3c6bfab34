import { z } from 'zod';
import { defineDataset } from '../dataset.ts';
import { choice, date, number } from '../fields.ts';
import { sourceFields } from './shared-fields.ts';

export const ControlTotal = z.object({
  total_date: date('Day it speaks of', 'Hari yang dimaksud'),
  measure: choice(['orders', 'revenue', 'visitors', 'chats'], 'What is counted', 'Yang dihitung'),
  value: number("What the shop's own statistics say", 'Angka menurut statistik toko'),
  ...sourceFields,
});
export type ControlTotal = z.infer<typeof ControlTotal>;

/** One row per shop, day and measure: what the source itself says, held against the lake. */
export const controlTotals = defineDataset({
  name: 'control_totals',
  grain: { en: 'one row per shop, day and measure', id: 'satu baris untuk setiap toko, hari dan ukuran' },
  schema: ControlTotal,
  key: ['total_date', 'measure'],
  role: 'none',
});
