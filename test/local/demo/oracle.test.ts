import { describe, expect, it } from 'vitest';
import { askOracle, type OracleAnswers } from './oracle.ts';
import type { RawRecord } from './read-raw.ts';

type Cells = Record<string, string>;

let number = 0;

function record(dataset: string, cells: Cells, more: Partial<RawRecord> = {}): RawRecord {
  number += 1;
  const origin = { path: `${dataset}.csv`, dataset, shop: 'a', arrivedAt: 0, recordNumber: number };
  return { ...origin, text: '', isBad: false, fieldCount: 0, headerCount: 0, cells, ...more };
}

/** One completed line of one piece of product `p`, goods, at 10,000. */
function order(orderId: string, date: string, cells: Cells = {}, more: Partial<RawRecord> = {}): RawRecord {
  const line = { order_id: orderId, line_id: '1', ordered_at: `${date} 10:00:00`, status: 'completed' };
  const goods = { product_id: 'p', product_kind: 'goods', product_category: 'kopi', quantity: '1' };
  return record('orders', { ...line, ...goods, buyer_id: 'B', unit_price: '10000', ...cells }, more);
}

function use(date: string, cells: Cells = {}): RawRecord {
  const goods = { product_id: 'p', product_kind: 'goods' };
  return record('usage', { used_at: `${date} 11:00:00`, user_id: 'U', ...goods, ...cells });
}

function contact(at: string, kind: string): RawRecord {
  return record('interactions', { interaction_id: at, started_at: at, party_id: 'B', kind });
}

/** Somebody else's order fixes the date as of which the answers hold. */
function ask(asOf: string, records: readonly RawRecord[]): OracleAnswers {
  return askOracle([...records, order('last', asOf, { buyer_id: 'Z' }), use(asOf, { user_id: 'Y' })]);
}

function traits(asOf: string, records: readonly RawRecord[]): string[] {
  const { characteristics } = ask(asOf, records);
  return Object.entries(characteristics).flatMap(([name, parties]) => (parties.has('a/B') ? name : []));
}

describe('loyal', () => {
  const monthly = ['2026-01-05', '2026-02-05', '2026-03-05', '2026-04-05'].map((date, i) =>
    order(`o${i}`, date),
  );
  it('is who orders on four dates over 90 days in an even rhythm until now', () => {
    // Gaps 31, 28, 31: median 31; span 90; 40 days since the last, allowed 62.
    expect(traits('2026-05-15', monthly)).toEqual(['loyal']);
  });
  it('is not who stopped two gaps ago, nor whose span is 89 days', () => {
    expect(traits('2026-06-07', monthly)).toEqual([]);
    expect(traits('2026-05-15', [order('x', '2026-01-06'), ...monthly.slice(1)])).toEqual([]);
  });
});

describe('thrifty', () => {
  const three = (cells: Cells) => [
    order('1', '2025-01-01', cells),
    order('2', '2025-03-01', cells),
    order('3', '2025-09-01'),
  ];
  it('takes a code, or a tenth off, in 60 % of three orders', () => {
    expect(traits('2026-05-15', three({ promotion_code: 'X' }))).toEqual(['thrifty']);
    expect(traits('2026-05-15', three({ discount_amount: '1000' }))).toEqual(['thrifty']);
    expect(traits('2026-05-15', three({ discount_amount: '999' }))).toEqual([]);
  });
});

describe('impulsive', () => {
  const orders = [
    order('1', '2025-01-01'),
    order('2', '2025-03-01', { product_category: 'teh' }),
    order('3', '2025-09-01', { product_category: 'gula' }),
  ];
  it('brings new categories without a contact before', () => {
    expect(traits('2026-05-15', orders)).toEqual(['impulsive']);
  });
  it('does not ask for days', () => {
    const asked = ['2024-12-12 10:00:00', '2025-02-12 10:00:00'].map((at) => contact(at, 'enquiry'));
    expect(traits('2026-05-15', [...orders, ...asked])).toEqual([]);
    const helped = ['2025-02-25 10:00:00', '2025-08-30 10:00:00'].map((at) => contact(at, 'support'));
    expect(traits('2026-05-15', [...orders, ...helped])).toEqual([]);
  });
});

