import { type Calendar, dayOfInstant, endOfDay } from './calendar.ts';
import type { Delivery } from './delivery.ts';
import type { Row } from './dialect.ts';
import { windowsOf } from './file-plans.ts';
import type { DemoOrder } from './model.ts';
import { changedBetween, linesAt } from './order-state.ts';
import type { Random } from './random.ts';
import type { RawFile } from './raw-file.ts';
import { ORDER_COLUMNS, orderRows } from './rows.ts';
import type { World } from './world.ts';

/** Surabaya's exports go so many days further back than the last one ended. */
export const OVERLAP_DAYS = 31;
const SURABAYA_LACKS = new Set(['line_id', 'status_at', 'is_tailored', 'returned_quantity']);

/**
 * Delivers Jakarta's orders: lines are numbered and carry the time of their status, and each file also holds the
 * earlier lines whose status has changed since the file before. Now and then a line stands in a file twice.
 */
export function deliverJakartaOrders(world: World, delivery: Delivery, orders: readonly DemoOrder[]): void {
  const random = world.random.fork('deliver/jakarta');
  let endBefore = Number.NEGATIVE_INFINITY;
  for (const window of windowsOf('jakarta', 'orders', world.calendar)) {
    const file = delivery.open('orders', 'jakarta', window, ORDER_COLUMNS);
    const end = endOfDay(window.lastDay);
    for (const order of orders) {
      if (order.at > end) break;
      const isOld = order.at <= endBefore;
      if (isOld && !changedBetween(order, endBefore, end)) continue;
      addNumberedOrder(file, order, end, isOld ? undefined : random);
    }
    delivery.close(file);
    endBefore = end;
  }
}

function addNumberedOrder(file: RawFile, order: DemoOrder, end: number, random: Random | undefined): void {
  const write = (at: number) => file.instant(at);
  orderRows(order, end, write).forEach((row, i) => {
    if (random?.chance(0.006)) addEarlier(file, order, i, row);
    file.add(row);
    if (random?.chance(0.002)) file.add(row, 'duplicate');
  });
}

/** Adds a line as it was when it was ordered, if it has come further since. */
function addEarlier(file: RawFile, order: DemoOrder, index: number, row: Row): void {
  const first = orderRows(order, order.at, (at) => file.instant(at))[index];
  if (first !== undefined && first['status_at'] !== row['status_at']) file.add(first, 'superseded');
}

/**
 * Delivers Surabaya's orders: no line numbers and no time of status; each file repeats the last 31 days of the one
 * before, with whatever has become of those orders, lines that were struck included.
 */
export function deliverSurabayaOrders(world: World, delivery: Delivery, orders: readonly DemoOrder[]): void {
  const columns = ORDER_COLUMNS.filter((column) => !SURABAYA_LACKS.has(column));
  for (const window of windowsOf('surabaya', 'orders', world.calendar)) {
    const file = delivery.open('orders', 'surabaya', window, columns);
    for (const order of orders) {
      const day = dayOfInstant(order.at);
      if (day < window.firstDay - OVERLAP_DAYS || day > window.lastDay) continue;
      for (const row of orderRows(order, endOfDay(window.lastDay), (at) => file.instant(at))) file.add(row);
    }
    delivery.close(file);
  }
}

/** Gives the instants of the exports that show an order, oldest first: the last one is what the lake must say. */
export function exportsOf(order: DemoOrder, calendar: Calendar): number[] {
  if (order.shop === 'jakarta') return [endOfDay(calendar.lastDay)];
  const day = dayOfInstant(order.at);
  return windowsOf('surabaya', 'orders', calendar)
    .filter((window) => day >= window.firstDay - OVERLAP_DAYS && day <= window.lastDay)
    .map((window) => endOfDay(window.lastDay));
}

/** Tells whether an earlier export showed more lines of an order than the last one. */
export function hasShrunk(order: DemoOrder, calendar: Calendar): boolean {
  const counts = exportsOf(order, calendar).map((asOf) => linesAt(order, asOf).length);
  return counts.some((count) => count > (counts.at(-1) ?? 0));
}
