import type { SparseRow } from '../lake-fixture.ts';
import type { ViewCase } from '../view-case.ts';

const order = (file: string, more: SparseRow): SparseRow => ({
  file_id: file,
  order_id: 'o1',
  ordered_date: '2026-01-05',
  buyer_ref: 'ana',
  ...more,
});
const statusOf = (status: string) => [{ view: 'orders', columns: 'status', rows: [[status]] }];

// Three exports of one order line: the newest status_at wins, whichever file arrived last.
const JANUARY = order('a@1', {
  status: 'paid',
  status_at: '2026-01-06 00:00:00',
  ingested_at: '2026-01-31 00:00:00',
});
const FEBRUARY = order('b@1', {
  status: 'shipped',
  status_at: '2026-01-08 00:00:00',
  ingested_at: '2026-02-10 00:00:00',
});
const LATE = order('c@1', {
  status: 'pending',
  status_at: '2026-01-05 00:00:00',
  ingested_at: '2026-03-01 00:00:00',
});
const SIX_ORDERS = [
  [JANUARY, FEBRUARY, LATE],
  [JANUARY, LATE, FEBRUARY],
  [FEBRUARY, JANUARY, LATE],
  [FEBRUARY, LATE, JANUARY],
  [LATE, JANUARY, FEBRUARY],
  [LATE, FEBRUARY, JANUARY],
];

