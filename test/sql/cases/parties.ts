import type { ViewCase } from '../view-case.ts';

const DAY = '2026-01-05';
const line = (buyer_ref: string | null, more: object = {}) => ({ buyer_ref, ordered_date: DAY, ...more });
const use = (user_ref: string, more: object = {}) => ({ user_ref, used_date: DAY, ...more });
const flags = 'party_key, is_buyer, is_user, is_expected_user, is_client, is_payer';

export const cases: readonly ViewCase[] = [
  {
    claim: 'tells buyer, user and client by the one table',
    lake: {
      orders: [line('goods'), line('service', { product_kind: 'service' })],
      usage: [use('uses goods'), use('uses service', { product_kind: 'service' })],
    },
    expect: [
      {
        view: 'parties',
        columns: flags,
        rows: [
          ['goods', true, false, false, false, true],
          ['service', false, false, false, true, true],
          ['uses goods', false, true, false, false, false],
          ['uses service', false, false, false, true, false],
        ],
      },
      {
        view: 'role_overlap',
        columns: 'roles, party_count, paid_amount',
        rows: [
          ['buyer', 1, 100],
          ['client', 2, 100],
          ['user', 1, 0],
        ],
      },
    ],
  },
  {
    claim:
      "makes the recipient of another's paid goods an expected user, and a user without more once it uses",
    lake: {
      orders: [line('mother', { recipient_ref: 'baby' }), line('mother', { recipient_ref: 'child' })],
      usage: [use('child')],
    },
    expect: [
      {
        view: 'parties',
        columns: flags,
        rows: [
          ['baby', false, true, true, false, false],
          ['child', false, true, false, false, false],
          ['mother', true, false, false, false, true],
        ],
      },
      {
        view: 'party_roles',
        columns: 'party_key, role, order_count, quantity, paid_amount, usage_count',
        rows: [
          ['baby', 'user', 0, 0, 0, 0],
          ['child', 'user', 0, 1, 0, 1],
          ['mother', 'buyer', 2, 2, 200, 0],
        ],
      },
    ],
  },
  {
    claim: 'expects no user of a service, of an unpaid line, of an own order or of a line without buyer',
    lake: {
      orders: [
        line('ana', { recipient_ref: 'client', product_kind: 'service' }),
        line('ana', { recipient_ref: 'waiting', status: 'pending' }),
        line('ana', { recipient_ref: 'ana' }),
        line(null, { recipient_ref: 'guest' }),
      ],
    },
    expect: [{ view: 'parties', columns: 'party_key', where: 'is_user', rows: [] }],
  },
  {
    claim: 'lets one party hold all three roles, each with its own dates and amounts',
    lake: {
      orders: [
        line('ana', { order_id: 'o1', line_id: '1', line_amount: 5, quantity: 2 }),
        line('ana', {
          order_id: 'o1',
          line_id: '2',
          line_amount: 7,
          product_kind: 'service',
          ordered_date: DAY,
        }),
      ],
      usage: [
        use('ana', { used_date: '2026-02-01', quantity: 3 }),
        use('ana', { product_kind: 'service', quantity: 9 }),
      ],
    },
    expect: [
      {
        view: 'party_roles',
        columns: 'role, first_date, last_date, order_count, quantity, paid_amount, usage_count',
        rows: [
          ['buyer', DAY, DAY, 1, 2, 5, 0],
          ['client', DAY, DAY, 1, 1, 7, 1],
          ['user', '2026-02-01', '2026-02-01', 0, 3, 0, 1],
        ],
      },
      {
        view: 'role_overlap',
        columns: 'roles, party_count, paid_amount',
        rows: [['buyer+user+client', 1, 12]],
      },
      {
        view: 'parties',
        columns: 'order_count, first_activity_date, last_activity_date',
        rows: [[1, DAY, '2026-02-01']],
      },
    ],
  },
  {
    claim: 'counts a sale without buyer in revenue and orders, never in people',
    lake: { orders: [line(null, { order_id: 'o1' }), line(null, { order_id: 'o2' })] },
    expect: [
      { view: 'parties', columns: 'party_key', rows: [] },
      { view: 'characteristics', columns: 'party_key', rows: [] },
      {
        view: 'monthly_totals',
        columns: 'revenue, orders, active_buyers, new_buyers, party_unknown_share',
        rows: [[200, 2, 0, 0, 1]],
      },
    ],
  },
  {
    claim: 'knows who only asked, answered, referred, pays an account or is declared, without a role',
    lake: {
      orders: [line('ana', { referrer_ref: 'referrer', status: 'cancelled' })],
      usage: [use('user', { account_ref: 'account' })],
      interactions: [{ party_ref: 'asker', started_date: DAY }],
      feedback: [{ party_ref: 'critic', given_date: DAY }],
      parties: [{ party_ref: 'declared', party_kind: 'organisation', city: 'Medan' }],
    },
    expect: [
      {
        view: 'parties',
        columns: 'party_key, is_payer, is_declared, party_kind, city, first_activity_date',
        where: "party_key <> 'user'",
        rows: ['account', 'ana', 'asker', 'critic', 'referrer']
          .map((key): (string | boolean | null)[] => [key, false, false, null, null, null])
          .concat([['declared', false, true, 'organisation', 'Medan', null]]),
      },
      { view: 'characteristics', columns: 'count(*)', rows: [[7]] },
    ],
  },
  {
    claim: 'places a party where something was last delivered to it, unless it is declared elsewhere',
    lake: {
      orders: [
        line('ana', { city: 'Solo', ordered_date: '2026-01-01' }),
        line('ana', { city: 'Medan', ordered_date: '2026-01-02', recipient_ref: 'ben' }),
        line('cici', { city: 'Solo' }),
      ],
      parties: [{ party_ref: 'cici', city: 'Bogor' }],
    },
    expect: [
      {
        view: 'parties',
        columns: 'party_key, city',
        rows: [
          ['ana', 'Solo'],
          ['ben', 'Medan'],
          ['cici', 'Bogor'],
        ],
      },
    ],
  },
];
