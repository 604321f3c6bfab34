import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatDay } from '../../../schemas/instant.ts';
import { makeCalendar } from './calendar.ts';
import { controlDifferences, controlTotalRows } from './control-totals.ts';
import { deliverContacts } from './deliver-contacts.ts';
import { deliverJakartaOrders, deliverSurabayaOrders, hasShrunk } from './deliver-orders.ts';
import {
  deliverCampaigns,
  deliverControlTotals,
  deliverParties,
  deliverProducts,
  deliverRates,
} from './deliver-references.ts';
import { deliverUsage } from './deliver-usage.ts';
import { Delivery } from './delivery.ts';
import { addEverydayContacts } from './everyday-contacts.ts';
import { addEverydayOrders } from './everyday-orders.ts';
import { SHOPS, type ShopName } from './model.ts';
import { plantImpulsive, plantLoyal, plantThrifty } from './plant-characteristics.ts';
import { plantGrowing, plantNew, plantPotential } from './plant-growth.ts';
import { plantPairs } from './plant-pairs.ts';
import { plantIntermediaries, plantInternal } from './plant-types.ts';
import { Planting } from './planting.ts';
import { type EverydayPayer, makePopulation } from './population.ts';
import { Random } from './random.ts';
import { makeRates } from './rates.ts';
import { SEASONS } from './seasons.ts';
import { Tally } from './tally.ts';
import type { DemonstrationTruths } from './truths.ts';
import { referenceOf, World } from './world.ts';

export interface DemonstrationOptions {
  /** Default 1. */
  readonly seed?: number;
  /** Last business date of the five years, `yyyy-MM-dd`; default 2026-10-31. */
  readonly lastDate?: string;
  /** Where the truths are written, not under the raw folder; default `truths.json` beside it. */
  readonly truthsPath?: string;
}

const DEFAULT_SEED = 1;
const DEFAULT_LAST_DATE = '2026-10-31';
// Each shop plants in an order of its own, so that one id is a loyal buyer here and a reseller there.
const PLANTERS = [
  plantLoyal,
  plantThrifty,
  plantImpulsive,
  plantGrowing,
  plantPotential,
  plantNew,
  plantInternal,
  plantIntermediaries,
  plantPairs,
];

/**
 * Writes the raw files of the demonstration company, Talaga Wening, which sells and services coffee machines, and
 * gives what is true of them. The same seed and last date give the same bytes; no clock is read.
 */
export async function makeDemonstration(
  rawDir: string,
  options: DemonstrationOptions = {},
): Promise<DemonstrationTruths> {
  const seed = options.seed ?? DEFAULT_SEED;
  const calendar = makeCalendar(options.lastDate ?? DEFAULT_LAST_DATE);
  const world = new World(calendar, new Random(`talaga-wening/${seed}`));
  const payers = populate(world);
  const rates = makeRates(calendar, world.random.fork('rates'));
  const tally = new Tally(calendar, rates);
  for (const order of world.orders) tally.addOrder(order);
  const delivery = new Delivery(rawDir);
  await deliverProducts(world, delivery);
  deliverJakartaOrders(world, delivery, ordersOf(world, 'jakarta'));
  deliverSurabayaOrders(world, delivery, ordersOf(world, 'surabaya'));
  for (const shop of SHOPS) {
    deliverUsage(world, delivery, shop, payers[shop], (event) => tally.addUsage(event));
    deliverContacts(world, delivery, shop);
    deliverControlTotals(world, delivery, shop, controlTotalRows(world, tally, shop));
  }
  deliverParties(world, delivery);
  deliverCampaigns(world, delivery);
  deliverRates(world, delivery, rates);
  const truths = tellTruths(seed, world, tally, delivery);
  writeFileSync(
    options.truthsPath ?? join(rawDir, '..', 'truths.json'),
    `${JSON.stringify(truths, undefined, 1)}\n`,
  );
  return truths;
}

function populate(world: World): Record<ShopName, EverydayPayer[]> {
  SHOPS.forEach((shop, i) => {
    const planting = new Planting(world, shop);
    const planters = i === 0 ? PLANTERS : PLANTERS.toReversed();
    for (const plant of planters) plant(planting);
  });
  const plantedCount = world.orders.length;
  const payers = { jakarta: makePopulation(world, 'jakarta'), surabaya: makePopulation(world, 'surabaya') };
  for (const shop of SHOPS) addEverydayOrders(world, shop, payers[shop]);
  addEverydayContacts(world, world.orders.slice(plantedCount));
  return payers;
}

function ordersOf(world: World, shop: ShopName): World['orders'] {
  return world.orders.filter((order) => order.shop === shop).sort((a, b) => a.at - b.at);
}

function tellTruths(seed: number, world: World, tally: Tally, delivery: Delivery): DemonstrationTruths {
  const { calendar } = world;
  const files = delivery.files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const masked = files.reduce((sum, file) => sum + file.maskedCount, 0);
  return {
    seed,
    firstDate: formatDay(calendar.firstDay),
    lastDate: formatDay(calendar.lastDay),
    planted: world.plants.map(({ party, claim, holds, why }) => ({
      party: referenceOf(party),
      claim,
      holds,
      why,
      paidOrderDates: [...(tally.paidDates.get(party) ?? [])].sort(),
    })),
    pairs: tally.pairs(world),
    badRows: delivery.badRows,
    files,
    totals: tally.totals(world, masked),
    collidingPartyIdCount: countCollidingIds(world),
    shrunkOrders: world.orders
      .filter((order) => hasShrunk(order, calendar))
      .map((order) => ({ shop: order.shop, orderId: order.id })),
    controlDifferences: controlDifferences(world, tally),
    seasons: SEASONS,
  };
}

function countCollidingIds(world: World): number {
  const [here, there] = SHOPS.map(
    (shop) => new Set(world.parties.flatMap((party) => (party.shop === shop ? (party.id ?? []) : []))),
  );
  return here === undefined || there === undefined ? 0 : here.intersection(there).size;
}
