import type { RawRecord } from './read-raw.ts';
import { readInstant } from './row-problems.ts';

/** An order line that counts, once all files are in. */
export interface OracleLine {
  readonly shop: string;
  readonly orderId: string;
  readonly at: number;
  readonly day: number;
  readonly status: string;
  readonly isPaid: boolean;
  readonly payer: string | undefined;
  /** Somebody else than the payer. */
  readonly recipient: string | undefined;
  readonly product: string;
  readonly kind: string;
  readonly category: string;
  readonly quantity: number;
  /** In the line's own currency. */
  readonly amount: number;
  readonly undiscounted: number;
  readonly discount: number;
  readonly refund: number;
  /** Rupiah for one unit of the line's currency; absent without a rate. */
  readonly rate: number | undefined;
  readonly hasPromotion: boolean;
  readonly referrer: string | undefined;
}

export interface OracleUse {
  readonly actor: string;
  readonly payer: string | undefined;
  readonly at: number;
  readonly day: number;
  readonly kind: string;
  readonly quantity: number;
}

export interface OracleContact {
  readonly party: string;
  readonly at: number;
  readonly day: number;
  readonly kind: string;
}

export interface OracleParty {
  readonly relation: string;
  readonly referrer: string | undefined;
}

export interface OracleFacts {
  readonly lines: readonly OracleLine[];
  readonly uses: readonly OracleUse[];
  readonly contacts: readonly OracleContact[];
  readonly declared: ReadonlyMap<string, OracleParty>;
}

const DAY_MS = 86_400_000;
const STATUSES = ['pending', 'paid', 'shipped', 'completed', 'cancelled', 'returned'];
const RATE_DAYS = 7;

/** Gives the facts that clean records of all files come to: versions settled, people told apart, kinds looked up. */
export function readFacts(records: readonly RawRecord[]): OracleFacts {
  const of = (dataset: string) => records.filter((record) => record.dataset === dataset);
  const kinds = new Map<string, string>();
  for (const record of of('products'))
    kinds.set(`${record.shop}/${record.cells['product_id']}`, cell(record, 'product_kind'));
  const kindOf = (record: RawRecord) =>
    kinds.get(`${record.shop}/${record.cells['product_id']}`) ?? cell(record, 'product_kind');
  const rates = of('exchange_rates').sort((a, b) => (cell(a, 'rate_date') < cell(b, 'rate_date') ? -1 : 1));
  const orders = winningOrders(of('orders'));
  const lines = orders.map((record) => readLine(record, kindOf(record), rates));
  const buyers = new Map(lines.map((line) => [`${line.shop}/${line.orderId}`, line.payer]));
  const uses = newest(of('usage'), 'event_id').map((record) => readUse(record, kindOf(record), buyers));
  const contacts = newest(of('interactions'), 'interaction_id').map((record) => ({
    party: who(record, 'party') ?? '',
    ...when(record, 'started_at'),
    kind: cell(record, 'kind'),
  }));
  const declared = new Map(
    newest(of('parties'), 'party_id').map((record) => [
      `${record.shop}/${cell(record, 'party_id')}`,
      { relation: cell(record, 'relation'), referrer: idOf(record, 'referrer_id') },
    ]),
  );
  return { lines, uses, contacts, declared };
}

function cell(record: RawRecord, name: string): string {
  return record.cells[name] ?? '';
}

function when(record: RawRecord, name: string): { at: number; day: number } {
  const at = readInstant(cell(record, name)) ?? Number.NaN;
  return { at, day: Math.floor((at + 7 * 3_600_000) / DAY_MS) };
}

function idOf(record: RawRecord, name: string): string | undefined {
  return cell(record, name) === '' ? undefined : `${record.shop}/${cell(record, name)}`;
}

/** The strongest identifier: id within the shop, then e-mail, then phone; masked values are absent. */
function who(record: RawRecord, prefix: string): string | undefined {
  const id = idOf(record, `${prefix}_id`);
  if (id !== undefined) return id;
  const email = cell(record, `${prefix}_email`).toLowerCase();
  if (email !== '' && !email.includes('*')) return email;
  const phone = cell(record, `${prefix}_phone`);
  if (phone === '' || phone.includes('*')) return undefined;
  return `+62${phone.replace(/\D/g, '').replace(/^(62|0)/, '')}`;
}

