import type { ViewCase } from '../view-case.ts';

const order = (shop: string, ordered_date: string, more: object = {}) => ({ shop, ordered_date, ...more });
const asOf = (date: string | null, full: string | null) => [
  { view: 'as_of', columns: 'as_of, last_full_month', rows: [[date, full]] },
];
const days = (numbers: readonly number[]) =>
  numbers.map((day) =>
    order('main', `2026-01-${String(day).padStart(2, '0')}`, { ingested_at: '2026-01-10 00:00:00' }),
  );

export const cases: readonly ViewCase[] = [
  {
    claim: 'takes as_of from the earliest of the live sources, 7 days behind included',
    lake: { orders: [order('a', '2026-03-31'), order('b', '2026-03-24')] },
    expect: asOf('2026-03-24', '2026-02-01'),
  },
  {
    claim: 'leaves a dead source out of as_of and names it',
    lake: { orders: [order('a', '2026-03-31'), order('b', '2026-03-23')] },
    expect: [
      ...asOf('2026-03-31', '2026-03-01'),
      {
        view: 'data_freshness',
        columns: 'dataset, shop, last_activity_date, is_live',
        rows: [
          ['orders', 'a', '2026-03-31', true],
          ['orders', 'b', '2026-03-23', false],
        ],
      },
    ],
  },
  {
    claim: 'counts usage as a source, other data sets not',
    lake: {
      orders: [order('a', '2026-03-31')],
      usage: [{ shop: 'a', used_date: '2026-03-30', user_ref: 'u' }],
      feedback: [{ shop: 'a', given_date: '2026-03-29', party_ref: 'u' }],
    },
    expect: asOf('2026-03-30', '2026-02-01'),
  },
  {
    claim: 'does not count the date of a version that lost',
    lake: {
      orders: [
        order('a', '2026-03-31', { file_id: 'a@1', order_id: 'o' }),
        order('a', '2026-03-30', { file_id: 'b@1', order_id: 'o' }),
      ],
    },
    expect: asOf('2026-03-30', '2026-02-01'),
  },
  {
    claim: 'lets the setting decide as_of',
    settings: { as_of: '2025-12-31' },
    lake: { orders: [order('a', '2026-03-31')] },
    expect: asOf('2025-12-31', '2025-12-01'),
  },
  { claim: 'has one row without a date over an empty lake', lake: {}, expect: asOf(null, null) },
  {
    claim: 'counts rows that came more than 2 days late',
    lake: {
      orders: [
        order('main', '2026-01-01', { ingested_at: '2026-01-03 23:00:00' }),
        order('main', '2026-01-01', { ingested_at: '2026-01-04 00:00:00' }),
      ],
    },
    expect: [
      {
        view: 'data_freshness',
        columns: 'late_row_count, last_arrival',
        rows: [[1, '2026-01-04 00:00:00']],
      },
    ],
  },
  {
    claim: 'counts missing days where 9 of 10 days have rows',
    lake: { orders: days([1, 2, 3, 4, 6, 7, 8, 9, 10]) },
    expect: [{ view: 'data_freshness', columns: 'missing_days', rows: [[1]] }],
  },
  {
    claim: 'counts no missing days where fewer have rows',
    lake: { orders: days([1, 2, 3, 4, 7, 8, 9, 10]) },
    expect: [{ view: 'data_freshness', columns: 'missing_days', rows: [[0]] }],
  },
  {
    claim: 'tells of references by their arrival alone',
    lake: {
      orders: [order('main', '2026-01-01')],
      products: [{ product_id: 'p1', ingested_at: '2026-01-05 00:00:00' }],
    },
    expect: [
      {
        view: 'data_freshness',
        where: "dataset = 'products'",
        columns: 'last_activity_date, last_arrival, late_row_count, missing_days, is_live',
        rows: [[null, '2026-01-05 00:00:00', 0, 0, null]],
      },
    ],
  },
  {
    claim: 'shows every file once, refused and replaced ones too, with its account in force',
    lake: {
      ledger: [
        {
          file_id: 'a@1',
          take_id: 't1',
          dataset: 'orders',
          status: 'replaced',
          is_in_force: false,
          record_count: 1,
        },
        {
          file_id: 'a@1',
          take_id: 't2',
          dataset: 'orders',
          status: 'loaded',
          is_in_force: true,
          record_count: 2,
        },
        {
          file_id: 'a@1',
          take_id: 't2',
          dataset: 'usage',
          status: 'loaded',
          is_in_force: true,
          record_count: 3,
        },
        {
          file_id: 'b@1',
          take_id: 't3',
          status: 'refused',
          is_in_force: false,
          record_count: 0,
          problem: 'empty',
        },
      ],
    },
    expect: [
      {
        view: 'files',
        columns: 'file_id, dataset, record_count, status, problem',
        rows: [
          ['a@1', 'orders', 2, 'loaded', null],
          ['a@1', 'usage', 3, 'loaded', null],
          ['b@1', null, 0, 'refused', 'empty'],
        ],
      },
    ],
  },
  {
    claim: 'shows rejected rows of files in force only, one for each problem',
    lake: {
      ledger: [
        { file_id: 'a@1', take_id: 't1', dataset: 'orders', is_in_force: false },
        { file_id: 'a@1', take_id: 't2', dataset: 'orders', is_in_force: true },
      ],
      rejected: [
        {
          file_id: 'a@1',
          take_id: 't1',
          dataset: 'orders',
          record_number: 1,
          line_number: 2,
          field: 'quantity',
          problem: 'old',
        },
        {
          file_id: 'a@1',
          take_id: 't2',
          dataset: 'orders',
          record_number: 1,
          line_number: 2,
          field: 'quantity',
          problem: 'new',
        },
        {
          file_id: 'a@1',
          take_id: 't2',
          dataset: 'orders',
          record_number: 1,
          line_number: 2,
          problem: 'whole',
        },
      ],
    },
    expect: [
      {
        view: 'rejected_rows',
        columns: 'record_number, field, problem',
        rows: [
          [1, 'quantity', 'new'],
          [1, null, 'whole'],
        ],
      },
    ],
  },
];
