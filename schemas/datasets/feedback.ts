import { z } from 'zod';
import { defineDataset } from '../dataset.ts';
import {
  choice,
  email,
  freeText,
  identifier,
  instant,
  number,
  personId,
  personName,
  phone,
  text,
} from '../fields.ts';
import { ROLES } from '../roles.ts';
import { sourceFields } from './shared-fields.ts';

export const Feedback = z.object({
  feedback_id: identifier('The answer', 'Nomor jawaban'),
  given_at: instant('When it was given', 'Waktu jawaban diberikan'),
  party_id: personId('Who gave it', 'Pemberi jawaban').optional(),
  party_name: personName('Name of who gave it', 'Nama pemberi jawaban').optional(),
  party_email: email('E-mail of who gave it', 'Surel pemberi jawaban').optional(),
  party_phone: phone('Phone of who gave it', 'Telepon pemberi jawaban').optional(),
  role: choice(ROLES, 'Role in which it was given', 'Peran saat menjawab').optional(),
  product_id: identifier('Product it is about', 'Produk yang dinilai').optional(),
  order_id: identifier('Order it is about', 'Pesanan yang dinilai').optional(),
  about: choice(
    ['product', 'delivery', 'service', 'price', 'staff', 'other'],
    'What it is about',
    'Hal yang dinilai',
  ).optional(),
  kind: choice(['nps', 'csat', 'review', 'question'], 'Kind of answer', 'Jenis jawaban'),
  score: number('Score on its own scale', 'Nilai menurut skalanya').optional(),
  scale_min: number('Lowest score possible', 'Nilai terendah').optional(),
  scale_max: number('Highest score possible', 'Nilai tertinggi').optional(),
  text: freeText('What was said', 'Isi jawaban').optional(),
  channel: text('Where it was given', 'Saluran jawaban').optional(),
  ...sourceFields,
});
export type Feedback = z.infer<typeof Feedback>;

/** One row per answer. */
export const feedback = defineDataset({
  name: 'feedback',
  grain: { en: 'one row per answer', id: 'satu baris untuk setiap jawaban' },
  schema: Feedback,
  anyOf: [['party_id', 'party_name', 'party_email', 'party_phone']],
  people: { party: { id: 'party_id', name: 'party_name', email: 'party_email', phone: 'party_phone' } },
  key: ['feedback_id'],
  happened: 'given_at',
  dateColumn: 'given_date',
  role: 'stated',
});
