import { formatDay } from '../../../schemas/instant.ts';
import { type Calendar, dayOfInstant, monthName, monthOf } from './calendar.ts';
import { exportsOf } from './deliver-orders.ts';
import type { DemoLine, DemoOrder, DemoParty, DemoUsage } from './model.ts';
import { isPaid, lineStateAt, linesAt } from './order-state.ts';
import { findRate, type Rate } from './rates.ts';
import { decimal } from './rows.ts';
import type { ForeignLine, MonthTruth, PairTruth, Totals } from './truths.ts';
import { pairKey, partyKey, referenceOf, type World } from './world.ts';

interface MonthSum {
  /** Ten-thousandths of a rupiah: hundredths of an amount times hundredths of a rate stay whole. */
  revenue: number;
  paidOrders: number;
  unconverted: number;
  usage: number;
}

interface Pair {
  readonly payer: DemoParty;
  readonly user: DemoParty;
  orders: number;
  usage: number;
}

/** What one day of a shop sold: for the shop's own statistics. */
export interface DaySum {
  orders: number;
  revenue: number;
}

/** Adds up, in plain loops over what happened, what the lake must say once every file is in. */
export class Tally {
  readonly days = new Map<string, DaySum>();
  readonly paidDates = new Map<DemoParty, Set<string>>();
  readonly #calendar: Calendar;
  readonly #rates: readonly Rate[];
  readonly #months = new Map<number, MonthSum>();
  readonly #lines = new Map<string, number>();
  readonly #pairs = new Map<string, Pair>();
  readonly #buyers = new Set<string>();
  readonly #payers = new Set<string>();
  readonly #users = new Set<string>();
  readonly #recipients = new Set<string>();
  readonly #clients = new Set<string>();
  readonly #foreign: ForeignLine[] = [];
  readonly #withoutBuyer = { orders: 0, lines: 0, revenue: 0 };
  #lineCount = 0;
  #orderCount = 0;
  #paidOrderCount = 0;
  #usageCount = 0;

  constructor(calendar: Calendar, rates: readonly Rate[]) {
    this.#calendar = calendar;
    this.#rates = rates;
    for (let month = calendar.firstMonth; month <= calendar.lastMonth; month++) {
      this.#months.set(month, { revenue: 0, paidOrders: 0, unconverted: 0, usage: 0 });
    }
  }

