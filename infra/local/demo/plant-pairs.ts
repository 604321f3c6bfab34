import { firstDayOf } from './calendar.ts';
import type { DemoParty } from './model.ts';
import type { Planting } from './planting.ts';

/** Plants payers with the people they pay for, once for each way in which the rows show it. */
export function plantPairs(planting: Planting): void {
  for (const link of ['account', 'account', 'order', 'recipient'] as const) plantHousehold(planting, link);
  plantEmployer(planting, true);
  plantEmployer(planting, false);
  for (let copy = 0; copy < 3; copy++) plantGift(planting);
  plantForeignOrders(planting);
}

/** A parent and two children: the bottle's usage names the account, or its order, or only the order its recipient. */
function plantHousehold(planting: Planting, link: 'account' | 'order' | 'recipient'): void {
  const { world, shop } = planting;
  const parent = world.newParty(shop);
  parent.declared = {};
  for (const back of [300, 260]) {
    const child = world.newParty(shop, { with: parent });
    child.declared = {};
    const bottle = planting.product('Botol Anak Pintar');
    const order = planting.order(parent, back, [
      { product: bottle, ...(link === 'recipient' ? { recipient: child } : {}) },
    ]);
    world.relate(parent, child, 'household');
    if (link === 'recipient') continue;
    for (const later of [200, 150, 90]) {
      planting.use(child, later, bottle, link === 'account' ? { account: parent } : { order });
    }
  }
}

/** An office whose machine four employees use; they are declared its people, or only their number tells. */
function plantEmployer(planting: Planting, isDeclared: boolean): void {
  const { world, shop } = planting;
  const office = world.newParty(shop, { isOrganisation: true });
  office.declared = {};
  const machine = planting.product('Mesin Kopi Pintar Kantor');
  const order = planting.order(office, 420, [{ product: machine }]);
  for (let i = 0; i < 4; i++) {
    const employee = world.newParty(shop);
    if (isDeclared) employee.declared = { organisation: office };
    for (const back of [380, 260, 130]) {
      planting.use(employee, back, machine, i % 2 === 0 ? { account: office } : { order });
    }
    world.relate(office, employee, 'employer');
  }
}

/** A present for somebody of another family at another address. */
function plantGift(planting: Planting): void {
  const { world, shop } = planting;
  const giver = world.newParty(shop);
  const friend = newStranger(planting, giver);
  giver.declared = {};
  friend.declared = {};
  const lines = [{ product: planting.product('Cangkir Keramik'), recipient: friend }];
  planting.order(giver, 220, lines, { hidesAddress: true });
  world.relate(giver, friend, 'other');
}

function newStranger(planting: Planting, giver: DemoParty): DemoParty {
  for (;;) {
    const stranger = planting.world.newParty(planting.shop);
    if (stranger.name.split(' ').at(-1) !== giver.name.split(' ').at(-1)) return stranger;
  }
}

/** The month, counted from the first, in which no rate lands. */
export const RATELESS_MONTH_INDEX = 20;

/** Orders from abroad, one of them in the middle of the month without rates. */
function plantForeignOrders(planting: Planting): void {
  if (planting.shop !== 'jakarta') return;
  const { firstMonth, lastDay } = planting.world.calendar;
  const rateless = lastDay - (firstDayOf(firstMonth + RATELESS_MONTH_INDEX) + 17);
  for (const currency of ['USD', 'SGD'] as const) {
    const buyer = planting.world.newParty(planting.shop, { currency });
    for (const back of [rateless, 610, 240, 45]) planting.order(buyer, back);
  }
}
