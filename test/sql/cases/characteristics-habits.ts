import type { Cell } from '../lake-fixture.ts';
import type { ViewCase } from '../view-case.ts';

const line = (ordered_date: string, more: object = {}) => ({ buyer_ref: 'ana', ordered_date, ...more });
const told = (columns: string, ...row: Cell[]) => [
  { view: 'characteristics', columns, where: "party_key = 'ana'", rows: [row] },
];
const thrice = (more: object) => ['2026-01-01', '2026-01-02', '2026-01-03'].map((day) => line(day, more));
const thrifty = (claim: string, more: object, is: boolean): ViewCase => ({
  claim,
  lake: { orders: thrice(more) },
  expect: told('is_thrifty, promotion_order_count', is, is ? 3 : 0),
});

// Gaps of 30 days: four dates that span exactly 90 days.
const STEADY = ['2026-01-01', '2026-01-31', '2026-03-02', '2026-04-01'];
const loyal = (claim: string, as_of: string, dates: readonly string[], is: boolean): ViewCase => ({
  claim,
  settings: { as_of },
  lake: { orders: dates.map((day) => line(day)) },
  expect: told('is_loyal', is),
});

// Full months January to June; ana buys from April on: 25.714285714 = 450 / 17.5.
const AS_OF = { as_of: '2026-06-30' };
const FIRST = { buyer_ref: 'first', ordered_date: '2026-01-15' };
const RISING = [line('2026-04-10'), line('2026-05-10'), line('2026-06-10')];
const growing = (claim: string, lake: ViewCase['lake'], is: boolean, settings: object = AS_OF): ViewCase => ({
  claim,
  settings,
  lake,
  expect: told('is_growing', is),
});