/** Numbered lines win alone; without numbers the whole order of one file wins. */
function winningOrders(records: readonly RawRecord[]): RawRecord[] {
  const units = new Map<string, RawRecord[]>();
  for (const record of records) {
    const order = `${record.shop}/${cell(record, 'order_id')}`;
    const line = cell(record, 'line_id');
    const unit =
      line === '' ? `${order} ${record.path}` : `${order}/${line} ${record.path} ${record.recordNumber}`;
    units.set(unit, [...(units.get(unit) ?? []), record]);
  }
  const winners = new Map<string, RawRecord[]>();
  for (const [unit, rows] of units) {
    const key = unit.split(' ')[0] ?? '';
    const known = winners.get(key);
    if (known === undefined || isNewer(rows, known)) winners.set(key, rows);
  }
  return [...winners.values()].flat();
}

function isNewer(rows: readonly RawRecord[], known: readonly RawRecord[]): boolean {
  const [a, b] = [rows[0], known[0]];
  if (a === undefined || b === undefined) return false;
  const ranks = [
    when(a, 'status_at').at - when(b, 'status_at').at || 0,
    STATUSES.indexOf(cell(a, 'status')) - STATUSES.indexOf(cell(b, 'status')),
    a.arrivedAt - b.arrivedAt,
    a.path < b.path ? -1 : Number(a.path > b.path),
    a.recordNumber - b.recordNumber,
  ];
  return (ranks.find((rank) => rank !== 0) ?? 0) > 0;
}

function newest(records: readonly RawRecord[], key: string): RawRecord[] {
  const winners = new Map<string, RawRecord>();
  for (const record of records) {
    const own = cell(record, key);
    const id = own === '' ? `${record.path} ${record.recordNumber}` : `${record.shop}/${own}`;
    const known = winners.get(id);
    if (known === undefined || isNewer([record], [known])) winners.set(id, record);
  }
  return [...winners.values()];
}

function readLine(record: RawRecord, kind: string, rates: readonly RawRecord[]): OracleLine {
  const quantity = Number(cell(record, 'quantity'));
  const price = cell(record, 'unit_price');
  const discount = Number(cell(record, 'discount_amount'));
  const stated = cell(record, 'line_amount');
  const amount = stated === '' ? quantity * Number(price) - discount : Number(stated);
  const payer = who(record, 'buyer');
  const { at, day } = when(record, 'ordered_at');
  const status = cell(record, 'status');
  return {
    shop: record.shop,
    orderId: cell(record, 'order_id'),
    at,
    day,
    status,
    isPaid: ['paid', 'shipped', 'completed'].includes(status),
    payer,
    recipient: otherRecipient(record, payer),
    product: `${record.shop}/${cell(record, 'product_id')}`,
    kind,
    category: cell(record, 'product_category'),
    quantity,
    amount,
    undiscounted: price === '' ? amount + discount : quantity * Number(price),
    discount,
    refund: Number(cell(record, 'refunded_amount')),
    rate: rateOf(cell(record, 'currency'), day, rates),
    hasPromotion: cell(record, 'promotion_code') !== '' || Number(cell(record, 'cashback_amount')) > 0,
    referrer: idOf(record, 'referrer_id'),
  };
}

function otherRecipient(record: RawRecord, payer: string | undefined): string | undefined {
  const name = cell(record, 'recipient_name');
  if (name !== '' && name === cell(record, 'buyer_name')) return undefined;
  const recipient = who(record, 'recipient');
  return recipient === payer ? undefined : recipient;
}

function rateOf(currency: string, day: number, rates: readonly RawRecord[]): number | undefined {
  if (currency === '') return 1;
  const dayOf = (rate: RawRecord) => Date.parse(cell(rate, 'rate_date')) / DAY_MS;
  const known = rates.findLast((rate) => cell(rate, 'currency') === currency && dayOf(rate) <= day);
  return known === undefined || day - dayOf(known) > RATE_DAYS ? undefined : Number(cell(known, 'rate'));
}

function readUse(
  record: RawRecord,
  kind: string,
  buyers: ReadonlyMap<string, string | undefined>,
): OracleUse {
  const actor = who(record, 'user') ?? '';
  const payer = idOf(record, 'account_id') ?? buyers.get(`${record.shop}/${cell(record, 'order_id')}`);
  const quantity = Number(cell(record, 'quantity') || '1');
  return { actor, payer: payer === actor ? undefined : payer, ...when(record, 'used_at'), kind, quantity };
}
