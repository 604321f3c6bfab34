import type { ViewCase } from '../view-case.ts';

const DAY = '2026-01-05';
const line = (buyer_ref: string, more: object = {}) => ({ buyer_ref, ordered_date: DAY, ...more });
const to = (buyer: string, recipients: readonly (string | null)[]) =>
  recipients.map((recipient_ref) => line(buyer, { recipient_ref }));
const own = (count: number) => Array.from({ length: count }, () => null);
const typeOf = (rows: (string | number)[][], party: string) => [
  { view: 'customer_types', columns: 'customer_type, basis', where: `party_key = '${party}'`, rows },
];
const EXTERNAL = [['external', 'inferred']];
const INTERMEDIARY = [['intermediary', 'inferred']];

// Four or five others buy one of p1 each, bulk buys 10 of it in each of three orders: the median line is 1.
const bulk = (others: number, quantity: number, orders = 3) => [
  ...Array.from({ length: others }, (_, index) => line(`b${index}`)),
  ...Array.from({ length: orders }, () => line('bulk', { quantity })),
];

export const cases: readonly ViewCase[] = [
  {
    claim: 'lets a declared relation decide',
    lake: {
      orders: ['employee', 'agent', 'partner', 'branch', 'distributor', 'reseller', 'merchant', 'none'].map(
        (name) => line(name),
      ),
      parties: ['employee', 'agent', 'partner', 'branch', 'distributor', 'reseller', 'merchant', 'none'].map(
        (relation) => ({ party_ref: relation, relation }),
      ),
    },
    expect: [
      {
        view: 'customer_types',
        columns: 'party_key, customer_type, basis, evidence',
        rows: [
          ['agent', 'internal', 'declared', 'declared relation agent'],
          ['branch', 'internal', 'declared', 'declared relation branch'],
          ['distributor', 'internal', 'declared', 'declared relation distributor'],
          ['employee', 'internal', 'declared', 'declared relation employee'],
          ['merchant', 'intermediary', 'declared', 'declared relation merchant'],
          ['none', 'external', 'declared', 'declared relation none'],
          ['partner', 'internal', 'declared', 'declared relation partner'],
          ['reseller', 'intermediary', 'declared', 'declared relation reseller'],
        ],
      },
    ],
  },
  {
    claim: 'infers an intermediary from exactly 5 recipients and exactly 60 % of the lines',
    lake: { orders: to('shop', ['a', 'b', 'c', 'd', 'e', 'e', ...own(4)]) },
    expect: [
      {
        view: 'customer_types',
        columns: 'customer_type, basis, evidence, other_line_share, recipient_count, own_usage_count',
        rows: [
          [
            'intermediary',
            'inferred',
            '6 of 10 paid lines go to 5 others; quantity over the median of the product not comparable over 10 orders; 0 usage events of its own',
            0.6,
            5,
            0,
          ],
        ],
      },
    ],
  },
  {
    claim: 'infers none from 4 recipients',
    lake: { orders: to('shop', ['a', 'b', 'c', 'd', 'd', 'd']) },
    expect: typeOf(EXTERNAL, 'shop'),
  },
  {
    claim: 'infers none from less than 60 % of the lines',
    lake: { orders: to('shop', ['a', 'b', 'c', 'd', 'e', ...own(4)]) },
    expect: typeOf(EXTERNAL, 'shop'),
  },
  {
    claim: 'infers none once the party uses something itself',
    lake: {
      orders: to('shop', ['a', 'b', 'c', 'd', 'e']),
      usage: [{ user_ref: 'shop', used_date: DAY, product_id: 'p9' }],
    },
    expect: typeOf(EXTERNAL, 'shop'),
  },
  {
    claim: 'leaves out unpaid lines',
    lake: {
      orders: [...to('shop', ['a', 'b', 'c', 'd']), line('shop', { recipient_ref: 'e', status: 'pending' })],
    },
    expect: typeOf(EXTERNAL, 'shop'),
  },
  {
    claim: 'infers an intermediary from exactly 10 times the median of a product with exactly 5 buyers',
    lake: { orders: bulk(4, 10) },
    expect: [
      ...typeOf(INTERMEDIARY, 'bulk'),
      {
        view: 'customer_types',
        columns: 'median_quantity_ratio, passes_quantity',
        where: "party_key = 'bulk'",
        rows: [[10, true]],
      },
    ],
  },
  {
    claim: 'infers none from 9.99 times the median',
    lake: { orders: bulk(4, 9.99) },
    expect: typeOf(EXTERNAL, 'bulk'),
  },
  { claim: 'infers none from 2 orders', lake: { orders: bulk(4, 10, 2) }, expect: typeOf(EXTERNAL, 'bulk') },
  {
    claim: 'compares nothing with a product of 4 buyers',
    lake: { orders: bulk(3, 10) },
    expect: [
      {
        view: 'customer_types',
        columns: 'median_quantity_ratio',
        where: "party_key = 'bulk'",
        rows: [[null]],
      },
    ],
  },
  {
    claim: 'leaves out lines of quantity 0 from every median',
    lake: { orders: [...bulk(4, 10), line('b0', { quantity: 0 }), line('bulk', { quantity: 0 })] },
    expect: [
      { view: 'customer_types', columns: 'median_quantity_ratio', where: "party_key = 'bulk'", rows: [[10]] },
    ],
  },
  {
    claim: 'has every payer, and judges by what happened up to as_of',
    settings: { as_of: DAY },
    lake: {
      orders: to('later', ['a', 'b', 'c', 'd', 'e']).map((row) => ({ ...row, ordered_date: '2026-01-06' })),
    },
    expect: [
      {
        view: 'customer_types',
        columns: 'party_key, customer_type, line_count',
        rows: [['later', 'external', 0]],
      },
    ],
  },
];
