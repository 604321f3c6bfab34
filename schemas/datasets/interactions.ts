import { z } from 'zod';
import { defineDataset } from '../dataset.ts';
import {
  amount,
  choice,
  currency,
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
import { sourceFields } from './shared-fields.ts';

export const CONTACT_CHANNELS = [
  'whatsapp',
  'instagram',
  'facebook',
  'line',
  'telegram',
  'email',
  'call',
  'chat',
  'visit',
  'ticket',
  'web',
  'marketplace',
] as const;

export const CONTACT_KINDS = [
  'browse',
  'enquiry',
  'quote',
  'negotiation',
  'complaint',
  'support',
  'follow_up',
  'survey',
  'campaign',
  'other',
] as const;

export const Interaction = z.object({
  interaction_id: identifier('The contact', 'Nomor kontak'),
  conversation_id: identifier(
    'Conversation it belongs to; else the contact itself',
    'Percakapan; kalau kosong, kontak itu sendiri',
  ).optional(),
  started_at: instant('When it began', 'Waktu mulai'),
  party_id: personId('Who made or received it', 'Pihak yang menghubungi atau dihubungi').optional(),
  party_name: personName('Name of that party', 'Nama pihak itu').optional(),
  party_email: email('E-mail of that party', 'Surel pihak itu').optional(),
  party_phone: phone('Phone of that party', 'Telepon pihak itu').optional(),
  channel: choice(CONTACT_CHANNELS, 'Where', 'Saluran'),
  direction: choice(
    ['inbound', 'outbound'],
    'Who began: inbound is the party',
    'Arah: masuk dari pihak itu, atau keluar',
  ).optional(),
  kind: choice(CONTACT_KINDS, 'What it was for', 'Tujuan kontak').optional(),
  approach: choice(
    ['soft_selling', 'hard_selling', 'other'],
    'How it was sold',
    'Cara menawarkan',
  ).optional(),
  handler_id: personId(
    "Who answered: a person's id, or the name of an AI",
    'Yang melayani: nomor orang, atau nama AI',
  ).optional(),
  handler_kind: choice(['person', 'ai'], 'Person or AI', 'Orang atau AI').optional(),
  team: text('Team that answered', 'Tim yang melayani').optional(),
  first_response_seconds: amount('Seconds until the first answer', 'Detik sampai jawaban pertama').optional(),
  resolution_seconds: amount('Seconds until it was settled', 'Detik sampai selesai').optional(),
  outcome: choice(
    ['open', 'resolved', 'handed_over', 'abandoned', 'won', 'lost'],
    'How it ended',
    'Hasil',
  ).optional(),
  product_id: identifier('Product it was about', 'Produk yang dibicarakan').optional(),
  order_id: identifier('Order it was about', 'Pesanan yang dibicarakan').optional(),
  list_amount: amount('Price before negotiation', 'Harga sebelum tawar-menawar').optional(),
  offer_amount: amount('Price offered', 'Harga yang ditawarkan').optional(),
  offered_by: choice(['us', 'them'], 'Who offered it', 'Siapa yang menawarkan').optional(),
  currency: currency('Currency of the amounts', 'Mata uang', 'currency').optional(),
  rating: number('How the party rated the contact', 'Penilaian pihak itu').optional(),
  text: freeText('What was said', 'Isi percakapan').optional(),
  ...sourceFields,
});
export type Interaction = z.infer<typeof Interaction>;

/** One row per contact or sign of interest. */
export const interactions = defineDataset({
  name: 'interactions',
  grain: {
    en: 'one row per contact or sign of interest',
    id: 'satu baris untuk setiap kontak atau tanda minat',
  },
  schema: Interaction,
  anyOf: [['party_id', 'party_name', 'party_email', 'party_phone']],
  people: {
    party: { id: 'party_id', name: 'party_name', email: 'party_email', phone: 'party_phone' },
    handler: { id: 'handler_id' },
  },
  key: ['interaction_id'],
  fallbacks: { conversation_id: 'interaction_id' },
  happened: 'started_at',
  dateColumn: 'started_date',
  role: 'stated',
});
