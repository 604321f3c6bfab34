import type { ViewCase } from '../view-case.ts';

const DAY = '2026-01-05';
const line = (buyer_ref: string | null, more: object = {}) => ({ buyer_ref, ordered_date: DAY, ...more });
const use = (user_ref: string, more: object = {}) => ({ user_ref, used_date: DAY, ...more });
const pay = (users: readonly string[], buyer = 'payer') =>
  users.map((recipient_ref) => line(buyer, { recipient_ref }));
const relation = (rows: (string | number)[][]) => [
  { view: 'payer_users', columns: 'payer_key, user_key, relation, evidence', rows },
];
const point = (party_ref: string, point_kind: string, point_ref: string) => ({
  party_ref,
  point_kind,
  point_ref,
});

export const cases: readonly ViewCase[] = [
  {
    claim: "pairs a payer with its recipients, its account's actors, else with the actors of its orders",
    lake: {
      orders: [
        line('ana', { order_id: 'o1', recipient_ref: 'ben' }),
        line('ana', { order_id: 'o2' }),
        line('ana', { order_id: 'o3', status: 'pending', recipient_ref: 'nobody' }),
        line('ana', { order_id: 'o4', recipient_ref: 'ana' }),
      ],
      usage: [
        use('cici', { order_id: 'o2', used_date: '2026-01-07' }),
        use('dodi', { account_ref: 'firm', order_id: 'o2' }),
        use('ana', { order_id: 'o2' }),
        use('eka', { account_ref: 'eka', order_id: 'o2' }),
        use('fani', { order_id: 'unknown' }),
        use('gita'),
      ],
    },
    expect: [
      {
        view: 'payer_users',
        columns: 'payer_key, user_key, order_count, usage_count, first_date, last_date',
        rows: [
          ['ana', 'ben', 1, 0, DAY, DAY],
          ['ana', 'cici', 0, 1, '2026-01-07', '2026-01-07'],
          ['firm', 'dodi', 0, 1, DAY, DAY],
        ],
      },
    ],
  },
  {
    claim: 'finds the order of an event in its own layout, or in the only layout of its shop that has the id',
    lake: {
      orders: [
        line('ana', { order_id: 'both', layout: 'x' }),
        line('ben', { order_id: 'both', layout: 'y' }),
        line('cici', { order_id: 'one', layout: 'x' }),
        line('dodi', { order_id: 'far', layout: 'x', shop: 'other' }),
      ],
      usage: [
        use('u1', { order_id: 'both', layout: 'y' }),
        use('u2', { order_id: 'both', layout: 'z' }),
        use('u3', { order_id: 'one', layout: 'z' }),
        use('u4', { order_id: 'far', layout: 'x' }),
      ],
    },
    expect: [
      {
        view: 'payer_user_pairs',
        columns: 'payer_key, user_key',
        rows: [
          ['ben', 'u1'],
          ['cici', 'u3'],
        ],
      },
    ],
  },
  {
    claim: 'calls the declared organisation of the user its employer',
    lake: { orders: pay(['u1']), parties: [{ party_ref: 'u1', organisation_ref: 'payer' }] },
    expect: relation([['payer', 'u1', 'employer', 'the user is declared as belonging to the payer']]),
  },
  {
    claim: 'calls an organisation an employer from 3 users on, not from 2',
    lake: {
      orders: [
        ...pay(['u1', 'u2', 'u3'], 'three'),
        ...pay(['u4', 'u5'], 'two'),
        ...pay(['u6', 'u7', 'u8'], 'person'),
      ],
      parties: [
        { party_ref: 'three', party_kind: 'organisation' },
        { party_ref: 'two', party_kind: 'organisation' },
        { party_ref: 'person', party_kind: 'person' },
      ],
    },
    expect: [
      {
        view: 'payer_users',
        columns: 'payer_key, relation, count(*)',
        where: 'true group by payer_key, relation',
        rows: [
          ['person', 'other', 3],
          ['three', 'employer', 3],
          ['two', 'other', 2],
        ],
      },
    ],
  },
  {
    claim: 'calls it resale where the payer is an intermediary or internal',
    lake: {
      orders: [...pay(['u1'], 'shop'), ...pay(['u1'], 'branch')],
      parties: [
        { party_ref: 'shop', relation: 'reseller' },
        { party_ref: 'branch', relation: 'branch' },
      ],
      contact_points: [point('shop', 'phone', 'q'), point('u1', 'phone', 'q')],
    },
    expect: relation([
      ['branch', 'u1', 'resale', 'the payer is internal (declared)'],
      ['shop', 'u1', 'resale', 'the payer is intermediary (declared)'],
    ]),
  },
  {
    claim: 'calls it a household where they share phone, address or surname with address, and nothing less',
    lake: {
      orders: pay(['u1', 'u2', 'u3', 'u4']),
      contact_points: [
        point('payer', 'phone', 'q1'),
        point('payer', 'address', 'q2'),
        point('payer', 'email', 'q3'),
        point('payer', 'name', 'q4'),
        point('u1', 'phone', 'q1'),
        point('u1', 'address', 'q2'),
        point('u2', 'email', 'q3'),
        point('u3', 'phone', 'q2'),
        point('u4', 'name', 'q4'),
      ],
    },
    expect: relation([
      ['payer', 'u1', 'household', 'they share address, phone'],
      ['payer', 'u2', 'other', 'nothing known ties them'],
      ['payer', 'u3', 'other', 'nothing known ties them'],
      ['payer', 'u4', 'other', 'nothing known ties them'],
    ]),
  },
  {
    claim: 'counts payers whom nobody uses for, and users whom nobody buys for, over any pair of the two',
    lake: {
      orders: [
        line('ana', { product_id: 'p1' }),
        line('ben', { product_id: 'p1' }),
        line('cici', { product_id: 'p1' }),
        line('cici', { product_id: 'p2', recipient_ref: 'kid' }),
      ],
      usage: [
        use('ana', { product_id: 'p1' }),
        use('kid', { product_id: 'p1' }),
        use('stranger', { product_id: 'p1' }),
        use('kid', { product_id: 'p3' }),
      ],
    },
    // p1: payers ana, ben, cici; users ana, kid, stranger. ben has nobody; cici has kid; stranger has nobody.
    expect: [
      {
        view: 'product_roles',
        columns:
          'shop, product_id, buyer_count, user_count, both_count, bought_not_used_count, used_not_bought_count',
        rows: [
          ['main', 'p1', 3, 3, 1, 1, 1],
          ['main', 'p2', 1, 0, 0, 1, 0],
          ['main', 'p3', 0, 1, 0, 0, 1],
        ],
      },
    ],
  },
  {
    claim: 'answers who buys and who uses for a company that sells only services',
    lake: {
      orders: [line('client', { product_kind: 'service' }), line('idle', { product_kind: 'service' })],
      usage: [use('client', { product_kind: 'service' })],
    },
    expect: [
      {
        view: 'product_roles',
        columns: 'buyer_count, user_count, both_count, bought_not_used_count',
        rows: [[2, 1, 1, 1]],
      },
      { view: 'role_overlap', columns: 'roles, party_count', rows: [['client', 2]] },
      {
        view: 'monthly_totals',
        columns: 'orders, active_buyers, active_users, active_clients, new_buyers',
        rows: [[2, 0, 0, 2, 0]],
      },
      {
        view: 'customer_types',
        columns: 'party_key, customer_type',
        rows: [
          ['client', 'external'],
          ['idle', 'external'],
        ],
      },
    ],
  },
];
