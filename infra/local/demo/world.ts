import type { Calendar } from './calendar.ts';
import { type Catalogue, makeCatalogue } from './catalogue.ts';
import type {
  DemoAnswer,
  DemoContact,
  DemoOrder,
  DemoParty,
  DemoProduct,
  DemoUsage,
  ShopName,
} from './model.ts';
import { makeOrder, type OrderWish } from './order-maker.ts';
import { type PartyWish, PeopleMaker } from './people.ts';
import type { Random } from './random.ts';
import type { Claim, PairRelation, PartyReference } from './truths.ts';

export interface Plant {
  readonly party: DemoParty;
  readonly claim: Claim;
  readonly holds: boolean;
  readonly why: string;
}

/** Everything that happened at the demonstration company, except the everyday usage, which is made while it is written. */
export class World {
  readonly calendar: Calendar;
  readonly random: Random;
  readonly catalogues: Readonly<Record<ShopName, Catalogue>>;
  readonly parties: DemoParty[] = [];
  readonly orders: DemoOrder[] = [];
  readonly plantedUsage: DemoUsage[] = [];
  readonly contacts: DemoContact[] = [];
  readonly answers: DemoAnswer[] = [];
  readonly plants: Plant[] = [];
  /** The relation that a pair was made to have, by `pairKey`. */
  readonly relations = new Map<string, PairRelation>();
  /** Orders of the everyday population, by month. */
  readonly everydayOrders = new Map<number, number>();
  readonly #people: PeopleMaker;
  readonly #orderRandom: Random;
  readonly #lastOrder: Record<ShopName, number> = { jakarta: 0, surabaya: 0 };

  constructor(calendar: Calendar, random: Random) {
    this.calendar = calendar;
    this.random = random;
    this.#people = new PeopleMaker(random.fork('people'));
    this.#orderRandom = random.fork('orders');
    this.catalogues = { jakarta: makeCatalogue('jakarta'), surabaya: makeCatalogue('surabaya') };
  }

  /** Gives a new party, known to the world. */
  newParty(shop: ShopName, wish: PartyWish = {}): DemoParty {
    const party = this.#people.make(shop, wish);
    this.parties.push(party);
    return party;
  }

  /** Gives a new order, known to the world; numbers run on by shop, so that both shops have the same ones. */
  newOrder(wish: OrderWish): DemoOrder {
    this.#lastOrder[wish.shop] += 1;
    const id = `T${String(this.#lastOrder[wish.shop]).padStart(6, '0')}`;
    const order = makeOrder(wish, id, this.#orderRandom);
    this.orders.push(order);
    return order;
  }

  /** Gives a product of a shop by its name; throws `RangeError` for one that the shop does not sell. */
  product(shop: ShopName, name: string): DemoProduct {
    const product = this.catalogues[shop].all.find((candidate) => candidate.name === name);
    if (product === undefined) throw new RangeError(`shop ${shop} sells no ${name}`);
    return product;
  }

  /** Notes how a payer and a user were meant to belong together. */
  relate(payer: DemoParty, user: DemoParty, relation: PairRelation): void {
    this.relations.set(pairKey(payer, user), relation);
  }
}

/** Gives the strongest identifier that a party's rows carry. */
export function referenceOf(party: DemoParty): PartyReference {
  const { shop, id, email, phone } = party;
  if (id !== undefined) return { shop, field: 'id', value: id };
  if (email !== undefined) return { shop, field: 'email', value: email };
  if (phone !== undefined) return { shop, field: 'phone', value: phone };
  throw new RangeError(`party of shop ${shop} has neither id nor e-mail nor phone`);
}

/** Gives a text that only this party has. */
export function partyKey(party: DemoParty): string {
  const reference = referenceOf(party);
  return reference.field === 'id' ? `${party.shop}/${reference.value}` : reference.value;
}

/** Gives a text that only this pair of payer and user has. */
export function pairKey(payer: DemoParty, user: DemoParty): string {
  return `${partyKey(payer)} ${partyKey(user)}`;
}
