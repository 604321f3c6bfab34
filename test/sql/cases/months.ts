import type { ViewCase } from '../view-case.ts';

const line = (ordered_date: string, more: object = {}) => ({ buyer_ref: 'ana', ordered_date, ...more });
const values = (measure: string, dimension: string) => ({
  view: 'monthly_measures',
  where: `measure = '${measure}' and dimension = '${dimension}'`,
});

export const cases: readonly ViewCase[] = [
  {
    claim: 'fills months without activity with 0 and calls the month of as_of partial',
    lake: { orders: [line('2026-01-10'), line('2026-03-20', { line_amount: 50 })] },
    expect: [
      {
        ...values('revenue', 'total'),
        columns: 'month, dimension_value, value, is_complete, is_additive',
        rows: [
          ['2026-01-01', 'total', 100, true, true],
          ['2026-02-01', 'total', 0, true, true],
          ['2026-03-01', 'total', 50, false, true],
        ],
      },
      {
        view: 'monthly_totals',
        columns:
          'month, revenue, orders, active_buyers, active_users, usage_quantity, new_buyers, refunds, party_unknown_share',
        rows: [
          ['2026-01-01', 100, 1, 1, 0, 0, 1, 0, 0],
          ['2026-02-01', 0, 0, 0, 0, 0, 0, 0, null],
          ['2026-03-01', 50, 1, 1, 0, 0, 0, 0, 0],
        ],
      },
    ],
  },
  {
    claim: 'calls a month complete when as_of is its last day',
    lake: { orders: [line('2026-02-28')] },
    expect: [{ view: 'monthly_totals', columns: 'month, is_complete', rows: [['2026-02-01', true]] }],
  },
  {
    claim: 'counts an order in each of its categories, and says that they do not add up',
    lake: {
      orders: [
        line('2026-01-10', { order_id: 'o1', line_id: '1', product_category: 'a', line_amount: 5 }),
        line('2026-01-10', { order_id: 'o1', line_id: '2', product_category: 'b', line_amount: 7 }),
        line('2026-01-10', { order_id: 'o2', line_id: '1', line_amount: 9 }),
      ],
    },
    expect: [
      {
        ...values('orders', 'category'),
        columns: 'dimension_value, value, is_additive',
        rows: [
          ['(none)', 1, false],
          ['a', 1, false],
          ['b', 1, false],
        ],
      },
      { ...values('orders', 'total'), columns: 'value', rows: [[2]] },
      {
        ...values('orders', 'shop'),
        columns: 'dimension_value, value, is_additive',
        rows: [['main', 2, true]],
      },
      {
        ...values('revenue', 'category'),
        columns: 'dimension_value, value, is_additive',
        rows: [
          ['(none)', 9, true],
          ['a', 5, true],
          ['b', 7, true],
        ],
      },
      { ...values('active_buyers', 'total'), columns: 'value', rows: [[1]] },
    ],
  },
  {
    claim:
      'keeps refunds in the business month they were paid back, whatever became of the line, and revenue in its own',
    lake: {
      orders: [
        line('2026-01-10', {
          refunded_amount: 30,
          refunded_at: '2026-01-31 17:30:00',
          refunded_date: '2026-02-01',
        }),
        line('2026-01-11', {
          status: 'returned',
          refunded_amount: 20,
          refunded_at: '2026-02-04 00:00:00',
          refunded_date: '2026-02-04',
        }),
        line('2026-01-12', { refunded_amount: 5 }),
      ],
    },
    expect: [
      {
        view: 'monthly_totals',
        columns: 'month, revenue, refunds',
        rows: [
          ['2026-01-01', 165, 5],
          ['2026-02-01', 0, 50],
        ],
      },
    ],
  },
  {
    claim: 'splits by role, channel, brand and customer type',
    lake: {
      orders: [
        line('2026-01-10', { channel: 'web', brand: 'x' }),
        line('2026-01-10', { product_kind: 'service', line_amount: 9, buyer_ref: 'shop' }),
      ],
      parties: [{ party_ref: 'shop', relation: 'reseller' }],
      usage: [{ user_ref: 'kid', used_date: '2026-01-10', quantity: 4 }],
    },
    expect: [
      {
        ...values('revenue', 'role'),
        columns: 'dimension_value, value',
        rows: [
          ['buyer', 100],
          ['client', 9],
        ],
      },
      {
        ...values('revenue', 'channel'),
        columns: 'dimension_value, value',
        rows: [
          ['(none)', 9],
          ['web', 100],
        ],
      },
      {
        ...values('revenue', 'brand'),
        columns: 'dimension_value, value',
        rows: [
          ['(none)', 9],
          ['x', 100],
        ],
      },
      {
        ...values('revenue', 'customer_type'),
        columns: 'dimension_value, value',
        rows: [
          ['external', 100],
          ['intermediary', 9],
        ],
      },
      {
        ...values('active_users', 'customer_type'),
        columns: 'dimension_value, value',
        rows: [['(none)', 1]],
      },
      { ...values('usage_quantity', 'role'), columns: 'dimension_value, value', rows: [['user', 4]] },
    ],
  },
  {
    claim: 'calls a buyer new once, in the month of its first paid goods',
    lake: {
      orders: [
        line('2026-01-10', { status: 'cancelled' }),
        line('2026-01-10', { product_kind: 'service' }),
        line('2026-02-10'),
        line('2026-02-11'),
        line('2026-03-10'),
      ],
    },
    expect: [
      {
        view: 'monthly_totals',
        columns: 'month, new_buyers, active_buyers, active_clients',
        rows: [
          ['2026-01-01', 0, 0, 1],
          ['2026-02-01', 1, 1, 0],
          ['2026-03-01', 0, 1, 0],
        ],
      },
    ],
  },
  {
    claim: 'works with usage alone',
    lake: { usage: [{ user_ref: 'kid', used_date: '2026-01-10' }] },
    expect: [
      {
        view: 'monthly_totals',
        columns: 'revenue, orders, active_users, usage_quantity',
        rows: [[0, 0, 1, 1]],
      },
      { view: 'characteristics', columns: 'party_key, is_new', rows: [['kid', true]] },
      { view: 'rfm', columns: 'party_key', rows: [] },
    ],
  },
];
