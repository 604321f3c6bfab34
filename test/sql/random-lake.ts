import type { Cell, SparseLake, SparseRow } from './lake-fixture.ts';

/** A seeded source of numbers from 0 to below 1 (mulberry32). */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

class Dice {
  readonly #next: () => number;
  constructor(seed: number) {
    this.#next = numbersFrom(seed);
  }
  below(limit: number): number {
    return Math.floor(this.#next() * limit);
  }
  pick<T extends Cell>(...values: readonly T[]): T | null {
    return values[this.below(values.length)] ?? null;
  }
  sometimes<T extends Cell>(share: number, value: T): T | null {
    return this.#next() < share ? value : null;
  }
  party(): string {
    return `party ${Math.floor(this.#next() ** 2 * 40)}`;
  }
  instant(): string {
    const second = this.below(400 * 86_400);
    return new Date(Date.UTC(2025, 0, 1) + second * 1000).toISOString().slice(0, 19).replace('T', ' ');
  }
  /** Three files of different ages: rows of the same key in several of them are versions. */
  file(): SparseRow {
    const number = this.below(3);
    return {
      file_id: `f${number}@1`,
      ingested_at: `2026-03-0${number + 1} 00:00:00`,
      shop: this.pick('a', 'b'),
    };
  }
}

function orderLine(dice: Dice, index: number): SparseRow {
  return {
    ...dice.file(),
    order_id: `o${Math.floor(index / 3)}`,
    line_id: String(dice.below(2) + 1),
    ordered_at: dice.instant(),
    status: dice.pick('completed', 'completed', 'paid', 'shipped', 'pending', 'cancelled', 'returned'),
    status_at: dice.sometimes(0.5, dice.instant()),
    replaces: dice.pick('line', 'line', 'line', 'order'),
    buyer_ref: dice.sometimes(0.95, dice.party()),
    recipient_ref: dice.sometimes(0.3, dice.party()),
    referrer_ref: dice.sometimes(0.05, dice.party()),
    product_id: `p${dice.below(6)}`,
    product_kind: dice.pick('goods', 'goods', 'service'),
    product_category: dice.pick('c1', 'c2', 'c3', null),
    quantity: dice.below(20) === 0 ? 60 : dice.below(4),
    unit_price: dice.sometimes(0.7, dice.below(100_000)),
    line_amount: dice.below(400_000) / 4,
    discount_amount: dice.sometimes(0.3, dice.below(9000)) ?? 0,
    refunded_amount: dice.sometimes(0.05, dice.below(900)),
    refunded_at: dice.sometimes(0.5, dice.instant()),
    currency: dice.pick('IDR', 'IDR', null, 'USD'),
    promotion_code: dice.sometimes(0.2, 'HEMAT'),
    channel: dice.pick('web', 'shop', null),
    city: dice.pick('Solo', 'Medan', null),
  };
}

function usageEvent(dice: Dice, index: number): SparseRow {
  return {
    ...dice.file(),
    event_id: `e${Math.floor(index / 2)}`,
    used_at: dice.instant(),
    user_ref: dice.party(),
    account_ref: dice.sometimes(0.2, dice.party()),
    order_id: dice.sometimes(0.3, `o${dice.below(60)}`),
    product_id: `p${dice.below(6)}`,
    product_kind: dice.pick('goods', 'goods', 'service'),
    quantity: 1 + dice.below(3),
    city: dice.pick('Bogor', null),
  };
}

function declaredParty(dice: Dice): SparseRow {
  return {
    ...dice.file(),
    party_ref: dice.party(),
    party_kind: dice.pick('person', 'organisation', null),
    relation: dice.pick('none', 'reseller', 'employee', null, null, null, null),
    organisation_ref: dice.sometimes(0.2, dice.party()),
    referrer_ref: dice.sometimes(0.1, dice.party()),
    consent_email: dice.pick(true, false, null),
    consent_at: dice.sometimes(0.7, dice.instant()),
    city: dice.pick('Medan', null),
  };
}

const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** Ingest leaves one row of a key in a file: later ones of the same file and key are dropped here too. */
function withoutLosers(rows: readonly SparseRow[]): SparseRow[] {
  const keys = ['file_id', 'shop', 'order_id', 'line_id', 'event_id', 'interaction_id', 'feedback_id'];
  const seen = new Set<string>();
  return rows.filter((row) => {
    const key = JSON.stringify(keys.map((name) => row[name]));
    return seen.has(key) ? false : seen.add(key);
  });
}

function numbered(lake: SparseLake): SparseLake {
  const isFact = (name: string) => ['orders', 'usage', 'interactions', 'feedback'].includes(name);
  return Object.fromEntries(
    Object.entries(lake).map(([name, rows]) => [
      name,
      name === 'contact_points'
        ? rows
        : (isFact(name) ? withoutLosers(rows) : rows).map((row, index) => ({
            ...row,
            record_number: index + 1,
          })),
    ]),
  );
}

/** A lake of all data sets with everything that views must bear, the same for the same seed. */
export function randomLake(seed: number): SparseLake {
  const dice = new Dice(seed);
  const dated = (day: number) => new Date(Date.UTC(2025, 0, 1 + day)).toISOString().slice(0, 10);
  return numbered({
    orders: many(300, (index) => orderLine(dice, index)),
    usage: many(200, (index) => usageEvent(dice, index)),
    interactions: many(150, (index) => ({
      ...dice.file(),
      interaction_id: `n${Math.floor(index / 2)}`,
      started_at: dice.instant(),
      party_ref: dice.party(),
      kind: dice.pick('enquiry', 'quote', 'browse', 'complaint'),
      list_amount: dice.below(100),
      currency: dice.pick('IDR', 'USD', null),
    })),
    feedback: many(40, (index) => ({
      ...dice.file(),
      feedback_id: `k${Math.floor(index / 2)}`,
      given_at: dice.instant(),
      party_ref: dice.party(),
      score: dice.below(6),
    })),
    parties: many(40, () => declaredParty(dice)),
    products: many(12, (index) => ({ ...dice.file(), product_id: `p${index % 6}` })),
    campaigns: many(8, (index) => ({
      ...dice.file(),
      campaign_id: `k${index % 4}`,
      cost_amount: dice.below(100),
      currency: 'USD',
    })),
    exchange_rates: many(130, (index) => ({
      rate_date: dated(index * 3 - 2),
      currency: 'USD',
      rate: `${15_000 + index}.1234`,
    })),
    contact_points: many(60, () => ({
      file_id: 'f0@1',
      party_ref: dice.party(),
      point_kind: dice.pick('phone', 'address', 'email', 'name', 'surname_address'),
      point_ref: `q${dice.below(12)}`,
    })),
  });
}
