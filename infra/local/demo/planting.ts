import { instantOf } from './calendar.ts';
import type { DemoContact, DemoOrder, DemoParty, DemoProduct, ShopName } from './model.ts';
import type { LineWish, OrderWish } from './order-maker.ts';
import type { PartyWish } from './people.ts';
import type { Random } from './random.ts';
import type { Claim } from './truths.ts';
import type { World } from './world.ts';

/** A code that is valid in every month. */
export const STANDING_CODE = 'GAJIAN';

/** Puts parties with a known story into one shop; days are counted back from the last day. */
export class Planting {
  readonly world: World;
  readonly shop: ShopName;
  readonly random: Random;

  constructor(world: World, shop: ShopName) {
    this.world = world;
    this.shop = shop;
    this.random = world.random.fork(`planting/${shop}`);
  }

  /** Gives a new party about which the truths say something. */
  party(claim: Claim, holds: boolean, why: string, wish: PartyWish = {}): DemoParty {
    const party = this.world.newParty(this.shop, wish);
    this.world.plants.push({ party, claim, holds, why });
    return party;
  }

  /** Gives the product of this shop with a name. */
  product(name: string): DemoProduct {
    return this.world.product(this.shop, name);
  }

  /** Gives everyday beans, which every rhythm is made of. */
  get beans(): DemoProduct {
    return this.product('Biji Kopi Gayo 250 g');
  }

  /** Gives a completed order `daysBack` days before the last day. */
  order(
    buyer: DemoParty,
    daysBack: number,
    lines: readonly LineWish[] = [{ product: this.beans }],
    more: Partial<OrderWish> = {},
  ): DemoOrder {
    const day = this.world.calendar.lastDay - daysBack;
    return this.world.newOrder({ shop: this.shop, buyer, day, lines, ...more });
  }

  /** Notes a contact `daysBack` days before the last day. */
  contact(party: DemoParty, daysBack: number, kind: string, more: Partial<DemoContact> = {}): void {
    const second = this.random.integer(8 * 3600, 20 * 3600);
    this.world.contacts.push({
      shop: this.shop,
      at: instantOf(this.world.calendar.lastDay - daysBack, second),
      party,
      kind,
      channel: 'whatsapp',
      direction: 'inbound',
      ...more,
    });
  }

  /** Notes that somebody used a product `daysBack` days before the last day. */
  use(
    user: DemoParty,
    daysBack: number,
    product: DemoProduct = this.product('Botol Minum Pintar'),
    link: { account?: DemoParty; order?: DemoOrder } = {},
  ): void {
    const second = this.random.integer(6 * 3600, 21 * 3600);
    this.world.plantedUsage.push({
      shop: this.shop,
      at: instantOf(this.world.calendar.lastDay - daysBack, second),
      user,
      product,
      action: product.kind === 'service' ? 'ikut_sesi' : 'pakai',
      quantity: 1,
      seconds: this.random.integer(20, 900),
      device: 'alat',
      ...link,
    });
  }
}