  /** Counts an order as the last export that shows it leaves it. */
  addOrder(order: DemoOrder): void {
    const asOf = exportsOf(order, this.#calendar).at(-1) ?? order.at;
    const lines = linesAt(order, asOf);
    const day = dayOfInstant(order.at);
    const month = this.#month(day);
    const paidFor = new Set<DemoParty>();
    let hasPaid = false;
    this.#orderCount += 1;
    lines.forEach((line, index) => {
      const { status, refund } = lineStateAt(order, line, asOf);
      this.#lineCount += 1;
      const key = `${order.shop} ${status}`;
      this.#lines.set(key, (this.#lines.get(key) ?? 0) + 1);
      if (!isPaid(status)) return;
      hasPaid = true;
      this.#addRevenue(order, line, refund, day, index);
      this.#addPeople(order, line, paidFor);
    });
    if (order.buyer === undefined) this.#withoutBuyer.orders += 1;
    if (order.buyer === undefined) this.#withoutBuyer.lines += lines.length;
    if (!hasPaid) return;
    month.paidOrders += 1;
    this.#paidOrderCount += 1;
    this.#day(order.shop, day).orders += 1;
    if (order.buyer !== undefined) this.#addPaidOrder(order.buyer, formatDay(day), paidFor);
  }

  #addRevenue(order: DemoOrder, line: DemoLine, refund: number, day: number, index: number): void {
    const net = line.amount - refund;
    const rate = order.currency === 'IDR' ? undefined : findRate(this.#rates, order.currency, day);
    if (order.currency !== 'IDR') {
      this.#foreign.push({
        shop: order.shop,
        orderId: order.id,
        position: index + 1,
        date: formatDay(day),
        currency: order.currency,
        amount: decimal(line.amount),
        ...(rate === undefined ? {} : { rateDate: formatDay(rate.day), rate: decimal(rate.rate) }),
      });
    }
    const month = this.#month(day);
    if (order.currency !== 'IDR' && rate === undefined) {
      month.unconverted += 1;
      return;
    }
    const rupiah = net * (rate?.rate ?? 100);
    month.revenue += rupiah;
    this.#day(order.shop, day).revenue += rupiah;
    if (order.buyer === undefined) this.#withoutBuyer.revenue += rupiah;
  }

  #addPeople(order: DemoOrder, line: DemoLine, paidFor: Set<DemoParty>): void {
    const { buyer } = order;
    if (buyer === undefined) return;
    const isGoods = line.product.kind === 'goods';
    (isGoods ? this.#buyers : this.#clients).add(partyKey(buyer));
    this.#payers.add(partyKey(buyer));
    const isMaskedAway = order.isMasked;
    if (line.recipient === undefined || line.recipient === buyer || isMaskedAway) return;
    paidFor.add(line.recipient);
    if (isGoods) this.#recipients.add(partyKey(line.recipient));
  }

  #addPaidOrder(buyer: DemoParty, date: string, paidFor: ReadonlySet<DemoParty>): void {
    const dates = this.paidDates.get(buyer) ?? new Set();
    this.paidDates.set(buyer, dates.add(date));
    for (const user of paidFor) this.#pair(buyer, user).orders += 1;
  }

  /** Counts a usage event. */
  addUsage(event: DemoUsage): void {
    this.#usageCount += 1;
    this.#month(dayOfInstant(event.at)).usage += 1;
    (event.product.kind === 'goods' ? this.#users : this.#clients).add(partyKey(event.user));
    const payer = event.account ?? event.order?.buyer;
    if (payer !== undefined && payer !== event.user) this.#pair(payer, event.user).usage += 1;
  }

  #pair(payer: DemoParty, user: DemoParty): Pair {
    const key = pairKey(payer, user);
    const pair = this.#pairs.get(key) ?? { payer, user, orders: 0, usage: 0 };
    this.#pairs.set(key, pair);
    return pair;
  }

  #month(day: number): MonthSum {
    const sum = this.#months.get(monthOf(day));
    if (sum === undefined) throw new RangeError(`day ${formatDay(day)} lies outside the calendar`);
    return sum;
  }

  #day(shop: string, day: number): DaySum {
    const key = `${shop} ${formatDay(day)}`;
    const sum = this.days.get(key) ?? { orders: 0, revenue: 0 };
    this.days.set(key, sum);
    return sum;
  }

  /** Gives who pays for whom, in a fixed order. */
  pairs(world: World): PairTruth[] {
    return [...this.#pairs.entries()].map(([key, pair]) => {
      const relation = world.relations.get(key);
      return {
        payer: referenceOf(pair.payer),
        user: referenceOf(pair.user),
        ...(relation === undefined ? {} : { relation }),
        orderCount: pair.orders,
        usageCount: pair.usage,
      };
    });
  }

  /** Gives the totals; masked values are those of the files. */
  totals(world: World, maskedValueCount: number): Totals {
    return {
      orderLineCount: this.#lineCount,
      orderLines: [...this.#lines.entries()].sort().map(([key, count]) => {
        const [shop = '', status = ''] = key.split(' ');
        return { shop, status, count };
      }),
      orderCount: this.#orderCount,
      paidOrderCount: this.#paidOrderCount,
      months: this.#monthTruths(world),
      usageCount: this.#usageCount,
      partyCounts: {
        buyers: this.#buyers.size,
        users: this.#users.union(this.#recipients).size,
        expectedUsersOnly: this.#recipients.difference(this.#users).size,
        clients: this.#clients.size,
        payers: this.#payers.size,
      },
      roleOverlap: this.#roleOverlap(),
      salesWithoutBuyer: {
        orderCount: this.#withoutBuyer.orders,
        lineCount: this.#withoutBuyer.lines,
        revenue: fromTenThousandths(this.#withoutBuyer.revenue),
      },
      foreign: {
        lineCount: this.#foreign.length,
        unconvertedLineCount: this.#foreign.filter((line) => line.rate === undefined).length,
        lines: this.#foreign,
      },
      maskedValueCount,
    };
  }

  #monthTruths(world: World): MonthTruth[] {
    return [...this.#months.entries()].map(([month, sum]) => ({
      month: monthName(month),
      revenue: fromTenThousandths(sum.revenue),
      paidOrderCount: sum.paidOrders,
      unconvertedLineCount: sum.unconverted,
      usageCount: sum.usage,
      everydayOrderCount: world.everydayOrders.get(month) ?? 0,
    }));
  }

  #roleOverlap(): Record<string, number> {
    const users = this.#users.union(this.#recipients);
    const overlap: Record<string, number> = {};
    for (const key of this.#buyers.union(users).union(this.#clients)) {
      const roles = [
        this.#buyers.has(key) ? 'buyer' : '',
        users.has(key) ? 'user' : '',
        this.#clients.has(key) ? 'client' : '',
      ];
      const held = roles.filter((role) => role !== '').join('+');
      overlap[held] = (overlap[held] ?? 0) + 1;
    }
    return overlap;
  }
}

/** Gives ten-thousandths as a plain decimal without needless zeros. */
export function fromTenThousandths(value: number): string {
  const whole = Math.floor(value / 10_000);
  const fraction = String(value % 10_000)
    .padStart(4, '0')
    .replace(/0+$/, '');
  return fraction === '' ? String(whole) : `${whole}.${fraction}`;
}
