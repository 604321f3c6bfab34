import type { DemoParty, PayerManner, ShopName } from './model.ts';
import type { PartyWish } from './people.ts';
import type { Random } from './random.ts';
import type { World } from './world.ts';

/** A payer of the everyday population: how it lives, and in which months it is there. */
export interface EverydayPayer {
  readonly party: DemoParty;
  readonly manner: PayerManner;
  readonly fromMonth: number;
  readonly toMonth: number;
  /** How often it buys, against the others. */
  readonly weight: number;
  /** Who brought it: its first order says so. */
  readonly referrer?: DemoParty;
}

const PAYER_COUNTS: Readonly<Record<ShopName, number>> = { jakarta: 1350, surabaya: 900 };
const MANNERS: readonly (readonly [PayerManner, number])[] = [
  ['solo', 0.45],
  ['household', 0.3],
  ['office', 0.11],
  ['giver', 0.06],
  ['client', 0.08],
];
const WEIGHTS: Readonly<Record<PayerManner, number>> = {
  solo: 1,
  household: 1.3,
  office: 3,
  giver: 0.8,
  client: 0.9,
};
const MEAN_STAY_MONTHS = 22;
const REFERRED_SHARE = 0.12;

/** Gives the everyday payers of a shop, with those they pay for, all known to the world. */
export function makePopulation(world: World, shop: ShopName): EverydayPayer[] {
  const random = world.random.fork(`population/${shop}`);
  const payers: EverydayPayer[] = [];
  const referrers: DemoParty[] = [];
  for (let i = 0; i < PAYER_COUNTS[shop]; i++) {
    const payer = makePayer(world, shop, random);
    const isReferred = referrers.length > 0 && random.chance(REFERRED_SHARE);
    payers.push(isReferred ? { ...payer, referrer: random.pick(referrers) } : payer);
    if (payer.party.id !== undefined) referrers.push(payer.party);
  }
  return payers;
}

function makePayer(world: World, shop: ShopName, random: Random): EverydayPayer {
  const { firstMonth, lastMonth } = world.calendar;
  const manner = pickManner(random);
  const fromMonth = random.chance(0.35) ? firstMonth : random.integer(firstMonth, lastMonth);
  const stays = random.chance(0.25);
  const stay = Math.ceil(-Math.log(1 - random.next()) * MEAN_STAY_MONTHS);
  const party = world.newParty(shop, wishFor(manner, random));
  addMembers(world, party, manner, random);
  declare(party, manner, random);
  return {
    party,
    manner,
    fromMonth,
    toMonth: stays ? lastMonth : Math.min(lastMonth, fromMonth + stay),
    weight: WEIGHTS[manner] * (0.15 + 1.7 * random.next() ** 2),
  };
}

function pickManner(random: Random): PayerManner {
  let left = random.next();
  for (const [manner, share] of MANNERS) {
    if (left < share) return manner;
    left -= share;
  }
  return 'solo';
}

/** Households and offices have entries in the shop's list of people, so they are known by an id. */
function wishFor(manner: PayerManner, random: Random): PartyWish {
  if (manner === 'office') return { isOrganisation: true };
  if (manner === 'household') return {};
  const currency = manner === 'solo' && random.chance(0.03) ? random.pick(['USD', 'SGD'] as const) : 'IDR';
  return { known: pickKnown(random), currency };
}

function pickKnown(random: Random): 'id' | 'email' | 'phone' {
  const left = random.next();
  if (left < 0.72) return 'id';
  return left < 0.87 ? 'email' : 'phone';
}

function addMembers(world: World, party: DemoParty, manner: PayerManner, random: Random): void {
  const { shop } = party;
  if (manner === 'household') {
    const count = random.integer(1, 3);
    for (let i = 0; i < count; i++) party.members.push(world.newParty(shop, { with: party }));
    for (const member of party.members) world.relate(party, member, 'household');
  } else if (manner === 'office') {
    const count = random.integer(3, 8);
    for (let i = 0; i < count; i++) party.members.push(world.newParty(shop));
    for (const member of party.members) world.relate(party, member, 'employer');
  } else if (manner === 'giver') {
    const count = random.integer(1, 2);
    for (let i = 0; i < count; i++) party.members.push(world.newParty(shop, { known: pickKnown(random) }));
  }
}

function declare(party: DemoParty, manner: PayerManner, random: Random): void {
  if (party.id === undefined) return;
  const isListed = manner === 'household' || manner === 'office' || random.chance(0.6);
  if (!isListed) return;
  party.declared = random.chance(0.1) ? { relation: 'none' } : {};
  for (const member of party.members) {
    if (member.id === undefined) continue;
    member.declared = manner === 'office' ? { organisation: party } : {};
  }
}