describe('growing, potential and new', () => {
  const rising = ['2026-02', '2026-03', '2026-04'].map((month, i) =>
    order(month, `${month}-05`, { quantity: String(i + 1) }),
  );
  it('grows with rising months and somebody brought', () => {
    const brought = order('r', '2025-01-01', { buyer_id: 'C', referrer_id: 'B' });
    expect(traits('2026-04-30', [...rising, brought])).toEqual(['growing']);
    expect(traits('2026-04-30', rising)).toEqual([]);
  });
  it('may become a payer after an enquiry within 90 days that no order followed', () => {
    expect(traits('2026-04-01', [contact('2026-01-01 10:00:00', 'enquiry')])).toEqual(['potential']);
    expect(traits('2026-04-02', [contact('2026-01-01 10:00:00', 'enquiry')])).toEqual([]);
    const paid = order('1', '2026-01-02');
    expect(traits('2026-04-01', [contact('2026-01-01 10:00:00', 'enquiry'), paid])).toEqual([]);
  });
  it('is new for 30 days', () => {
    expect(traits('2026-01-31', [order('1', '2026-01-01')])).toEqual(['new']);
    expect(traits('2026-02-01', [order('1', '2026-01-01')])).toEqual([]);
  });
});

describe('types, roles and pairs', () => {
  it('infers a reseller from five recipients, unless it uses itself or is declared', () => {
    const lines = ['C', 'D', 'E', 'F', 'G'].map((id) => order(id, '2026-01-01', { recipient_id: id }));
    expect(ask('2026-02-01', lines).types.get('a/B')).toEqual({ type: 'intermediary', basis: 'inferred' });
    expect(ask('2026-02-01', lines.slice(1)).types.get('a/B')?.type).toBe('external');
    const own = use('2026-01-01', { user_id: 'B' });
    expect(ask('2026-02-01', [...lines, own]).types.get('a/B')?.type).toBe('external');
    const agent = record('parties', { party_id: 'B', relation: 'agent' });
    expect(ask('2026-02-01', [...lines, agent]).types.get('a/B')).toEqual({
      type: 'internal',
      basis: 'declared',
    });
  });
  it('pairs a payer with the recipient of a paid line and the actor of its account', () => {
    const { pairs, roleOverlap } = ask('2026-02-01', [
      order('1', '2026-01-01', { recipient_id: 'U' }),
      order('2', '2026-01-02', { recipient_id: 'V', status: 'cancelled' }),
      use('2026-01-03', { account_id: 'B' }),
      use('2026-01-04', { order_id: '1' }),
    ]);
    expect([...pairs]).toEqual([['a/B a/U', { orders: new Set(['1']), usage: 2 }]]);
    // B and Z buy; U and Y use.
    expect(Object.fromEntries(roleOverlap)).toEqual({ buyer: 2, user: 2 });
  });
});

describe('versions', () => {
  const statuses = (records: readonly RawRecord[]) =>
    askOracle([...records, use('2026-01-01')]).facts.lines.map((line) => `${line.status} ${line.quantity}`);
  it('keep a numbered line of the newest status time, whatever came last', () => {
    const older = order('1', '2026-01-01', { status: 'paid', status_at: '2026-01-01 11:00:00' });
    const newer = order('1', '2026-01-01', { status: 'shipped', status_at: '2026-01-02 11:00:00' });
    expect(statuses([{ ...older, arrivedAt: 9 }, newer])).toEqual(['shipped 1']);
  });
  it('replace an order without line numbers whole', () => {
    const bare = (path: string, arrivedAt: number, quantity: string) =>
      order('1', '2026-01-01', { line_id: '', quantity }, { path, arrivedAt });
    expect(statuses([bare('x', 1, '5'), bare('x', 1, '6'), bare('y', 2, '7')])).toEqual(['completed 7']);
  });
});
