import { HOUR_MS, instantOf } from './calendar.ts';
import type { DemoLine, DemoOrder, DemoParty, DemoProduct, ShopName, StatusStep } from './model.ts';
import type { Random } from './random.ts';

export interface LineWish {
  readonly product: DemoProduct;
  readonly quantity?: number;
  /** Part of the undiscounted amount that the seller gives up. */
  readonly discountShare?: number;
  readonly recipient?: DemoParty;
  readonly code?: string;
  readonly hasCashback?: boolean;
  readonly isFree?: boolean;
  /** This line alone comes back, with its money. */
  readonly isReturned?: boolean;
  /** Part of the amount that is paid back although the line is kept. */
  readonly refundShare?: number;
}

/** How an order ends: `counter` is paid and taken home at once, `open` is never paid. */
export type Ending = 'completed' | 'cancelled' | 'open' | 'returned' | 'counter';

export interface OrderWish {
  readonly shop: ShopName;
  readonly day: number;
  readonly second?: number;
  readonly buyer?: DemoParty;
  readonly lines: readonly LineWish[];
  readonly ending?: Ending;
  readonly channel?: string;
  readonly referrer?: DemoParty;
  readonly salespersonId?: string;
  readonly isMasked?: boolean;
  readonly hidesAddress?: boolean;
  readonly losesLine?: boolean;
}

/** Rupiah for one unit when prices are set; the rates that land move around it. */
const PRICE_RATES = { IDR: 1, USD: 15_000, SGD: 11_500 } as const;
const DAY_HOURS = 24;
/** After so many days the shop strikes the last line from an order that loses one. */
const STRIKE_DAYS = 9;

/** Gives an order with its amounts and the whole course of its statuses. */
export function makeOrder(wish: OrderWish, id: string, random: Random): DemoOrder {
  const at = instantOf(wish.day, wish.second ?? random.integer(8 * 3600, 20 * 3600));
  const currency = wish.buyer?.currency ?? 'IDR';
  const steps = makeSteps(wish.ending ?? 'completed', at, random);
  const lastAt = steps.at(-1)?.at ?? at;
  return {
    shop: wish.shop,
    id,
    at,
    currency,
    channel: wish.channel ?? 'web',
    steps,
    lines: wish.lines.map((line) => makeLine(line, currency, lastAt, random)),
    isMasked: wish.isMasked ?? false,
    hidesAddress: wish.hidesAddress ?? false,
    ...(wish.buyer === undefined ? {} : { buyer: wish.buyer }),
    ...(wish.salespersonId === undefined ? {} : { salespersonId: wish.salespersonId }),
    ...(wish.referrer === undefined ? {} : { referrer: wish.referrer }),
    ...(wish.losesLine === true ? { loses: { at: at + STRIKE_DAYS * DAY_HOURS * HOUR_MS } } : {}),
  };
}

function makeSteps(ending: Ending, at: number, random: Random): StatusStep[] {
  if (ending === 'counter') return [{ status: 'completed', at }];
  const steps: StatusStep[] = [{ status: 'pending', at }];
  const add = (status: StatusStep['status'], hours: number) => {
    const before = steps.at(-1)?.at ?? at;
    steps.push({ status, at: before + Math.round(hours * 3600) * 1000 });
  };
  if (ending === 'open') return steps;
  if (ending === 'cancelled') {
    add('cancelled', 4 + 20 * random.next());
    return steps;
  }
  add('paid', 0.05 + 1.4 * random.next());
  add('shipped', 8 + 22 * random.next());
  add('completed', 24 + 72 * random.next());
  if (ending === 'returned') add('returned', 72 + 120 * random.next());
  return steps;
}

function makeLine(wish: LineWish, currency: DemoOrder['currency'], lastAt: number, random: Random): DemoLine {
  const quantity = wish.quantity ?? 1;
  const unitPrice = Math.round((wish.product.price * 100) / PRICE_RATES[currency]);
  const whole = currency === 'IDR' ? 100 : 1;
  const full = quantity * unitPrice;
  const share = wish.isFree === true ? 1 : (wish.discountShare ?? 0);
  const discount = wish.isFree === true ? full : Math.floor((full * share) / whole) * whole;
  const amount = full - discount;
  const part = (of: number) => Math.floor((amount * of) / whole) * whole;
  return {
    product: wish.product,
    quantity,
    unitPrice,
    discount,
    amount,
    ...(wish.recipient === undefined ? {} : { recipient: wish.recipient }),
    ...(wish.code === undefined ? {} : { promotionCode: wish.code, platformDiscount: part(0.02) }),
    ...(wish.hasCashback === true ? { cashback: part(0.05) } : {}),
    ...(wish.refundShare === undefined ? {} : { refund: part(wish.refundShare) }),
    ...(wish.isReturned === true
      ? {
          laterStep: { status: 'returned', at: lastAt + Math.round(60 + 60 * random.next()) * HOUR_MS },
          refund: amount,
        }
      : {}),
  };
}