export const cases: readonly ViewCase[] = [
  thrifty('is thrifty by promotion codes', { promotion_code: 'HEMAT' }, true),
  thrifty('is thrifty by cashback', { cashback_amount: 1 }, true),
  thrifty('is not thrifty by a cashback of 0', { cashback_amount: 0 }, false),
  thrifty(
    'is thrifty by a discount of exactly 10 % of quantity × unit price',
    { unit_price: 100, line_amount: 90, discount_amount: 10 },
    true,
  ),
  thrifty(
    'is not thrifty by a discount of 9.99 %',
    { unit_price: 100, line_amount: 90.01, discount_amount: 9.99 },
    false,
  ),
  thrifty(
    'takes line amount plus discount as the undiscounted amount where no unit price is',
    { line_amount: 90, discount_amount: 10 },
    true,
  ),
  thrifty(
    'is thrifty by a discount of exactly 10 % of a small amount',
    { line_amount: 2.7, discount_amount: 0.3 },
    true,
  ),
  {
    claim: 'is thrifty by a free line beside a paid one, not by a free line alone or one of quantity 0',
    lake: {
      orders: ['ana', 'ben', 'cici'].flatMap((buyer_ref) =>
        ['1', '2', '3'].flatMap((order) => [
          { buyer_ref, order_id: buyer_ref + order, line_id: '1', line_amount: buyer_ref === 'ben' ? 0 : 9 },
          {
            buyer_ref,
            order_id: buyer_ref + order,
            line_id: '2',
            line_amount: 0,
            quantity: buyer_ref === 'cici' ? 0 : 1,
          },
        ]),
      ),
    },
    expect: [
      {
        view: 'characteristics',
        columns: 'party_key, is_thrifty',
        rows: [
          ['ana', true],
          ['ben', false],
          ['cici', false],
        ],
      },
    ],
  },
  {
    claim: 'is thrifty at exactly 60 % of the orders',
    lake: {
      orders: [1, 2, 3, 4, 5].map((day) => line(`2026-01-0${day}`, day <= 3 ? { promotion_code: 'A' } : {})),
    },
    expect: told(
      'is_thrifty, promotion_order_share, primary_characteristic, reason_en, reason_id',
      true,
      0.6,
      'thrifty',
      '3 of 5 paid orders on promotion',
      '3 dari 5 pesanan dibayar memakai promosi',
    ),
  },
  {
    claim: 'is not thrifty at half of the orders, nor with 2 orders, nor by unpaid ones',
    lake: {
      orders: [
        ...[1, 2, 3, 4].map((day) => line(`2026-01-0${day}`, day <= 2 ? { promotion_code: 'A' } : {})),
        ...[1, 2].map((day) => line(`2026-01-0${day}`, { buyer_ref: 'ben', promotion_code: 'A' })),
        ...[1, 2, 3].map((day) =>
          line(`2026-01-0${day}`, {
            buyer_ref: 'cici',
            promotion_code: 'A',
            status: day === 3 ? 'returned' : 'paid',
          }),
        ),
      ],
    },
    expect: [{ view: 'characteristics', columns: 'party_key', where: 'is_thrifty', rows: [] }],
  },
  loyal('is loyal with 4 dates over 90 days, 2 median gaps after the last', '2026-05-31', STEADY, true),
  loyal('is not loyal a day later', '2026-06-01', STEADY, false),
  loyal('is not loyal over 89 days', '2026-04-30', [...STEADY.slice(0, 3), '2026-03-31'], false),
  loyal('is not loyal with 3 dates', '2026-04-30', ['2026-01-01', '2026-02-20', '2026-04-10'], false),
  loyal(
    'counts two orders of one day as one date',
    '2026-04-30',
    ['2026-01-01', '2026-01-01', '2026-02-20', '2026-04-10'],
    false,
  ),
  // Gaps 30, 30 and 75: the longest is exactly 2.5 medians.
  loyal(
    'is loyal with a gap of exactly 2.5 medians',
    '2026-05-16',
    [...STEADY.slice(0, 3), '2026-05-16'],
    true,
  ),
  loyal('is not loyal with a longer gap', '2026-05-17', [...STEADY.slice(0, 3), '2026-05-17'], false),
  {
    claim: 'tells the numbers of loyalty, gaps of half a day included',
    settings: { as_of: '2026-04-30' },
    // Gaps 30, 31, 40, 40: median 35.5.
    lake: {
      orders: ['2025-11-01', '2025-12-01', '2026-01-01', '2026-02-10', '2026-03-22'].map((day) => line(day)),
    },
    expect: told(
      'is_loyal, order_date_count, span_days, median_gap_days, max_gap_days, days_since_last_order, primary_characteristic, reason_en',
      true,
      5,
      141,
      35.5,
      40,
      39,
      'loyal',
      '5 order dates over 141 days; longest gap 40, median 35.50, last order 39 days ago',
    ),
  },
  {
    claim: 'is growing with activity in 3 of 4 full months, a slope above zero and a referral',
    settings: AS_OF,
    lake: {
      orders: [FIRST, ...RISING, { buyer_ref: 'ben', ordered_date: '2026-06-01', referrer_ref: 'ana' }],
    },
    expect: told(
      'is_growing, recent_active_months, full_month_count, spend_slope, usage_slope, referred_count, has_referral_data, primary_characteristic, reason_en',
      true,
      3,
      6,
      25.714285714,
      0,
      1,
      true,
      'growing',
      'active in 3 of the last 4 full months; monthly slope: spend 25.71, usage 0.00; referred: 1',
    ),
  },
  growing(
    'is growing without a referral where no referral data landed',
    { orders: [FIRST, ...RISING] },
    true,
  ),
  growing(
    'is not growing without a referral of its own where others have some',
    { orders: [FIRST, ...RISING, { buyer_ref: 'ben', ordered_date: '2026-06-01', referrer_ref: 'cici' }] },
    false,
  ),
  growing(
    'does not count its own referral of itself, nor one of a later order',
    {
      orders: [
        FIRST,
        line('2026-04-10', { referrer_ref: 'ana' }),
        ...RISING.slice(1),
        { buyer_ref: 'ben', ordered_date: '2026-05-01' },
        { buyer_ref: 'ben', ordered_date: '2026-06-01', referrer_ref: 'ana' },
      ],
    },
    false,
  ),
  growing(
    'counts the referral of a declared record',
    { orders: [FIRST, ...RISING], parties: [{ party_ref: 'ben', referrer_ref: 'ana' }] },
    true,
  ),
  growing(
    'is not growing with equal months',
    { orders: [1, 2, 3, 4, 5, 6].map((month) => line(`2026-0${month}-10`, { line_amount: 0.1 })) },
    false,
  ),
  growing(
    'is growing by usage alone',
    {
      orders: [FIRST],
      usage: [4, 5, 6].map((month) => ({ user_ref: 'ana', used_date: `2026-0${month}-10` })),
    },
    true,
  ),
  growing(
    'is not growing with activity in 2 of 4 full months',
    { orders: [FIRST, ...RISING.slice(1)] },
    false,
  ),
  growing(
    'is not growing with 5 full months in the data',
    { orders: [{ ...FIRST, ordered_date: '2026-02-01' }, ...RISING] },
    false,
  ),
  growing('does not count a month that is not over', { orders: [FIRST, ...RISING] }, false, {
    as_of: '2026-06-29',
  }),
];
