import { z } from 'zod';
import { CURRENCIES } from './fields.ts';
import { PelangganError } from './problem.ts';
import type { Words } from './words.ts';
import { requireZone } from './zone.ts';

/** What a setting means, and whether it is used while files are taken in (then the lake remembers it). */
export interface SettingNote {
  readonly meaning: Words;
  readonly isIngest: boolean;
}

/** Every setting's meaning, by its zod schema. */
export const settingNotes = z.registry<SettingNote>();

const MONTH = /^[1-9][0-9]{3}-(0[1-9]|1[0-2])$/;
const DAY = /^[1-9][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$/;

function ingest<T extends z.ZodType>(schema: T, en: string, id: string): T {
  settingNotes.add(schema, { meaning: { en, id }, isIngest: true });
  return schema;
}

function view<T extends z.ZodType>(schema: T, en: string, id: string): T {
  settingNotes.add(schema, { meaning: { en, id }, isIngest: false });
  return schema;
}

const days = () => z.int().min(0).max(3660);
const count = () => z.int().min(1).max(1000);
const share = () => z.number().min(0).max(1);
const ratio = () => z.number().min(0).max(1000);

/** Every setting of a deployment with its default: the one place where a default stands. */
export const Settings = z.strictObject({
  time_zone: ingest(
    z.string().refine(isZone).default('Asia/Jakarta'),
    'Business time zone (IANA name)',
    'Zona waktu usaha (nama IANA)',
  ),
  currency: ingest(
    z
      .string()
      .refine((code) => CURRENCIES.has(code))
      .default('IDR'),
    'Currency of the deployment (ISO 4217)',
    'Mata uang utama (ISO 4217)',
  ),
  country: ingest(
    z
      .string()
      .regex(/^[A-Z]{2}$/)
      .default('ID'),
    'Country in which local phone numbers are dialled (ISO 3166)',
    'Negara asal nomor telepon lokal (ISO 3166)',
  ),
  earliest_month: ingest(
    z.string().regex(MONTH).optional(),
    'First month (yyyy-MM) that is accepted; else ten years before the first run',
    'Bulan pertama (yyyy-MM) yang diterima; kalau kosong, sepuluh tahun sebelum pemakaian pertama',
  ),
  category_kinds: ingest(
    z.record(z.string(), z.enum(['goods', 'service'])).default({}),
    'Product kind by category, where neither reference nor row tells',
    'Jenis produk menurut kategori, bila rujukan dan baris tidak menyebut',
  ),
  default_product_kind: ingest(
    z.enum(['none', 'goods', 'service']).default('none'),
    'Product kind where nothing else tells; none refuses such rows',
    'Jenis produk bila tidak ada petunjuk; none menolak baris itu',
  ),
  products_are_company_wide: ingest(
    z.boolean().default(false),
    'Product ids mean the same in every shop',
    'Nomor produk sama artinya di semua toko',
  ),
  max_file_bytes: ingest(
    z.int().min(1000).max(100_000_000_000).default(3_000_000_000),
    'Largest file taken in, in decompressed bytes',
    'Ukuran berkas terbesar setelah dibuka, dalam byte',
  ),
  locale: view(
    z.enum(['id-ID', 'en-US', 'en-GB']).default('id-ID'),
    'How numbers and dates are written for people',
    'Cara menulis angka dan tanggal',
  ),
  week_start: view(
    z.enum(['monday', 'sunday']).default('monday'),
    'First day of the week',
    'Hari pertama dalam minggu',
  ),
  as_of: view(
    z.string().regex(DAY).optional(),
    'Date as of which everything is told; else the date all live sources have reached',
    'Tanggal acuan; kalau kosong, tanggal yang dicapai semua sumber aktif',
  ),
  live_source_days: view(
    days().default(7),
    'A source is live when it reached within so many days of the newest',
    'Sumber dianggap aktif bila tertinggal paling lama sekian hari',
  ),
  rate_max_age_days: view(
    days().default(7),
    'Oldest exchange rate that may be used, in days',
    'Umur kurs tertua yang dipakai, dalam hari',
  ),
  unconverted_max_share: view(
    share().default(0.01),
    'Share of lines without a rate above which a check fails',
    'Bagian baris tanpa kurs yang masih boleh',
  ),
  late_after_days: view(
    days().default(2),
    'Rows are late when they arrive later than so many days after their business date',
    'Baris terlambat bila datang lebih dari sekian hari',
  ),
  dense_day_share: view(
    share().default(0.9),
    'Missing days are counted for sources that have rows on at least this share of days',
    'Hari kosong dihitung untuk sumber yang terisi sekurangnya bagian hari ini',
  ),
  new_days: view(
    days().default(30),
    'new: first activity within so many days',
    'baru: kegiatan pertama dalam sekian hari',
  ),
  potential_days: view(
    days().default(90),
    'potential: sign of interest within so many days',
    'potensial: tanda minat dalam sekian hari',
  ),
  impulsive_min_orders: view(
    count().default(3),
    'impulsive: at least so many paid orders',
    'impulsif: sekurangnya sekian pesanan dibayar',
  ),
  impulsive_new_category_share: view(
    share().default(0.5),
    'impulsive: share of later orders that bring a new category without contact',
    'impulsif: bagian pesanan berkategori baru tanpa kontak',
  ),
  impulsive_quiet_days: view(
    days().default(7),
    'impulsive: no contact in so many days before the order',
    'impulsif: tanpa kontak sekian hari sebelum pesanan',
  ),
  impulsive_max_median_days: view(
    ratio().default(1),
    'impulsive: median days from first interest to order at most',
    'impulsif: median hari dari minat sampai pesanan paling lama',
  ),
  thrifty_min_orders: view(
    count().default(3),
    'thrifty: at least so many paid orders',
    'hemat: sekurangnya sekian pesanan dibayar',
  ),
  thrifty_min_share: view(
    share().default(0.6),
    'thrifty: share of orders on promotion',
    'hemat: bagian pesanan dengan promosi',
  ),
  thrifty_discount_share: view(
    share().default(0.1),
    'thrifty: discount that makes an order one on promotion',
    'hemat: diskon yang menjadikan pesanan sebagai promosi',
  ),
  loyal_min_dates: view(
    z.int().min(2).max(1000).default(4),
    'loyal: at least so many order dates',
    'loyal: sekurangnya sekian tanggal pesanan',
  ),
  loyal_min_span_days: view(
    days().default(90),
    'loyal: order dates span at least so many days',
    'loyal: rentang tanggal pesanan sekurangnya sekian hari',
  ),
  loyal_max_gap_ratio: view(
    ratio().default(2.5),
    'loyal: no gap longer than so many median gaps',
    'loyal: tidak ada jeda lebih dari sekian kali median',
  ),
  loyal_max_silence_ratio: view(
    ratio().default(2),
    'loyal: last order no longer ago than so many median gaps',
    'loyal: pesanan terakhir paling lama sekian kali median jeda',
  ),
  growing_recent_months: view(
    count().default(4),
    'growing: full months looked at for activity',
    'berkembang: bulan penuh yang dilihat kegiatannya',
  ),
  growing_min_active_months: view(
    count().default(3),
    'growing: months of these with activity',
    'berkembang: bulan di antaranya yang berisi kegiatan',
  ),
  growing_trend_months: view(
    z.int().min(2).max(60).default(6),
    'growing: full months over which the slope is taken',
    'berkembang: bulan penuh untuk menghitung arah',
  ),
  growing_min_referrals: view(
    z.int().min(0).max(1000).default(1),
    'growing: other parties that came by its referral',
    'berkembang: pihak lain yang datang karena rujukannya',
  ),
  intermediary_min_recipients: view(
    count().default(5),
    'intermediary: distinct recipients other than itself',
    'perantara: penerima lain sekurangnya',
  ),
  intermediary_min_other_share: view(
    share().default(0.6),
    'intermediary: share of lines that go to others',
    'perantara: bagian baris untuk orang lain',
  ),
  intermediary_min_orders: view(
    count().default(3),
    'intermediary by quantity: at least so many orders',
    'perantara menurut jumlah: pesanan sekurangnya',
  ),
  intermediary_quantity_ratio: view(
    ratio().default(10),
    "intermediary by quantity: median of quantity over the product's median",
    'perantara menurut jumlah: median perbandingan dengan median produk',
  ),
  intermediary_min_product_buyers: view(
    count().default(5),
    'intermediary by quantity: products with at least so many buyers count',
    'perantara menurut jumlah: produk dengan pembeli sekurangnya',
  ),
  employer_min_users: view(
    count().default(3),
    'payer_users: an organisation paying for at least so many users is an employer',
    'payer_users: organisasi yang membayar sekian pemakai adalah pemberi kerja',
  ),
});
/** The values of every setting. */
export type Settings = z.infer<typeof Settings>;
export type SettingName = keyof Settings;

function isZone(name: string): boolean {
  try {
    requireZone(name);
    return true;
  } catch {
    return false;
  }
}

/** Gives the note of a setting: its meaning and whether it is used while files are taken in. */
export function settingNote(name: SettingName): SettingNote {
  const note = settingNotes.get(Settings.shape[name]);
  if (note === undefined) throw new PelangganError('schema_invalid', `setting ${name} has no meaning`);
  return note;
}

/** The names of the settings used while files are taken in: the lake keeps their values. */
export const INGEST_SETTINGS: readonly SettingName[] = (Object.keys(Settings.shape) as SettingName[]).filter(
  (name) => settingNote(name).isIngest,
);
