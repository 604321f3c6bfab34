import type { DemoParty } from './model.ts';
import { type Planting, STANDING_CODE } from './planting.ts';
import { requireItem } from './random.ts';

/** Plants parties that are loyal, and such as miss it by one rule. */
export function plantLoyal(planting: Planting): void {
  for (const gap of [21, 24, 28, 30, 33, 35, 42]) {
    rhythm(planting, planting.party('loyal', true, `an order about every ${gap} days until now`), gap, 12, 4);
  }
  rhythm(planting, planting.party('loyal', true, 'known by e-mail alone', { known: 'email' }), 30, 9, 6);
  rhythm(planting, planting.party('loyal', false, 'three order dates only'), 40, 3, 10);
  rhythm(planting, planting.party('loyal', false, 'six order dates within 60 days'), 12, 6, 5);
  rhythm(planting, planting.party('loyal', false, 'last order more than three gaps ago'), 30, 8, 100);
  const paused = planting.party('loyal', false, 'one gap of four times the median');
  for (const back of [8, 38, 68, 98, 218, 248, 278]) planting.order(paused, back);
}

function rhythm(planting: Planting, party: DemoParty, gap: number, count: number, lastBack: number): void {
  const jitter = Math.floor(gap / 12);
  for (let i = 0; i < count; i++) {
    const moved = i === 0 || i === count - 1 ? 0 : planting.random.integer(-jitter, jitter);
    planting.order(party, lastBack + i * gap + moved);
  }
}

// Uneven, and over long ago: thrifty and nothing else.
const THRIFTY_DAYS_BACK = [700, 640, 500, 460, 330];

/** Plants parties that buy when it is cheap, one for each sign, and such as miss it by one rule. */
export function plantThrifty(planting: Planting): void {
  const product = planting.beans;
  const signs = {
    'promotion code in four of five orders': [{ product, code: STANDING_CODE, discountShare: 0.1 }],
    'cashback in four of five orders': [{ product, hasCashback: true }],
    'a free line in four of five orders': [
      { product },
      { product: planting.product('Gelas Belajar Anak'), isFree: true },
    ],
    'discount of 15 % in four of five orders': [{ product, discountShare: 0.15, quantity: 2 }],
  };
  for (const [why, lines] of Object.entries(signs)) {
    for (let copy = 0; copy < 2; copy++) {
      const party = planting.party('thrifty', true, why);
      THRIFTY_DAYS_BACK.forEach((back, i) => {
        planting.order(party, back, i === 2 ? [{ product }] : lines);
      });
    }
  }
  const nine = planting.party('thrifty', false, 'discounts of 9 %');
  for (const back of THRIFTY_DAYS_BACK) planting.order(nine, back, [{ product, discountShare: 0.09 }]);
  const rare = planting.party('thrifty', false, 'promotion code in two of five orders');
  THRIFTY_DAYS_BACK.forEach((back, i) => {
    planting.order(rare, back, [i < 2 ? { product, code: STANDING_CODE, discountShare: 0.1 } : { product }]);
  });
  const two = planting.party('thrifty', false, 'two orders only');
  for (const back of [500, 460]) planting.order(two, back, [{ product, code: STANDING_CODE }]);
}

const IMPULSIVE_DAYS_BACK = [560, 500, 430, 250];

/** Plants parties that buy on impulse, and such as miss it by one rule. */
export function plantImpulsive(planting: Planting): void {
  const categories = planting.world.catalogues[planting.shop].firstOfCategory;
  const buyEach = (party: DemoParty, back: number, i: number) => {
    planting.order(party, back, [{ product: requireItem(categories, i) }]);
  };
  for (let copy = 0; copy < 5; copy++) {
    const party = planting.party('impulsive', true, 'each order a new category, never a contact');
    IMPULSIVE_DAYS_BACK.forEach((back, i) => {
      buyEach(party, back, i + copy);
    });
  }
  const same = planting.party('impulsive', false, 'always the same category');
  for (const back of IMPULSIVE_DAYS_BACK) planting.order(same, back);
  const asked = planting.party('impulsive', false, 'a contact three days before each order');
  IMPULSIVE_DAYS_BACK.forEach((back, i) => {
    buyEach(asked, back, i);
    planting.contact(asked, back + 3, 'support', { direction: i % 2 === 0 ? 'inbound' : 'outbound' });
  });
  const slow = planting.party('impulsive', false, 'asks 20 days before each order');
  IMPULSIVE_DAYS_BACK.forEach((back, i) => {
    buyEach(slow, back, i);
    planting.contact(slow, back + 20, 'enquiry');
  });
  const two = planting.party('impulsive', false, 'two orders only');
  [560, 500].forEach((back, i) => {
    buyEach(two, back, i);
  });
}
