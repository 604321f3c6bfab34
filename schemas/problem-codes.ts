import type { Words } from './words.ts';

/** Everything that can be wrong with a record, in plain words: the closed list behind `rejected_rows.problem`. */
export const PROBLEMS = {
  required: { en: 'a required field is empty', id: 'kolom wajib kosong' },
  any_of_missing: {
    en: 'none of the fields of which one must be given',
    id: 'tidak satu pun dari kolom pilihan terisi',
  },
  too_long: { en: 'text is longer than allowed', id: 'teks terlalu panjang' },
  not_a_number: { en: 'not a plain decimal number', id: 'bukan angka desimal' },
  negative: { en: 'below zero', id: 'di bawah nol' },
  too_large: { en: 'number is too large', id: 'angka terlalu besar' },
  too_many_decimals: { en: 'more decimals than allowed', id: 'terlalu banyak angka desimal' },
  not_an_instant: { en: 'not a point in time', id: 'bukan penanda waktu' },
  not_a_date: { en: 'not a calendar date', id: 'bukan tanggal' },
  before_earliest: { en: 'earlier than accepted', id: 'lebih awal dari yang diterima' },
  before_earliest_month: { en: 'before the setting earliest_month', id: 'sebelum setelan earliest_month' },
  after_arrival: { en: 'after the day on which the file arrived', id: 'setelah hari berkas tiba' },
  too_far_ahead: { en: 'later than 2100', id: 'lebih dari tahun 2100' },
  not_allowed: { en: 'not one of the allowed values', id: 'bukan nilai yang diizinkan' },
  not_an_email: { en: 'not an e-mail address', id: 'bukan alamat surel' },
  not_a_phone: { en: 'not a phone number', id: 'bukan nomor telepon' },
  not_a_flag: { en: 'neither true nor false', id: 'bukan benar atau salah' },
  not_a_currency: { en: 'not an ISO 4217 currency code', id: 'bukan kode mata uang ISO 4217' },
  discount_exceeds_price: {
    en: 'discount is larger than quantity × unit_price',
    id: 'diskon melebihi jumlah × harga satuan',
  },
  product_kind_unknown: {
    en: 'nothing tells whether the product is goods or a service',
    id: 'tidak diketahui barang atau jasa',
  },
  action_unknown: {
    en: 'the mapping does not list this action',
    id: 'tindakan tidak terdaftar dalam pemetaan',
  },
  too_few_fields: { en: 'fewer fields than the header', id: 'kolom kurang dari judul' },
  too_many_fields: { en: 'more fields than the header', id: 'kolom lebih dari judul' },
  unclosed_quote: { en: 'a quote is opened and never closed', id: 'tanda kutip tidak ditutup' },
  text_after_quote: { en: 'text follows a closing quote', id: 'ada teks setelah kutip penutup' },
  bad_utf8: { en: "bytes that are no text in the file's encoding", id: 'byte yang bukan teks' },
  nul_byte: { en: 'holds a NUL byte', id: 'mengandung byte NUL' },
  record_too_long: { en: 'record is longer than 1 MB', id: 'catatan lebih dari 1 MB' },
  record_truncated: { en: 'the file ends in the middle of it', id: 'berkas berakhir di tengahnya' },
  not_json: { en: 'not valid JSON', id: 'bukan JSON yang sah' },
  not_an_object: { en: 'valid JSON, but not an object', id: 'JSON sah tetapi bukan objek' },
  duplicate_key: { en: 'a name stands twice in the object', id: 'nama muncul dua kali dalam objek' },
  unexplained: {
    en: 'refused by the fast check and accepted by the slow one: a fault of ours, please report',
    id: 'ditolak pemeriksaan cepat tetapi diterima yang lambat: mohon laporkan',
  },
} as const satisfies Record<string, Words>;

export type ProblemCode = keyof typeof PROBLEMS;

/** One fault of a record; `field` is absent where the whole record is at fault. */
export interface RecordProblem {
  readonly field?: string;
  readonly problem: ProblemCode;
}