export const cases: readonly ViewCase[] = [
  ...SIX_ORDERS.map((orders, index) => ({
    claim: `keeps the newest status of three overlapping exports, taken in order ${index + 1}`,
    lake: { orders },
    expect: statusOf('shipped'),
  })),
  {
    claim: 'counts an absent status_at as the oldest',
    lake: {
      orders: [
        order('a@1', { status: 'completed', ingested_at: '2026-09-01 00:00:00' }),
        order('b@1', { status: 'paid', status_at: '2020-01-01 00:00:00' }),
      ],
    },
    expect: statusOf('paid'),
  },
  {
    claim: 'lets the window end decide between equal status times, before the later status',
    lake: {
      orders: [
        order('a@1', { status: 'completed', window_end: '2026-01-31 00:00:00' }),
        order('b@1', { status: 'paid', window_end: '2026-02-28 00:00:00' }),
      ],
    },
    expect: statusOf('paid'),
  },
  {
    claim: 'lets the later status decide before the arrival',
    lake: {
      orders: [
        order('a@1', { status: 'cancelled', ingested_at: '2026-01-01 00:00:00' }),
        order('b@1', { status: 'completed', ingested_at: '2026-05-01 00:00:00' }),
      ],
    },
    expect: statusOf('cancelled'),
  },
  {
    claim: 'holds cancelled and returned equal, so that the arrival decides',
    lake: {
      orders: [
        order('a@1', { status: 'cancelled', ingested_at: '2026-05-01 00:00:00' }),
        order('b@1', { status: 'returned', ingested_at: '2026-01-01 00:00:00' }),
      ],
    },
    expect: statusOf('cancelled'),
  },
  {
    claim: 'decides by the key of the file in byte order where all else is equal',
    lake: { orders: [order('Z@1', { channel: 'upper' }), order('a@1', { channel: 'lower' })] },
    expect: [{ view: 'orders', columns: 'channel', rows: [['lower']] }],
  },
  {
    claim: 'keeps a line that a newer export leaves out where the unit is the line',
    lake: {
      orders: [
        order('a@1', { line_id: '1', ingested_at: '2026-01-01 00:00:00' }),
        order('a@1', { line_id: '2', ingested_at: '2026-01-01 00:00:00' }),
        order('b@1', { line_id: '1', ingested_at: '2026-02-01 00:00:00' }),
      ],
    },
    expect: [
      {
        view: 'orders',
        columns: 'line_id, file_id',
        rows: [
          ['1', 'b@1'],
          ['2', 'a@1'],
        ],
      },
    ],
  },
  {
    claim: 'drops a line that a newer export leaves out where it replaces the whole order',
    lake: {
      orders: [
        order('a@1', { line_id: '1', ingested_at: '2026-01-01 00:00:00' }),
        order('a@1', { line_id: '2', ingested_at: '2026-01-01 00:00:00' }),
        order('b@1', { line_id: '1', replaces: 'order', ingested_at: '2026-02-01 00:00:00' }),
      ],
    },
    expect: [
      { view: 'orders', columns: 'line_id, file_id', rows: [['1', 'b@1']] },
      {
        view: 'losing_orders',
        columns: 'take_id, line_id',
        rows: [
          ['take a@1', '1'],
          ['take a@1', '2'],
        ],
      },
    ],
  },
  {
    claim: 'counts the parts of one export as one file, equal lines of two parts included',
    lake: {
      orders: [
        order('a@1', {
          line_id: '1',
          replaces: 'order',
          export_id: 'old',
          ingested_at: '2026-01-01 00:00:00',
        }),
        order('b@1', {
          line_id: '1',
          replaces: 'order',
          export_id: 'new',
          ingested_at: '2026-02-01 00:00:00',
        }),
        order('c@1', {
          line_id: '1',
          replaces: 'order',
          export_id: 'new',
          ingested_at: '2026-02-02 00:00:00',
        }),
      ],
    },
    expect: [{ view: 'orders', columns: 'file_id', rows: [['b@1'], ['c@1']] }],
  },
  {
    claim: 'leaves out rows of files that are not in force',
    lake: {
      orders: [order('a@1', {}), order('b@1', { order_id: 'o2' })],
      ledger: [
        { take_id: 'take a@1', file_id: 'a@1', dataset: 'orders', is_in_force: true },
        { take_id: 'take b@1', file_id: 'b@1', dataset: 'orders', is_in_force: false },
      ],
    },
    expect: [{ view: 'orders', columns: 'order_id', rows: [['o1']] }],
  },
  {
    claim: 'leaves out a file that is in force for another data set only',
    lake: {
      orders: [order('a@1', {})],
      ledger: [{ take_id: 'take a@1', file_id: 'a@1', dataset: 'usage', is_in_force: true }],
    },
    expect: [{ view: 'orders', columns: 'order_id', rows: [] }],
  },
  {
    claim: 'keeps two shops with the same ids apart',
    lake: {
      orders: [
        order('a@1', { shop: 'north', line_amount: 5 }),
        order('a@1', { shop: 'south', line_amount: 7 }),
      ],
      usage: [
        { shop: 'north', event_id: 'e1', user_ref: 'ana', used_date: '2026-01-05' },
        { shop: 'south', event_id: 'e1', user_ref: 'ana', used_date: '2026-01-05' },
      ],
    },
    expect: [
      {
        view: 'orders',
        columns: 'shop, line_amount',
        rows: [
          ['north', 5],
          ['south', 7],
        ],
      },
      { view: 'usage', columns: 'shop', rows: [['north'], ['south']] },
      { view: 'parties', columns: 'order_count, paid_amount, usage_count', rows: [[2, 12, 2]] },
    ],
  },
  {
    claim: 'keeps the newest version of usage, answers, contacts and references',
    lake: {
      usage: [
        { file_id: 'a@1', event_id: 'e1', action: 'old', user_ref: 'u', ingested_at: '2026-02-01 00:00:00' },
        { file_id: 'b@1', event_id: 'e1', action: 'new', user_ref: 'u', window_end: '2026-01-31 00:00:00' },
      ],
      feedback: [
        { file_id: 'a@1', feedback_id: 'k1', score: 1, party_ref: 'u' },
        { file_id: 'b@1', feedback_id: 'k1', score: 2, party_ref: 'u', ingested_at: '2026-02-01 00:00:00' },
      ],
      interactions: [
        { file_id: 'a@1', interaction_id: 'n1', team: 'a', party_ref: 'u' },
        { file_id: 'b@1', interaction_id: 'n1', team: 'b', party_ref: 'u' },
      ],
      products: [
        { file_id: 'a@1', product_id: 'p1', product_name: 'old' },
        { file_id: 'b@1', product_id: 'p1', product_name: 'new' },
        { file_id: 'a@1', product_id: 'p1', product_name: 'other shop', shop: 'south' },
      ],
      campaigns: [
        { file_id: 'a@1', campaign_id: 'k', code: 'OLD' },
        { file_id: 'b@1', campaign_id: 'k', code: 'NEW' },
      ],
      exchange_rates: [
        { file_id: 'a@1', rate_date: '2026-01-01', currency: 'USD', rate: 1 },
        { file_id: 'b@1', rate_date: '2026-01-01', currency: 'USD', rate: 2, shop: 'south' },
      ],
    },
    expect: [
      { view: 'usage', columns: 'action', rows: [['new']] },
      { view: 'feedback', columns: 'score', rows: [[2]] },
      { view: 'interactions', columns: 'team', rows: [['b']] },
      {
        view: 'products',
        columns: 'product_shop, product_name',
        rows: [
          ['main', 'new'],
          ['south', 'other shop'],
        ],
      },
      { view: 'campaigns', columns: 'code', rows: [['NEW']] },
      { view: 'exchange_rates', columns: 'rate', rows: [[2]] },
    ],
  },
  {
    claim: 'joins product ids of all shops where they are company wide',
    settings: { products_are_company_wide: true },
    lake: {
      products: [
        { file_id: 'a@1', product_id: 'p1', product_name: 'old' },
        { file_id: 'b@1', product_id: 'p1', product_name: 'new', shop: 'south' },
      ],
      orders: [
        order('a@1', { product_id: 'p1' }),
        order('a@1', { product_id: 'p1', shop: 'south', buyer_ref: 'ben' }),
      ],
    },
    expect: [
      { view: 'products', columns: 'product_shop, product_name', rows: [['*', 'new']] },
      { view: 'product_roles', columns: 'shop, product_id, buyer_count', rows: [['*', 'p1', 2]] },
    ],
  },
  {
    claim: 'takes consent from the newest consent_at and all else from the newest record; absent is no',
    lake: {
      parties: [
        {
          file_id: 'a@1',
          party_ref: 'ana',
          city: 'Bandung',
          consent_email: true,
          consent_at: '2026-03-01 00:00:00',
        },
        {
          file_id: 'b@1',
          party_ref: 'ana',
          city: 'Medan',
          consent_email: false,
          consent_at: '2026-01-01 00:00:00',
        },
        { file_id: 'b@1', party_ref: 'ben', city: 'Solo' },
      ],
    },
    expect: [
      {
        view: 'declared_parties',
        columns: 'party_key, city, consent_email, consent_phone',
        rows: [
          ['ana', 'Medan', true, false],
          ['ben', 'Solo', false, false],
        ],
      },
    ],
  },
  {
    claim: 'resolves every reference of a person by identities',
    lake: {
      orders: [order('a@1', { buyer_ref: 'x1', recipient_ref: 'y1', referrer_ref: 'z1' })],
      identities: [
        { party_ref: 'x1', party_key: 'X' },
        { party_ref: 'y1', party_key: 'X' },
        { party_ref: 'z1', party_key: 'Z' },
      ],
    },
    expect: [
      {
        view: 'orders',
        columns: 'buyer_ref, party_key, recipient_key, referrer_key',
        rows: [['x1', 'X', 'X', 'Z']],
      },
      { view: 'payer_user_pairs', columns: 'payer_key', rows: [] },
    ],
  },
];
