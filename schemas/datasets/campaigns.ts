import { z } from 'zod';
import { defineDataset } from '../dataset.ts';
import { amount, choice, currency, identifier, plannedDate, text } from '../fields.ts';
import { sourceFields } from './shared-fields.ts';

export const Campaign = z.object({
  campaign_id: identifier('The campaign', 'Nomor kampanye'),
  code: identifier(
    'Code that orders carry as promotion_code',
    'Kode yang dibawa pesanan sebagai promotion_code',
  ).optional(),
  campaign_name: text('Name', 'Nama').optional(),
  purpose: choice(['promotion', 'education', 'referral', 'other'], 'What it is for', 'Tujuan'),
  audience: text('Whom it is for', 'Sasaran').optional(),
  channel: text('Where it runs', 'Saluran').optional(),
  starts_on: plannedDate('First day', 'Hari pertama'),
  ends_on: plannedDate('Last day', 'Hari terakhir').optional(),
  cost_amount: amount('What it costs', 'Biaya').optional(),
  currency: currency('Currency of the cost', 'Mata uang', 'currency').optional(),
  ...sourceFields,
});
export type Campaign = z.infer<typeof Campaign>;

/** One row per campaign. */
export const campaigns = defineDataset({
  name: 'campaigns',
  grain: { en: 'one row per campaign', id: 'satu baris untuk setiap kampanye' },
  schema: Campaign,
  key: ['campaign_id'],
  role: 'none',
});
