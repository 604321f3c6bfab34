import type { ViewCase } from '../view-case.ts';

const foreign = (ordered_date: string, line_amount: number | string) => ({
  ordered_date,
  line_amount,
  currency: 'USD',
  buyer_ref: 'ana',
});
const RATES = [
  { rate_date: '2026-01-01', currency: 'USD', rate: '16000.12345678' },
  { rate_date: '2026-01-03', currency: 'USD', rate: 17000 },
];

export const cases: readonly ViewCase[] = [
  {
    claim: 'converts by the newest rate on or before the date, rounded half up to 4 decimals',
    lake: {
      exchange_rates: RATES,
      // 1.5 × 16000.12345678 = 24000.18518517; 0.0001 × 17000 = 1.7; 0.00125 has too many decimals to land
      orders: [foreign('2026-01-02', '1.5'), foreign('2026-01-03', '0.0001'), foreign('2025-12-31', 1)],
    },
    expect: [
      {
        view: 'orders',
        columns: 'ordered_date, line_amount, line_amount_original, is_converted, is_unconverted',
        rows: [
          ['2025-12-31', null, 1, false, true],
          ['2026-01-02', '24000.1852', '1.5', true, false],
          ['2026-01-03', '1.7', '0.0001', true, false],
        ],
      },
    ],
  },
  {
    claim: 'rounds a half up',
    // 0.5 × 0.0001 = 0.00005 → 0.0001
    lake: {
      exchange_rates: [{ rate_date: '2026-01-01', currency: 'USD', rate: '0.0001' }],
      orders: [foreign('2026-01-01', '0.5')],
    },
    expect: [{ view: 'orders', columns: 'line_amount', rows: [['0.0001']] }],
  },
  {
    claim: 'uses a rate of 7 days and none of 8',
    lake: { exchange_rates: RATES.slice(1), orders: [foreign('2026-01-10', 2), foreign('2026-01-11', 2)] },
    expect: [
      {
        view: 'orders',
        columns: 'ordered_date, line_amount',
        rows: [
          ['2026-01-10', 34000],
          ['2026-01-11', null],
        ],
      },
      {
        view: 'monthly_totals',
        columns: 'revenue, orders, unconverted_line_count',
        rows: [[34000, 2, 1]],
      },
      { view: 'parties', columns: 'order_count, paid_amount, unconverted_line_count', rows: [[2, 34000, 1]] },
    ],
  },
  {
    claim: 'uses an older rate where the setting allows it',
    settings: { rate_max_age_days: 8 },
    lake: { exchange_rates: RATES.slice(1), orders: [foreign('2026-01-11', 2)] },
    expect: [{ view: 'orders', columns: 'line_amount', rows: [[34000]] }],
  },
  {
    claim: "leaves amounts in the deployment's currency, or in none, as they are",
    lake: {
      orders: [
        { ordered_date: '2026-01-01', line_amount: 10, currency: 'IDR' },
        { ordered_date: '2026-01-02', line_amount: 20 },
      ],
    },
    expect: [
      {
        view: 'orders',
        columns: 'line_amount, is_converted, is_unconverted',
        rows: [
          [10, false, false],
          [20, false, false],
        ],
      },
    ],
  },
  {
    claim: 'converts every amount of a line, offers and costs of campaigns',
    lake: {
      exchange_rates: [{ rate_date: '2026-01-01', currency: 'USD', rate: 10 }],
      orders: [
        {
          ...foreign('2026-01-01', 9),
          unit_price: 11,
          discount_amount: 2,
          platform_discount_amount: 3,
          cashback_amount: 4,
          cost_amount: 5,
          refunded_amount: 6,
        },
      ],
      interactions: [
        { started_date: '2026-01-01', party_ref: 'ana', list_amount: 7, offer_amount: 6, currency: 'USD' },
      ],
      campaigns: [{ campaign_id: 'k', starts_on: '2026-01-02', cost_amount: 8, currency: 'USD' }],
    },
    expect: [
      {
        view: 'orders',
        columns:
          'unit_price, line_amount, discount_amount, platform_discount_amount, cashback_amount, cost_amount, refunded_amount, revenue_amount',
        rows: [[110, 90, 20, 30, 40, 50, 60, 30]],
      },
      {
        view: 'interactions',
        columns: 'list_amount, list_amount_original, offer_amount',
        rows: [[70, 7, 60]],
      },
      { view: 'campaigns', columns: 'cost_amount, cost_amount_original', rows: [[80, 8]] },
    ],
  },
  {
    claim: 'takes revenue from paid lines only, less what was paid back',
    lake: {
      orders: [
        { order_id: 'a', ordered_date: '2026-01-01', status: 'paid', line_amount: 10, buyer_ref: 'ana' },
        {
          order_id: 'b',
          ordered_date: '2026-01-01',
          status: 'shipped',
          line_amount: 20,
          refunded_amount: 5,
          buyer_ref: 'ana',
        },
        { order_id: 'c', ordered_date: '2026-01-01', status: 'completed', line_amount: 40 },
        { order_id: 'd', ordered_date: '2026-01-01', status: 'pending', line_amount: 80, buyer_ref: 'ana' },
        {
          order_id: 'e',
          ordered_date: '2026-01-01',
          status: 'cancelled',
          line_amount: 160,
          buyer_ref: 'ana',
        },
        {
          order_id: 'f',
          ordered_date: '2026-01-01',
          status: 'returned',
          line_amount: 320,
          refunded_amount: 320,
          buyer_ref: 'ana',
        },
      ],
    },
    expect: [
      { view: 'parties', columns: 'party_key, order_count, paid_amount', rows: [['ana', 2, 25]] },
      {
        view: 'monthly_totals',
        columns: 'revenue, orders, refunds, party_unknown_share',
        rows: [[65, 3, 325, 0.333333333]],
      },
    ],
  },
];
