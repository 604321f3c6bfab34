import { z } from 'zod';
import { defineDataset } from '../dataset.ts';
import { amount, email, identifier, instant, personId, personName, phone, text } from '../fields.ts';
import { placeFields, productFields, sourceFields } from './shared-fields.ts';

export const UsageEvent = z.object({
  event_id: identifier(
    'The event; else a hash of the row',
    'Nomor kejadian; kalau kosong, sidik baris',
  ).optional(),
  used_at: instant('When the product was used', 'Waktu produk dipakai'),
  user_id: personId('Who uses', 'Pemakai').optional(),
  user_name: personName('Name of who uses', 'Nama pemakai').optional(),
  user_email: email('E-mail of who uses', 'Surel pemakai').optional(),
  user_phone: phone('Phone of who uses', 'Telepon pemakai').optional(),
  account_id: personId('Buyer or organisation that pays', 'Pembeli atau organisasi yang membayar').optional(),
  order_id: identifier('Order with which the product came', 'Pesanan asal produk').optional(),
  serial_number: identifier('Serial number of the piece', 'Nomor seri barang').optional(),
  ...productFields,
  action: text('What was done', 'Apa yang dilakukan').optional(),
  quantity: amount('How much was used', 'Banyaknya pemakaian').default('1'),
  duration_seconds: amount('How long it took, in seconds', 'Lamanya, dalam detik').optional(),
  channel: text('Where it was used', 'Saluran pemakaian').optional(),
  device: text('Device', 'Perangkat').optional(),
  ...placeFields,
  ...sourceFields,
});
export type UsageEvent = z.infer<typeof UsageEvent>;

/** One row per event of a product in use; viewing, searching and carts are interest, not use. */
export const usage = defineDataset({
  name: 'usage',
  grain: {
    en: 'one row per event of a product in use',
    id: 'satu baris untuk setiap kejadian pemakaian produk',
  },
  schema: UsageEvent,
  anyOf: [['user_id', 'user_name', 'user_email', 'user_phone']],
  people: {
    user: { id: 'user_id', name: 'user_name', email: 'user_email', phone: 'user_phone' },
    account: { id: 'account_id' },
  },
  key: ['event_id'],
  keyFallback: 'row_hash',
  happened: 'used_at',
  dateColumn: 'used_date',
  role: 'activity',
});
