import type { Row } from './dialect.ts';
import {
  BRAND,
  type DemoAnswer,
  type DemoContact,
  type DemoOrder,
  type DemoParty,
  type DemoUsage,
} from './model.ts';
import { lineStateAt, linesAt } from './order-state.ts';

/** Writes an instant in a file's own way. */
export type WriteInstant = (instant: number) => string;

export const ORDER_COLUMNS = (
  'order_id line_id ordered_at status status_at buyer_id buyer_name buyer_email buyer_phone recipient_id ' +
  'recipient_name recipient_email recipient_phone address city region postal_code country product_id ' +
  'product_name product_kind product_category is_tailored quantity unit_price line_amount discount_amount ' +
  'platform_discount_amount cashback_amount returned_quantity refunded_amount refunded_at currency ' +
  'promotion_code channel salesperson_id referrer_id brand'
).split(' ');
export const USAGE_COLUMNS = (
  'event_id used_at user_id user_name user_email user_phone account_id order_id product_id product_name ' +
  'product_kind product_category action quantity duration_seconds device brand'
).split(' ');
export const CONTACT_COLUMNS = (
  'interaction_id conversation_id started_at party_id party_name party_email party_phone channel direction ' +
  'kind approach handler_id handler_kind team first_response_seconds outcome product_id order_id list_amount ' +
  'offer_amount offered_by text'
).split(' ');
export const ANSWER_COLUMNS = (
  'feedback_id given_at party_id party_name party_email party_phone role product_id order_id about kind ' +
  'score scale_min scale_max text'
).split(' ');

const COUNTRIES = { IDR: 'ID', USD: 'US', SGD: 'SG' } as const;

/** Gives hundredths as a plain decimal: `95000`, `6.33`. */
export function decimal(hundredths: number): string {
  const fraction = hundredths % 100;
  const whole = String((hundredths - fraction) / 100);
  return fraction === 0 ? whole : `${whole}.${String(fraction).padStart(2, '0').replace(/0$/, '')}`;
}

/** Gives the rows of an order as an export made at an instant shows it, in the order of its lines. */
export function orderRows(order: DemoOrder, asOf: number, write: WriteInstant): Row[] {
  const head = orderHead(order, write);
  return linesAt(order, asOf).map((line, index) => {
    const { product } = line;
    const state = lineStateAt(order, line, asOf);
    const isReturned = state.status === 'returned';
    // Some tills leave one of the two amounts out; the other and the discount give it back.
    const left = (order.at / 1000 + index) % 33;
    return {
      ...head,
      line_id: String(index + 1),
      status: state.status,
      status_at: write(state.statusAt),
      ...recipientCells(order, line.recipient),
      product_id: product.id,
      product_name: product.name,
      product_kind: order.shop === 'surabaya' || product.isUnlisted ? product.kind : '',
      product_category: product.category,
      is_tailored: product.isTailored ? 'true' : '',
      quantity: String(line.quantity),
      unit_price: left === 0 ? '' : decimal(line.unitPrice),
      line_amount: left === 1 ? '' : decimal(line.amount),
      discount_amount: line.discount === 0 && left !== 1 ? '' : decimal(line.discount),
      platform_discount_amount: amountCell(line.platformDiscount),
      cashback_amount: amountCell(line.cashback),
      returned_quantity: isReturned ? String(line.quantity) : '',
      refunded_amount: amountCell(state.refund),
      refunded_at: state.refund > 0 ? write(state.statusAt) : '',
      promotion_code: line.promotionCode ?? '',
    };
  });
}

function orderHead(order: DemoOrder, write: WriteInstant): Row {
  const { buyer } = order;
  const home = buyer === undefined || order.hidesAddress ? undefined : buyer.home;
  return {
    order_id: order.id,
    ordered_at: write(order.at),
    ...(buyer === undefined ? {} : personCells('buyer', buyer, order.isMasked)),
    address: home?.address ?? '',
    city: home?.city ?? '',
    region: home?.region ?? '',
    postal_code: home?.postalCode ?? '',
    country: home === undefined ? '' : COUNTRIES[order.currency],
    currency: order.currency === 'IDR' ? '' : order.currency,
    channel: order.channel,
    salesperson_id: order.salespersonId ?? '',
    referrer_id: order.referrer?.id ?? '',
    brand: BRAND,
  };
}

function recipientCells(order: DemoOrder, recipient: DemoParty | undefined): Row {
  if (recipient === undefined || order.isMasked) return {};
  // Who buys for itself is often named again by nothing but the name.
  if (recipient === order.buyer && order.at % 2000 === 0) return { recipient_name: recipient.name };
  return personCells('recipient', recipient, false);
}

