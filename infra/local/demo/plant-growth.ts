import { firstDayOf, lastFullMonth } from './calendar.ts';
import type { DemoParty } from './model.ts';
import type { Planting } from './planting.ts';

const RISING = [1, 2, 3, 4, 5, 6];
const FALLING = [6, 5, 4, 3, 2, 1];
const LATE = [0, 0, 0, 0, 4, 6];

/** Plants parties whose spend or usage grows and who bring others, and such as miss it by one rule. */
export function plantGrowing(planting: Planting): void {
  for (let copy = 0; copy < 3; copy++) {
    const party = planting.party('growing', true, 'spend rises for six months; referred a first order');
    spend(planting, party, RISING);
    referByOrder(planting, party);
  }
  const declared = planting.party('growing', true, 'spend rises for six months; a declared party names it');
  spend(planting, declared, RISING);
  planting.world.newParty(planting.shop).declared = { referrer: declared };
  const user = planting.party('growing', true, 'usage rises for six months; referred a first order');
  RISING.forEach((count, i) => {
    for (let k = 0; k < count; k++) planting.use(user, daysBack(planting, i, 9 + k));
  });
  referByOrder(planting, user);

  spend(planting, planting.party('growing', false, 'spend rises, but nobody came by its referral'), RISING);
  const falling = planting.party('growing', false, 'referred somebody, but spend falls');
  spend(planting, falling, FALLING);
  referByOrder(planting, falling);
  const late = planting.party('growing', false, 'active in two of the last four full months');
  spend(planting, late, LATE);
  referByOrder(planting, late);
}

/** Quantities of beans in each of the last six full months. */
function spend(planting: Planting, party: DemoParty, quantities: readonly number[]): void {
  quantities.forEach((quantity, i) => {
    if (quantity === 0) return;
    planting.order(party, daysBack(planting, i, 9), [{ product: planting.beans, quantity }]);
  });
}

/** Days from a day (0 is the first) of one of the last six full months to the last day. */
function daysBack(planting: Planting, monthIndex: number, dayIndex: number): number {
  const { lastDay } = planting.world.calendar;
  return lastDay - (firstDayOf(lastFullMonth(lastDay) - 5 + monthIndex) + dayIndex);
}

function referByOrder(planting: Planting, referrer: DemoParty): void {
  const brought = planting.world.newParty(planting.shop);
  planting.order(brought, 75, undefined, { referrer });
}

/** Plants parties that may become payers, and such as miss it by one rule. */
export function plantPotential(planting: Planting): void {
  for (const kind of ['enquiry', 'quote', 'negotiation']) {
    const lead = planting.party('potential', true, `never paid; ${kind} 20 days ago`);
    planting.contact(lead, 20, kind);
  }
  const byPhone = planting.party('potential', true, 'known by phone alone; enquiry 15 days ago', {
    known: 'phone',
  });
  planting.contact(byPhone, 15, 'enquiry');
  const user = planting.party('potential', true, 'never paid; uses since 200 days');
  for (const back of [200, 120, 60, 5]) planting.use(user, back);
  for (let copy = 0; copy < 3; copy++) {
    const lapsed = planting.party('potential', true, 'paid 400 days ago; enquiry 30 days ago');
    planting.order(lapsed, 400);
    planting.contact(lapsed, 30, 'enquiry');
  }
  const old = planting.party('potential', false, 'the only enquiry was 150 days ago');
  planting.contact(old, 150, 'enquiry');
  const complaint = planting.party('potential', false, 'complained, did not ask');
  planting.contact(complaint, 20, 'complaint');
  const bought = planting.party('potential', false, 'asked 45 days ago, paid 35 days ago');
  planting.order(bought, 300);
  planting.contact(bought, 45, 'enquiry');
  planting.order(bought, 35);
}

/** Plants parties that have just come, and such as miss it by one rule. */
export function plantNew(planting: Planting): void {
  for (const back of [3, 8, 14, 20, 26]) {
    const party = planting.party('new', true, `first order ${back} days ago`);
    planting.order(party, back);
  }
  for (const back of [6, 12, 22]) {
    const party = planting.party('new', true, `never paid; first used ${back} days ago`);
    planting.use(party, back);
    planting.use(party, back - 3);
  }
  planting.order(planting.party('new', false, 'first order 60 days ago'), 60);
  const cancelled = planting.party('new', false, 'the only order was cancelled');
  planting.order(cancelled, 10, undefined, { ending: 'cancelled' });
  const user = planting.party('new', false, 'never paid; first used 200 days ago');
  for (const back of [200, 8]) planting.use(user, back);
}
