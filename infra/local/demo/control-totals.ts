import { formatDay } from '../../../schemas/instant.ts';
import { dayOfInstant } from './calendar.ts';
import type { Row } from './dialect.ts';
import { SHOPS, type ShopName } from './model.ts';
import { fromTenThousandths, type Tally } from './tally.ts';
import type { DemonstrationTruths } from './truths.ts';
import type { World } from './world.ts';

const STATED_DAYS = 90;
/** On this day, counted back from the last, a shop states a fifth more revenue than it had. */
const WRONG_DAYS_BACK = 40;

/** Gives what a shop's own statistics say of the last 90 days: paid orders, revenue, visitors and chats. */
export function controlTotalRows(world: World, tally: Tally, shop: ShopName): Row[] {
  const { lastDay } = world.calendar;
  const chats = chatsByDay(world, shop);
  const rows: Row[] = [];
  for (let day = lastDay - STATED_DAYS + 1; day <= lastDay; day++) {
    const date = formatDay(day);
    const sum = tally.days.get(`${shop} ${date}`) ?? { orders: 0, revenue: 0 };
    const revenue = day === lastDay - WRONG_DAYS_BACK ? statedRevenue(sum.revenue) : sum.revenue;
    rows.push(
      { total_date: date, measure: 'orders', value: String(sum.orders) },
      { total_date: date, measure: 'revenue', value: fromTenThousandths(revenue) },
      { total_date: date, measure: 'visitors', value: String(40 + sum.orders * 18) },
      { total_date: date, measure: 'chats', value: String(chats.get(day) ?? 0) },
    );
  }
  return rows;
}

/** Gives the days on which `controlTotalRows` states something else than what happened. */
export function controlDifferences(world: World, tally: Tally): DemonstrationTruths['controlDifferences'] {
  const date = formatDay(world.calendar.lastDay - WRONG_DAYS_BACK);
  return SHOPS.map((shop) => {
    const revenue = tally.days.get(`${shop} ${date}`)?.revenue ?? 0;
    const stated = fromTenThousandths(statedRevenue(revenue));
    return { shop, date, measure: 'revenue', stated, actual: fromTenThousandths(revenue) };
  });
}

function statedRevenue(revenue: number): number {
  return Math.round((revenue * 6) / 5);
}

function chatsByDay(world: World, shop: ShopName): Map<number, number> {
  const chats = new Map<number, number>();
  for (const contact of world.contacts) {
    if (contact.shop !== shop || contact.kind === 'browse') continue;
    const day = dayOfInstant(contact.at);
    chats.set(day, (chats.get(day) ?? 0) + 1);
  }
  return chats;
}
