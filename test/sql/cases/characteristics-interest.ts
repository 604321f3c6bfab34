import type { Cell } from '../lake-fixture.ts';
import type { ViewCase } from '../view-case.ts';

const AS_OF = { as_of: '2026-06-30' };
const line = (ordered_date: string, more: object = {}) => ({ buyer_ref: 'ana', ordered_date, ...more });
const ask = (started_date: string, kind = 'enquiry', more: object = {}) => ({
  party_ref: 'ana',
  started_date,
  kind,
  ...more,
});
const use = (used_date: string) => ({ user_ref: 'ana', used_date });
const told = (columns: string, ...row: Cell[]) => [
  { view: 'characteristics', columns, where: "party_key = 'ana'", rows: [row] },
];
const claim = (text: string, column: string, is: boolean, lake: ViewCase['lake']): ViewCase => ({
  claim: text,
  settings: AS_OF,
  lake,
  expect: told(column, is),
});

// Orders at noon: 1 January, 1 February, 1 March.
const inCategories = (...categories: (string | null)[]) =>
  categories.map((product_category, index) => line(`2026-0${index + 1}-01`, { product_category }));
const contact = (started_at: string, kind = 'campaign') => ({
  party_ref: 'ana',
  started_at,
  kind,
  direction: 'outbound',
});

export const cases: readonly ViewCase[] = [
  claim('is new 30 days after the first order', 'is_new', true, { orders: [line('2026-05-31')] }),
  claim('is not new 31 days after the first order', 'is_new', false, {
    orders: [line('2026-05-30'), line('2026-06-30')],
  }),
  claim('is new 30 days after the first usage of who never paid', 'is_new', true, {
    usage: [use('2026-05-31')],
  }),
  claim('is not new by usage once it has paid', 'is_new', false, {
    orders: [line('2026-01-01')],
    usage: [use('2026-06-30')],
  }),
  claim('is not new by an order after as_of, nor by one never paid', 'is_new', false, {
    orders: [line('2026-07-01'), line('2026-06-15', { status: 'cancelled' })],
  }),
  claim('is potential 90 days after an enquiry of who never paid', 'is_potential', true, {
    interactions: [ask('2026-04-01')],
    orders: [line('2026-01-01', { buyer_ref: 'other' })],
  }),
  claim('is not potential 91 days after', 'is_potential', false, {
    interactions: [ask('2026-03-31')],
    orders: [line('2026-01-01', { buyer_ref: 'other' })],
  }),
  claim('is potential by a quote after the last paid order', 'is_potential', true, {
    interactions: [ask('2026-06-02', 'quote')],
    orders: [line('2026-06-01'), line('2026-06-20', { status: 'cancelled' })],
  }),
  claim('is not potential once it has bought since', 'is_potential', false, {
    interactions: [ask('2026-06-02', 'negotiation')],
    orders: [line('2026-01-01'), line('2026-06-03')],
  }),
  claim('is not potential by browsing or support', 'is_potential', false, {
    interactions: [ask('2026-06-01', 'browse'), ask('2026-06-01', 'support')],
    orders: [line('2026-01-01', { buyer_ref: 'other' })],
  }),
  claim('is potential by usage of who never paid, 90 days ago', 'is_potential', true, {
    usage: [use('2026-04-01')],
  }),
  claim('is not potential by usage of who has paid', 'is_potential', false, {
    orders: [line('2026-01-01')],
    usage: [use('2026-06-01')],
  }),
  {
    claim: 'is impulsive by new categories without contact, at exactly half of the later orders',
    settings: AS_OF,
    lake: { orders: inCategories('a', 'b', 'a') },
    expect: told(
      'is_impulsive, novel_order_count, novel_order_share, median_lead_days, primary_characteristic, reason_en',
      true,
      1,
      0.5,
      0,
      'impulsive',
      '1 of 2 later orders in a new category without contact; median days from interest to order 0.00',
    ),
  },
  claim('is not impulsive below half', 'is_impulsive', false, { orders: inCategories('a', 'b', 'b', 'b') }),
  claim('is not impulsive with 2 orders', 'is_impulsive', false, { orders: inCategories('a', 'b') }),
  claim('takes no category for a new one', 'is_impulsive', false, { orders: inCategories(null, null, null) }),
  {
    claim: 'counts a contact exactly 7 days before an order as contact, whoever began it',
    settings: AS_OF,
    lake: {
      orders: inCategories('a', 'b', 'c'),
      interactions: [contact('2026-01-25 12:00:00'), contact('2026-02-22 12:00:00')],
    },
    expect: told('is_impulsive, novel_order_count', false, 0),
  },
  {
    claim: 'counts a contact a second earlier as none',
    settings: AS_OF,
    lake: {
      orders: inCategories('a', 'b', 'c'),
      interactions: [contact('2026-01-25 11:59:59'), contact('2026-02-22 11:59:59')],
    },
    expect: told('is_impulsive, novel_order_count', true, 2),
  },
  {
    claim: 'measures from the first interest since the order before, no sign counting 0',
    settings: AS_OF,
    // Lead times 12 (20 January, though it asked again on the 24th) and 0: median 6.
    lake: {
      orders: inCategories('a', 'b', 'c'),
      interactions: [ask('2026-01-20'), ask('2026-01-24', 'quote'), ask('2025-12-20')],
    },
    expect: told('is_impulsive, median_lead_days, novel_order_count', false, 6, 2),
  },
  {
    claim: 'has a median of 0 where most orders follow no sign',
    settings: AS_OF,
    lake: { orders: inCategories('a', 'b', 'c', 'd'), interactions: [ask('2026-01-20')] },
    expect: told('is_impulsive, median_lead_days', true, 0),
  },
  {
    claim: 'is ordinary where no rule matches, and says so in both languages',
    settings: AS_OF,
    lake: { orders: [line('2026-01-01')] },
    expect: told(
      'primary_characteristic, reason_en, reason_id',
      'ordinary',
      'no rule matched: 1 paid orders on 1 dates, 0 uses',
      'tidak ada aturan yang cocok: 1 pesanan dibayar pada 1 tanggal, 0 pemakaian',
    ),
  },
  {
    claim: 'is new before potential as the primary one, though both are true',
    settings: AS_OF,
    lake: { usage: [use('2026-06-01')] },
    expect: told(
      'is_new, is_potential, primary_characteristic, reason_en',
      true,
      true,
      'new',
      'first activity 29 days ago',
    ),
  },
];
