import { dayOfInstant, instantOf, monthOf } from './calendar.ts';
import type { DemoOrder, DemoParty, DemoProduct, DemoUsage, ShopName } from './model.ts';
import type { EverydayPayer } from './population.ts';
import type { Random } from './random.ts';
import { sumOfFactors, usageFactor } from './seasons.ts';
import { WeightedPick } from './weighted-pick.ts';
import type { World } from './world.ts';

const EVENT_COUNTS: Readonly<Record<ShopName, number>> = { jakarta: 92_000, surabaya: 57_500 };
const DEVICES = ['aplikasi', 'alat', 'alat', 'tablet'];
const ACTIONS = { goods: ['seduh', 'seduh', 'isi_ulang', 'bersihkan'], service: ['ikut_sesi', 'buka_modul'] };

/** Somebody who uses, the payer behind it, and what it uses. */
interface EverydayUser {
  readonly payer: EverydayPayer;
  readonly user: DemoParty;
  readonly products: readonly DemoProduct[];
  readonly weight: number;
}

/** Gives the usage of a shop day by day, each day in order of time: the everyday events and the planted ones. */
export function* usageByDay(
  world: World,
  shop: ShopName,
  payers: readonly EverydayPayer[],
): Generator<{ day: number; events: DemoUsage[] }> {
  const random = world.random.fork(`usage/${shop}`);
  const { calendar } = world;
  const users = makeUsers(world, shop, payers, random);
  const orders = firstOrders(world, shop);
  const planted = plantedByDay(world, shop);
  const base = EVENT_COUNTS[shop] / sumOfFactors(calendar, usageFactor);
  let pick = new WeightedPick<EverydayUser>([]);
  let month = -1;
  for (let day = calendar.firstDay; day <= calendar.lastDay; day++) {
    if (monthOf(day) !== month) {
      month = monthOf(day);
      pick = new WeightedPick(usersOf(users, month));
    }
    const count = Math.max(1, random.round(base * usageFactor(day, calendar)));
    const events = Array.from({ length: count }, () =>
      makeEvent(shop, day, pick.pick(random), orders, random),
    );
    for (const event of planted.get(day) ?? []) events.push(event);
    yield { day, events: inDistinctSeconds(events) };
  }
}

function makeUsers(
  world: World,
  shop: ShopName,
  payers: readonly EverydayPayer[],
  random: Random,
): EverydayUser[] {
  const { connectedGoods, usedServices } = world.catalogues[shop];
  return payers.flatMap((payer) => {
    const people = payer.party.isOrganisation ? [] : [payer.party];
    return [...people, ...payer.party.members].map((user) => {
      const isClient = payer.manner === 'client' || (payer.manner === 'office' && random.chance(0.25));
      const products = [random.pick(isClient ? usedServices : connectedGoods)];
      if (random.chance(0.2)) products.push(random.pick(connectedGoods));
      return { payer, user, products, weight: 0.1 + random.next() ** 2 };
    });
  });
}

function usersOf(users: readonly EverydayUser[], month: number): (readonly [EverydayUser, number])[] {
  return users
    .filter(({ payer }) => payer.fromMonth <= month && month <= payer.toMonth + 1)
    .map((user) => [user, user.weight] as const);
}

/** The first completed order of each payer, which a device's usage may name. */
function firstOrders(world: World, shop: ShopName): Map<DemoParty, DemoOrder> {
  const first = new Map<DemoParty, DemoOrder>();
  for (const order of world.orders) {
    if (order.shop !== shop || order.buyer === undefined || order.steps.at(-1)?.status !== 'completed')
      continue;
    const known = first.get(order.buyer);
    if (known === undefined || order.at < known.at) first.set(order.buyer, order);
  }
  return first;
}

function plantedByDay(world: World, shop: ShopName): Map<number, DemoUsage[]> {
  const byDay = new Map<number, DemoUsage[]>();
  for (const event of world.plantedUsage) {
    if (event.shop !== shop) continue;
    const day = dayOfInstant(event.at);
    byDay.set(day, [...(byDay.get(day) ?? []), event]);
  }
  return byDay;
}

function makeEvent(
  shop: ShopName,
  day: number,
  someone: EverydayUser,
  orders: ReadonlyMap<DemoParty, DemoOrder>,
  random: Random,
): DemoUsage {
  const product = random.pick(someone.products);
  const at = instantOf(day, random.integer(5 * 3600, 22 * 3600));
  return {
    shop,
    at,
    user: someone.user,
    product,
    ...linkToPayer(someone, at, orders, random),
    action: random.pick(ACTIONS[product.kind]),
    quantity: product.kind === 'goods' ? random.integer(1, 3) : 1,
    seconds: product.kind === 'goods' ? random.integer(15, 240) : random.integer(300, 5400),
    device: random.pick(DEVICES),
  };
}

/** The account where the payer has a number, else or sometimes the order with which the product came. */
function linkToPayer(
  someone: EverydayUser,
  at: number,
  orders: ReadonlyMap<DemoParty, DemoOrder>,
  random: Random,
): { account?: DemoParty; order?: DemoOrder } {
  const { party } = someone.payer;
  const draw = random.next();
  const order = orders.get(party);
  if (order !== undefined && order.at < at && draw < 0.25) return { order };
  return party.id !== undefined && draw < 0.85 ? { account: party } : {};
}

/** Two events of one second would be one event where a row has no number of its own: later ones move on. */
function inDistinctSeconds(events: DemoUsage[]): DemoUsage[] {
  events.sort((a, b) => a.at - b.at);
  let last = Number.NEGATIVE_INFINITY;
  return events.map((event) => {
    last = Math.max(event.at, last + 1000);
    return last === event.at ? event : { ...event, at: last };
  });
}
