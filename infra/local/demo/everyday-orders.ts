import { monthOf } from './calendar.ts';
import { seasonalCode } from './campaigns.ts';
import type { DemoParty, DemoProduct, ShopName } from './model.ts';
import type { Ending, LineWish, OrderWish } from './order-maker.ts';
import { STANDING_CODE } from './planting.ts';
import type { EverydayPayer } from './population.ts';
import type { Random } from './random.ts';
import { orderFactor, sumOfFactors } from './seasons.ts';
import { WeightedPick } from './weighted-pick.ts';
import type { World } from './world.ts';

/** Orders of the everyday population in five years; with their lines and the planted ones about 60,000 lines. */
const ORDER_COUNTS: Readonly<Record<ShopName, number>> = { jakarta: 16_900, surabaya: 11_350 };
const WALK_IN_SHARE = 0.05;
const SALESPEOPLE = ['S-01', 'S-02', 'S-03', 'S-04'];
const CHANNELS: Readonly<Record<ShopName, readonly string[]>> = {
  jakarta: ['web', 'web', 'whatsapp', 'toko'],
  surabaya: ['marketplace', 'marketplace', 'whatsapp', 'toko'],
};

/** Adds to the world a shop's everyday orders, day by day as the seasons want them. */
export function addEverydayOrders(world: World, shop: ShopName, payers: readonly EverydayPayer[]): void {
  const random = world.random.fork(`everyday/${shop}`);
  const { calendar } = world;
  const base = ORDER_COUNTS[shop] / sumOfFactors(calendar, orderFactor);
  const seen = new Set<EverydayPayer>();
  let pick = new WeightedPick<EverydayPayer>([]);
  let month = -1;
  for (let day = calendar.firstDay; day <= calendar.lastDay; day++) {
    if (monthOf(day) !== month) {
      month = monthOf(day);
      pick = new WeightedPick(payersOf(payers, month));
    }
    const count = Math.max(random.round(base * orderFactor(day, calendar)), day === calendar.lastDay ? 1 : 0);
    for (let i = 0; i < count; i++) addOrder(world, shop, day, pick, seen, random);
    world.everydayOrders.set(month, (world.everydayOrders.get(month) ?? 0) + count);
  }
}

function payersOf(payers: readonly EverydayPayer[], month: number): (readonly [EverydayPayer, number])[] {
  return payers
    .filter((payer) => payer.fromMonth <= month && month <= payer.toMonth)
    .map((payer) => [payer, payer.weight] as const);
}

function addOrder(
  world: World,
  shop: ShopName,
  day: number,
  pick: WeightedPick<EverydayPayer>,
  seen: Set<EverydayPayer>,
  random: Random,
): void {
  if (random.chance(WALK_IN_SHARE)) {
    const lines = makeLines(world, shop, undefined, 2, random);
    world.newOrder({ shop, day, lines, ending: 'counter', channel: 'toko' });
    return;
  }
  const payer = pick.pick(random);
  const isFirst = !seen.has(payer);
  seen.add(payer);
  const isGift = payer.manner === 'giver' && random.chance(0.6);
  const lines = discounted(makeLines(world, shop, payer, random.chance(0.15) ? 5 : 3, random), day, random);
  const wish: OrderWish = {
    shop,
    day,
    second: random.integer(6 * 3600, 22 * 3600),
    buyer: payer.party,
    lines: isGift ? forFriend(lines, payer.party.members, random) : lines,
    ending: pickEnding(random),
    channel: random.pick(CHANNELS[shop]),
    isMasked: shop === 'surabaya' && payer.party.id !== undefined && random.chance(0.03),
    hidesAddress: isGift,
    losesLine: shop === 'surabaya' && lines.length > 1 && random.chance(0.04),
    ...(isFirst && payer.referrer !== undefined ? { referrer: payer.referrer } : {}),
    ...(payer.manner === 'office' ? { salespersonId: random.pick(SALESPEOPLE) } : {}),
  };
  world.newOrder(wish);
}

function makeLines(
  world: World,
  shop: ShopName,
  payer: EverydayPayer | undefined,
  most: number,
  random: Random,
): LineWish[] {
  const count = random.integer(1, most);
  return Array.from({ length: count }, () => {
    const product = pickProduct(world, shop, payer, random);
    const recipient = payer === undefined ? undefined : pickRecipient(payer, random);
    const most = payer?.manner === 'office' && product.price < 500_000 ? 4 : 2;
    return {
      product,
      quantity: product.kind === 'service' || product.price > 900_000 ? 1 : random.integer(1, most),
      ...(recipient === undefined ? {} : { recipient }),
      ...(shop === 'jakarta' && random.chance(0.012) ? { isReturned: true } : {}),
      ...(random.chance(0.01) ? { refundShare: 0.2 } : {}),
    };
  });
}

const SERVICE_SHARE = { solo: 0.06, household: 0.05, office: 0.2, giver: 0.03, client: 0.85 } as const;

function pickProduct(
  world: World,
  shop: ShopName,
  payer: EverydayPayer | undefined,
  random: Random,
): DemoProduct {
  const catalogue = world.catalogues[shop];
  if (payer !== undefined && random.chance(SERVICE_SHARE[payer.manner]))
    return random.pick(catalogue.services);
  // Dear machines are bought seldom, beans and milk often.
  for (;;) {
    const product = random.pick(catalogue.goods);
    if (product.price < 300_000 || random.chance(300_000 / product.price)) return product;
  }
}

/** The buyer may be named again as the recipient; offices name an employee seldom, lest they look like resellers. */
function pickRecipient(payer: EverydayPayer, random: Random): DemoParty | undefined {
  const { manner, party } = payer;
  if (manner === 'household' && random.chance(0.5)) return random.pick(party.members);
  if (manner === 'office' && random.chance(0.12)) return random.pick(party.members);
  return random.chance(0.3) ? party : undefined;
}

function forFriend(lines: readonly LineWish[], friends: readonly DemoParty[], random: Random): LineWish[] {
  const recipient = random.pick(friends);
  return lines.map((line) => ({ ...line, recipient }));
}

function discounted(lines: readonly LineWish[], day: number, random: Random): LineWish[] {
  const draw = random.next();
  if (draw > 0.2) return [...lines];
  const code = draw < 0.12 ? (seasonalCode(day) ?? STANDING_CODE) : undefined;
  const discountShare = code === undefined ? 0.05 : random.pick([0.1, 0.15, 0.2]);
  return lines.map((line) => ({ ...line, discountShare, ...(code === undefined ? {} : { code }) }));
}

function pickEnding(random: Random): Ending {
  const draw = random.next();
  if (draw < 0.05) return 'cancelled';
  if (draw < 0.06) return 'open';
  return draw < 0.08 ? 'returned' : 'completed';
}