function personCells(prefix: string, party: DemoParty, isMasked: boolean): Row {
  const cells: Record<string, string> = {};
  cells[`${prefix}_id`] = party.id ?? '';
  cells[`${prefix}_name`] = isMasked ? maskName(party.name) : party.name;
  if (isMasked) cells[`${prefix}_phone`] = '******';
  if (isMasked) return cells;
  cells[`${prefix}_email`] = mailCell(party);
  cells[`${prefix}_phone`] = phoneCell(party);
  return cells;
}

function maskName(name: string): string {
  return `${name.slice(0, 1)}***${name.slice(-1)}`;
}

/** People write their own address with a capital now and then. */
function mailCell(party: DemoParty): string {
  const { email = '' } = party;
  return party.name.length % 4 === 0 ? email.slice(0, 1).toUpperCase() + email.slice(1) : email;
}

/** The same number as people write it: `0840…`, `62840…`, `+62 840-…`. */
function phoneCell(party: DemoParty): string {
  const { phone } = party;
  if (phone === undefined) return '';
  const local = phone.slice(3);
  const ways = [
    `0${local}`,
    `62${local}`,
    phone,
    `+62 ${local.slice(0, 3)}-${local.slice(3, 7)}-${local.slice(7)}`,
  ];
  return ways[Number(local.slice(-1)) % ways.length] ?? phone;
}

function amountCell(hundredths: number | undefined): string {
  return hundredths === undefined || hundredths === 0 ? '' : decimal(hundredths);
}

/** Gives the row of a usage event; `eventId` where the shop numbers them. */
export function usageRow(event: DemoUsage, eventId: string, write: WriteInstant): Row {
  const { product, user } = event;
  const isNamed = user.id !== undefined;
  return {
    event_id: eventId,
    used_at: write(event.at),
    user_id: user.id ?? '',
    user_name: isNamed ? '' : user.name,
    user_email: isNamed ? '' : (user.email ?? ''),
    user_phone: isNamed ? '' : (user.phone ?? ''),
    account_id: event.account?.id ?? '',
    order_id: event.order?.id ?? '',
    product_id: product.id,
    product_name: product.name,
    product_kind: event.shop === 'surabaya' || product.isUnlisted ? product.kind : '',
    product_category: product.category,
    action: event.action,
    quantity: event.quantity === 1 ? '' : String(event.quantity),
    duration_seconds: String(event.seconds),
    device: event.device,
    brand: BRAND,
  };
}

/** Gives the row of a contact. */
export function contactRow(contact: DemoContact, id: string, write: WriteInstant): Row {
  const { handler } = contact;
  return {
    interaction_id: id,
    conversation_id: contact.conversation ?? '',
    started_at: write(contact.at),
    ...personCells('party', contact.party, false),
    channel: contact.channel,
    direction: contact.direction,
    kind: contact.kind,
    approach: contact.approach ?? '',
    handler_id: handler?.id ?? '',
    handler_kind: handler?.kind ?? '',
    team: handler?.team ?? '',
    first_response_seconds: handler === undefined ? '' : responseSeconds(contact),
    outcome: contact.outcome ?? '',
    product_id: contact.product?.id ?? '',
    order_id: contact.orderId ?? '',
    list_amount: contact.listAmount === undefined ? '' : String(contact.listAmount),
    offer_amount: contact.offerAmount === undefined ? '' : String(contact.offerAmount),
    offered_by: contact.offeredBy ?? '',
    text: contact.text ?? '',
  };
}

/** The assistant answers within seconds, people within two hours. */
function responseSeconds(contact: DemoContact): string {
  const minutes = (contact.at / 60_000) % 120;
  return String(
    contact.handler?.kind === 'ai' ? 2 + Math.floor(minutes / 20) : 60 * (1 + Math.floor(minutes)),
  );
}

/** Gives the row of an answer. */
export function answerRow(answer: DemoAnswer, id: string, write: WriteInstant): Row {
  return {
    feedback_id: id,
    given_at: write(answer.at),
    ...personCells('party', answer.party, false),
    role: answer.role ?? '',
    product_id: answer.product.id,
    order_id: answer.orderId ?? '',
    about: 'product',
    kind: answer.kind,
    score: String(answer.score),
    scale_min: answer.kind === 'nps' ? '0' : '1',
    scale_max: answer.kind === 'nps' ? '10' : '5',
    text: answer.text ?? '',
  };
}
