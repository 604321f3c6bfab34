/** The two shops of the demonstration company. They number people and products alike: same id, somebody else. */
export const SHOPS = ['jakarta', 'surabaya'] as const;
export type ShopName = (typeof SHOPS)[number];

export const BRAND = 'Talaga Wening';

/** How a payer of the everyday population lives: it decides for whom it buys and who uses. */
export type PayerManner = 'solo' | 'household' | 'office' | 'giver' | 'client';

/** A person or an organisation that does not exist. */
export interface DemoParty {
  readonly shop: ShopName;
  /** Absent for those who only ever leave an e-mail or a phone. */
  readonly id?: string;
  readonly name: string;
  readonly email?: string;
  /** E.164. */
  readonly phone?: string;
  readonly isOrganisation: boolean;
  readonly home: Home;
  readonly birthDate?: string;
  readonly currency: 'IDR' | 'USD' | 'SGD';
  /** Whom it buys for. */
  readonly members: DemoParty[];
  /** What the shop's list of people says, where it has an entry. */
  declared?: Declaration;
}

export interface Home {
  readonly address: string;
  readonly city: string;
  readonly region: string;
  readonly postalCode: string;
}

export interface Declaration {
  readonly relation?: string;
  readonly organisation?: DemoParty;
  readonly referrer?: DemoParty;
}

export interface DemoProduct {
  readonly id: string;
  readonly name: string;
  readonly kind: 'goods' | 'service';
  readonly category: string;
  /** Rupiah. */
  readonly price: number;
  readonly isTailored: boolean;
  /** Reports its own use. */
  readonly isConnected: boolean;
  /** Not in the shop's product list: only the rows say what it is. */
  readonly isUnlisted: boolean;
}

export type OrderStatus = 'pending' | 'paid' | 'shipped' | 'completed' | 'cancelled' | 'returned';

/** From when a status holds, in milliseconds since 1970. */
export interface StatusStep {
  readonly status: OrderStatus;
  readonly at: number;
}

/** Amounts are in hundredths of the order's currency. */
export interface DemoLine {
  readonly product: DemoProduct;
  readonly quantity: number;
  readonly unitPrice: number;
  readonly discount: number;
  readonly amount: number;
  readonly platformDiscount?: number;
  readonly cashback?: number;
  /** Absent: nobody is named; equal to the buyer: the buyer is named again. */
  readonly recipient?: DemoParty;
  readonly promotionCode?: string;
  /** Steps of this line alone, beyond those of its order. */
  readonly laterStep?: StatusStep;
  /** Paid back when its last status was reached. */
  readonly refund?: number;
}

export interface DemoOrder {
  readonly shop: ShopName;
  readonly id: string;
  readonly at: number;
  readonly buyer?: DemoParty;
  readonly currency: 'IDR' | 'USD' | 'SGD';
  readonly channel: string;
  readonly salespersonId?: string;
  readonly referrer?: DemoParty;
  readonly steps: readonly StatusStep[];
  readonly lines: readonly DemoLine[];
  /** The marketplace hides the buyer's name and phone. */
  readonly isMasked: boolean;
  /** Delivered without a street: a present sent to somebody else's home. */
  readonly hidesAddress: boolean;
  /** From then on the order lacks its last line. */
  readonly loses?: { readonly at: number };
}

export interface DemoUsage {
  readonly shop: ShopName;
  readonly at: number;
  readonly user: DemoParty;
  readonly product: DemoProduct;
  readonly account?: DemoParty;
  readonly order?: DemoOrder;
  readonly action: string;
  readonly quantity: number;
  readonly seconds: number;
  readonly device: string;
}

export interface DemoContact {
  readonly shop: ShopName;
  readonly at: number;
  readonly party: DemoParty;
  readonly kind: string;
  readonly channel: string;
  readonly direction: 'inbound' | 'outbound';
  readonly conversation?: string;
  readonly product?: DemoProduct;
  readonly orderId?: string;
  readonly handler?: { readonly id: string; readonly kind: 'person' | 'ai'; readonly team: string };
  readonly outcome?: string;
  readonly listAmount?: number;
  readonly offerAmount?: number;
  readonly offeredBy?: 'us' | 'them';
  readonly approach?: string;
  readonly text?: string;
}

export interface DemoAnswer {
  readonly shop: ShopName;
  readonly at: number;
  readonly party: DemoParty;
  readonly role?: string;
  readonly product: DemoProduct;
  readonly orderId?: string;
  readonly kind: 'nps' | 'csat' | 'review';
  readonly score: number;
  readonly text?: string;
}
