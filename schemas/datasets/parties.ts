import { z } from 'zod';
import { defineDataset } from '../dataset.ts';
import { address, birthDate, choice, email, flag, instant, personId, personName, phone } from '../fields.ts';
import { placeFields, sourceFields } from './shared-fields.ts';

export const PARTY_RELATIONS = [
  'employee',
  'agent',
  'partner',
  'branch',
  'distributor',
  'reseller',
  'merchant',
  'none',
] as const;

export const Party = z.object({
  party_id: personId('The person or organisation', 'Orang atau organisasi'),
  party_kind: choice(
    ['person', 'organisation'],
    'Person or organisation',
    'Orang atau organisasi',
  ).optional(),
  name: personName('Name', 'Nama').optional(),
  email: email('E-mail', 'Surel').optional(),
  phone: phone('Phone', 'Telepon').optional(),
  birth_date: birthDate('Date of birth', 'Tanggal lahir').optional(),
  relation: choice(PARTY_RELATIONS, 'Relation to the company', 'Hubungan dengan perusahaan').optional(),
  organisation_id: personId('Organisation it belongs to', 'Organisasi tempatnya bernaung').optional(),
  address: address('Street address', 'Alamat').optional(),
  ...placeFields,
  postal_code: address('Postal code', 'Kode pos').optional(),
  consent_email: flag('May be written to by e-mail', 'Boleh dihubungi lewat surel').optional(),
  consent_whatsapp: flag('May be written to on WhatsApp', 'Boleh dihubungi lewat WhatsApp').optional(),
  consent_phone: flag('May be called', 'Boleh ditelepon').optional(),
  consent_ads: flag('May be shown advertisements', 'Boleh ditayangi iklan').optional(),
  consent_at: instant(
    'When consent was given or taken back; the newest wins, absent is no',
    'Waktu persetujuan diberikan atau dicabut; yang terbaru berlaku',
  ).optional(),
  account_owner_id: personId('Who looks after it', 'Yang menangani').optional(),
  referrer_id: personId('Who brought it', 'Siapa yang membawanya').optional(),
  ...sourceFields,
});
export type Party = z.infer<typeof Party>;

/** One row per declared person or organisation. */
export const parties = defineDataset({
  name: 'parties',
  grain: {
    en: 'one row per declared person or organisation',
    id: 'satu baris untuk setiap orang atau organisasi terdaftar',
  },
  schema: Party,
  people: {
    party: {
      id: 'party_id',
      name: 'name',
      email: 'email',
      phone: 'phone',
      address: ['address', 'city', 'postal_code'],
    },
    organisation: { id: 'organisation_id' },
    account_owner: { id: 'account_owner_id' },
    referrer: { id: 'referrer_id' },
  },
  key: ['party_id'],
  role: 'none',
});
