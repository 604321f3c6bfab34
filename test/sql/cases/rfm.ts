import type { ViewCase } from '../view-case.ts';

const line = (buyer_ref: string, ordered_date: string, line_amount: number) => ({
  buyer_ref,
  ordered_date,
  line_amount,
});

export const cases: readonly ViewCase[] = [
  {
    claim: 'scores six payers by rank, recency reversed, ties alike, and groups them by the table',
    settings: { as_of: '2026-01-31' },
    lake: {
      orders: [
        line('p1', '2026-01-31', 30),
        line('p1', '2026-01-31', 30),
        line('p2', '2026-01-30', 50),
        line('p3', '2026-01-29', 40),
        line('p4', '2026-01-28', 30),
        line('p5', '2026-01-27', 20),
        line('p6', '2026-01-26', 10),
        line('p7', '2026-02-01', 99),
      ],
    },
    // percent_rank of six: 0, 0.2, 0.4, 0.6, 0.8, 1 → scores 1, 2, 3, 4, 5, 5.
    expect: [
      {
        view: 'rfm',
        columns:
          'party_key, recency_days, frequency, paid_amount, recency_score, frequency_score, monetary_score, rfm_group',
        rows: [
          ['p1', 0, 2, 60, 5, 5, 5, 'champions'],
          ['p2', 1, 1, 50, 5, 1, 5, 'big_spenders'],
          ['p3', 2, 1, 40, 4, 1, 4, 'big_spenders'],
          ['p4', 3, 1, 30, 3, 1, 3, 'needs_attention'],
          ['p5', 4, 1, 20, 2, 1, 2, 'hibernating'],
          ['p6', 5, 1, 10, 1, 1, 1, 'lost'],
        ],
      },
    ],
  },
  {
    claim: 'gives a single payer the lowest scores: there is nobody to be above',
    lake: { orders: [line('p1', '2026-01-31', 30)] },
    expect: [{ view: 'rfm', columns: 'recency_score, frequency_score, monetary_score', rows: [[1, 1, 1]] }],
  },
  {
    claim: 'finds the loyal, the promising and those at risk',
    settings: { as_of: '2026-01-31' },
    // Frequencies 3, 2, 2, 1, 1, 1 → ranks 6, 4, 4, 1, 1, 1 → 5, 4, 4, 1, 1, 1.
    lake: {
      orders: [
        ...[1, 1, 1].map(() => line('risk', '2026-01-01', 1)),
        ...[1, 1].map(() => line('loyal', '2026-01-30', 1)),
        ...[1, 1].map(() => line('mid', '2026-01-20', 3)),
        line('fresh', '2026-01-31', 1),
        line('x', '2026-01-10', 1),
        line('y', '2026-01-09', 20),
      ],
    },
    // Recency: risk 1, y 2, x 3, mid 4, loyal 5, fresh 5. Amounts 1, 1, 2, 3, 6, 20 → 1, 1, 3, 4, 5, 5.
    expect: [
      {
        view: 'rfm',
        columns: 'party_key, recency_score, frequency_score, monetary_score, rfm_group',
        rows: [
          ['fresh', 5, 1, 1, 'promising'],
          ['loyal', 5, 4, 3, 'loyal'],
          ['mid', 4, 4, 5, 'champions'],
          ['risk', 1, 5, 4, 'at_risk'],
          ['x', 3, 1, 1, 'needs_attention'],
          ['y', 2, 1, 5, 'at_risk'],
        ],
      },
    ],
  },
];
