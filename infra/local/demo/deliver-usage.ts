import type { Delivery } from './delivery.ts';
import { usageByDay } from './everyday-usage.ts';
import { windowsOf } from './file-plans.ts';
import type { DemoUsage, ShopName } from './model.ts';
import type { EverydayPayer } from './population.ts';
import { requireItem } from './random.ts';
import type { RawFile } from './raw-file.ts';
import { USAGE_COLUMNS, usageRow } from './rows.ts';
import type { World } from './world.ts';

interface Numbered {
  readonly event: DemoUsage;
  readonly id: string;
}

/**
 * Delivers a shop's usage and shows every event once to `count`. Jakarta numbers its events, repeats one now and
 * then, and begins each file with the day before; Surabaya's have no number.
 */
export function deliverUsage(
  world: World,
  delivery: Delivery,
  shop: ShopName,
  payers: readonly EverydayPayer[],
  count: (event: DemoUsage) => void,
): void {
  const random = world.random.fork(`deliver/usage/${shop}`);
  const windows = windowsOf(shop, 'usage', world.calendar);
  const isNumbered = shop === 'jakarta';
  const columns = isNumbered ? USAGE_COLUMNS : USAGE_COLUMNS.slice(1);
  let number = 0;
  let index = 0;
  let yesterday: Numbered[] = [];
  let file = delivery.open('usage', shop, requireItem(windows, 0), columns);
  for (const { day, events } of usageByDay(world, shop, payers)) {
    const numbered = events.map((event) => ({ event, id: `U${++number}` }));
    if (day > requireItem(windows, index).lastDay) {
      delivery.close(file);
      file = delivery.open('usage', shop, requireItem(windows, ++index), columns);
      if (isNumbered) for (const known of yesterday) addEvent(file, known);
    }
    for (const one of numbered) {
      count(one.event);
      addEvent(file, one);
      if (isNumbered && random.chance(0.001)) addEvent(file, one, 'duplicate');
    }
    yesterday = numbered;
  }
  delivery.close(file);
}

function addEvent(file: RawFile, { event, id }: Numbered, loses?: 'duplicate'): void {
  file.add(
    usageRow(event, id, (at) => file.instant(at)),
    loses,
  );
}
