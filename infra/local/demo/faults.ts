import { BROKEN_CHARACTER, type Row } from './dialect.ts';

/** One way in which a record goes wrong, and nothing else in it. */
export interface Fault {
  /** Absent where the whole record is damaged; of a group of which one must be given, its first field. */
  readonly field?: string;
  readonly problem: string;
  /** The file ends within this record. */
  readonly cutsFile: boolean;
  readonly spoilRow: (row: Row, write: (instant: number) => string) => Row;
  /** `delimiter` is absent where the record is a JSON object. */
  readonly spoilText: (text: string, delimiter: string | undefined) => string;
}

// Beyond every file's arrival, whatever the last date is.
const LATER = Date.UTC(2090, 1, 15, 3);
const LONG_NAME = 'kopi '.repeat(300).trim();
const keep = <T>(value: T): T => value;

function value(field: string, problem: string, found: string, more: Row = {}): Fault {
  const spoilRow = (row: Row): Row => ({ ...row, [field]: found, ...more });
  return { field, problem, cutsFile: false, spoilRow, spoilText: keep };
}

function damage(problem: string, spoilText: Fault['spoilText'], more: Row = {}, cutsFile = false): Fault {
  // An address is the one cell that is quoted; a record with a quote out of place has no other.
  const spoilRow = (row: Row): Row => ({ ...row, address: '', ...more });
  return { problem, cutsFile, spoilRow, spoilText };
}

const afterFirstCell = (mark: string) => (text: string, delimiter: string | undefined) =>
  text.replace(delimiter ?? ',', (found) => found + mark);

const FAULTS: Readonly<Record<string, Fault>> = {
  order_id_missing: value('order_id', 'required', ''),
  given_at_missing: value('given_at', 'required', ''),
  quantity_in_words: value('quantity', 'not_a_number', 'dua'),
  score_in_words: value('score', 'not_a_number', 'bagus'),
  amount_negative: value('line_amount', 'negative', '-15000'),
  duration_negative: value('duration_seconds', 'negative', '-20'),
  price_too_fine: value('unit_price', 'too_many_decimals', '95000.12345'),
  ordered_at_impossible: value('ordered_at', 'not_an_instant', '2024-13-45 99:00'),
  used_at_in_words: value('used_at', 'not_an_instant', 'kemarin sore'),
  ordered_before_all: value('ordered_at', 'before_earliest_month', '2009-03-04 10:00:00'),
  used_before_all: value('used_at', 'before_earliest_month', '2009-03-04T10:00:00Z'),
  status_unknown: value('status', 'not_allowed', 'selesai'),
  kind_unknown: value('kind', 'not_allowed', 'pujian'),
  channel_unknown: value('channel', 'not_allowed', 'merpati'),
  measure_unknown: value('measure', 'not_allowed', 'hujan'),
  product_kind_not_allowed: value('product_kind', 'not_allowed', 'barang'),
  buyer_email_bad: value('buyer_email', 'not_an_email', 'tanpa-tanda.example.com'),
  party_email_bad: value('party_email', 'not_an_email', 'dua@@example.com'),
  buyer_phone_bad: value('buyer_phone', 'not_a_phone', '12'),
  phone_bad: value('phone', 'not_a_phone', 'tidak ada'),
  currency_bad: value('currency', 'not_a_currency', 'RUPIAH'),
  rate_currency_bad: value('currency', 'not_a_currency', 'XXQ'),
  product_unheard_of: value('product_kind', 'product_kind_unknown', '', {
    product_id: 'K-999',
    product_name: 'Barang Titipan',
    product_category: '',
  }),
  name_too_long: value('product_name', 'too_long', LONG_NAME),
  amounts_missing: value('unit_price', 'any_of_missing', '', { line_amount: '' }),
  user_missing: value('user_id', 'any_of_missing', '', { user_name: '', user_email: '', user_phone: '' }),
  ordered_after_arrival: afterArrival('ordered_at'),
  used_after_arrival: afterArrival('used_at'),
  started_after_arrival: afterArrival('started_at'),
  quote_unclosed: damage('unclosed_quote', afterFirstCell('"')),
  quote_in_the_way: damage('text_after_quote', afterFirstCell('"a"b')),
  fields_too_few: damage('too_few_fields', (text, delimiter = ',') =>
    text.split(delimiter).slice(0, -2).join(delimiter),
  ),
  fields_too_many: damage('too_many_fields', (text, delimiter = ',') =>
    [text, 'lebih', 'lagi'].join(delimiter),
  ),
  bytes_no_utf8: damage('bad_utf8', keep, { city: `Band${BROKEN_CHARACTER}ng` }),
  nul_within: damage('nul_byte', keep, { city: 'Ban\0dung' }),
  json_broken: damage('not_json', (text) => text.slice(0, Math.floor(text.length / 2))),
  json_array: damage('not_an_object', () => '["pesanan",1]'),
  end_cut: damage('record_truncated', (text) => text.slice(0, Math.floor(text.length / 2)), {}, true),
};

function afterArrival(field: string): Fault {
  return {
    field,
    problem: 'after_arrival',
    cutsFile: false,
    spoilRow: (row, write) => ({ ...row, [field]: write(LATER) }),
    spoilText: keep,
  };
}

/** Gives a fault by its name; throws `RangeError` for an unknown one. */
export function requireFault(name: string): Fault {
  const fault = FAULTS[name];
  if (fault === undefined) throw new RangeError(`no fault is named ${name}`);
  return fault;
}

// What a record of each data set is known by; the rest has no id of its own, or is known by a date.
const OWN_ID: Readonly<Record<string, string>> = {
  orders: 'order_id',
  usage: 'event_id',
  interactions: 'interaction_id',
  feedback: 'feedback_id',
  parties: 'party_id',
  products: 'product_id',
};

/** Gives a copy of a record as a thing of its own, so that its loss changes nothing else. */
export function freshRow(row: Row, dataset: string, index: number): Row {
  const field = OWN_ID[dataset];
  if (field === undefined || (row[field] ?? '') === '') return row;
  return { ...row, [field]: `X${index + 1}-${row[field]}` };
}
