import type { DemoParty } from './model.ts';
import type { Planting } from './planting.ts';
import { requireItem } from './random.ts';

/** Plants parties that resell from inside the company's own organisation, and one whose relation says nothing. */
export function plantInternal(planting: Planting): void {
  for (const relation of ['employee', 'employee', 'agent', 'agent', 'partner', 'branch', 'distributor']) {
    const isOrganisation = relation === 'branch' || relation === 'distributor';
    const party = planting.party('internal', true, `declared ${relation}`, { isOrganisation });
    party.declared = { relation };
    for (const back of [520, 400, 180]) planting.order(party, back);
  }
  const none = planting.party('internal', false, 'declared relation is none');
  none.declared = { relation: 'none' };
  for (const back of [520, 400, 180]) planting.order(none, back);
}

/** Plants declared resellers and merchants, and resellers that only their orders betray. */
export function plantIntermediaries(planting: Planting): void {
  for (const relation of ['reseller', 'reseller', 'merchant', 'merchant']) {
    const party = planting.party('intermediary_declared', true, `declared ${relation}`);
    party.declared = { relation };
    const customer = planting.world.newParty(planting.shop);
    for (const back of [450, 300, 210]) {
      planting.order(party, back, [{ product: planting.beans, recipient: customer }]);
    }
    planting.world.relate(party, customer, 'resale');
  }
  plantForwarders(planting);
  plantBulkBuyers(planting);
}

function plantForwarders(planting: Planting): void {
  const claim = 'intermediary_inferred';
  for (let copy = 0; copy < 3; copy++) {
    const party = planting.party(claim, true, '90 % of lines to seven others');
    for (const recipient of forward(planting, party, 7, 9)) planting.world.relate(party, recipient, 'resale');
  }
  forward(planting, planting.party(claim, false, 'four recipients only'), 4, 9);
  forward(planting, planting.party(claim, false, 'seven recipients, 40 % of lines'), 7, 4);
  const user = planting.party(claim, false, 'seven recipients, but uses itself');
  forward(planting, user, 7, 9);
  planting.use(user, 140);
}

/** Gives the recipients of twenty orders, of which so many in ten go to somebody else. */
function forward(
  planting: Planting,
  party: DemoParty,
  recipientCount: number,
  othersOfTen: number,
): DemoParty[] {
  const recipients = Array.from({ length: recipientCount }, (_, i) =>
    planting.world.newParty(planting.shop, { known: i % 3 === 2 ? 'phone' : 'id' }),
  );
  for (let i = 0; i < 20; i++) {
    const isOwn = i % 10 >= othersOfTen;
    const recipient = requireItem(recipients, i % recipientCount);
    const line = { product: planting.beans, ...(isOwn ? {} : { recipient }) };
    const back = 620 - 25 * i + planting.random.integer(-9, 9);
    planting.order(party, back, [line], { hidesAddress: true });
  }
  return recipients;
}

function plantBulkBuyers(planting: Planting): void {
  const claim = 'intermediary_inferred';
  const buy = (party: DemoParty, daysBack: readonly number[], quantity: number) => {
    for (const back of daysBack) {
      const more = planting.random.integer(0, Math.floor(quantity / 5));
      planting.order(party, back, [{ product: planting.beans, quantity: quantity + more }]);
    }
  };
  for (let copy = 0; copy < 3; copy++) {
    buy(planting.party(claim, true, 'four orders of 50 and more'), [610, 520, 380, 150], 50);
  }
  buy(planting.party(claim, false, 'two orders of 50 and more only'), [520, 380], 50);
  buy(planting.party(claim, false, 'orders of 4'), [610, 520, 380, 150], 4);
  const user = planting.party(claim, false, 'four orders of 50 and more, but uses itself');
  buy(user, [610, 520, 380, 150], 50);
  planting.use(user, 200);
}
