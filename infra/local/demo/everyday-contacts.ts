import { DAY_MS, endOfDay, HOUR_MS, instantOf } from './calendar.ts';
import type { DemoContact, DemoOrder, DemoParty } from './model.ts';
import type { Random } from './random.ts';
import type { World } from './world.ts';

const ASK_CHANNELS = ['whatsapp', 'whatsapp', 'instagram', 'chat', 'email', 'call'];
const HANDLERS = [
  { id: 'asisten-awan', kind: 'ai', team: 'digital' },
  { id: 'asisten-awan', kind: 'ai', team: 'digital' },
  { id: 'S-01', kind: 'person', team: 'penjualan' },
  { id: 'S-02', kind: 'person', team: 'penjualan' },
  { id: 'S-05', kind: 'person', team: 'layanan' },
] as const;
const QUESTIONS = [
  'Masih ada stok?',
  'Berapa lama kirim ke sini?',
  'Bisa dipasang hari Sabtu?',
  'Ada garansi?',
];
const COMPLAINTS = ['Mesin bocor di bawah.', 'Kiriman terlambat.', 'Bijinya kurang segar.'];
const PRAISE = ['Rasanya pas.', 'Kirim cepat, kemasan rapi.', 'Anak senang memakainya.', 'Biasa saja.'];

/** Adds to the world what people ask, complain and answer around their everyday orders. */
export function addEverydayContacts(world: World, orders: readonly DemoOrder[]): void {
  const random = world.random.fork('contacts');
  for (const order of orders) {
    if (order.buyer === undefined) continue;
    addBefore(world, order, order.buyer, random);
    addAfter(world, order, order.buyer, random);
    addAnswer(world, order, order.buyer, random);
  }
}

function addBefore(world: World, order: DemoOrder, party: DemoParty, random: Random): void {
  if (random.chance(0.12)) {
    add(world, order, party, -HOUR_MS * random.integer(1, 60), {
      kind: 'enquiry',
      channel: random.pick(ASK_CHANNELS),
      handler: random.pick(HANDLERS),
      outcome: 'won',
      text: random.pick(QUESTIONS),
    });
  }
  if (random.chance(0.05)) {
    add(world, order, party, -HOUR_MS * random.integer(1, 24), { kind: 'browse', channel: 'web' });
  }
  const isNegotiable = order.lines.some((line) => line.product.kind === 'service') || party.isOrganisation;
  if (isNegotiable && order.currency === 'IDR' && random.chance(0.18)) negotiate(world, order, party, random);
}

/** A quote at the list price, and offers that meet between it and what the party first named. */
function negotiate(world: World, order: DemoOrder, party: DemoParty, random: Random): void {
  const list = order.lines.reduce((sum, line) => sum + line.amount, 0) / 100;
  const handler = random.pick(HANDLERS.slice(2));
  const shared = { channel: 'whatsapp', handler, conversation: `N${order.id}`, listAmount: list };
  const hours = random.integer(30, 90);
  add(world, order, party, -hours * HOUR_MS, { ...shared, kind: 'quote', direction: 'outbound' });
  const rounds = random.integer(1, 3);
  for (let round = 1; round <= rounds; round++) {
    const offeredBy = round % 2 === 1 ? 'them' : 'us';
    add(world, order, party, -(hours - round * 8) * HOUR_MS, {
      ...shared,
      kind: 'negotiation',
      offeredBy,
      offerAmount: Math.round((list * (0.82 + 0.05 * round)) / 500) * 500,
      approach: random.chance(0.7) ? 'soft_selling' : 'hard_selling',
      outcome: round === rounds ? 'won' : 'open',
    });
  }
}

function addAfter(world: World, order: DemoOrder, party: DemoParty, random: Random): void {
  if (random.chance(0.04)) {
    const isComplaint = random.chance(0.5);
    add(world, order, party, DAY_MS * random.integer(2, 10), {
      kind: isComplaint ? 'complaint' : 'support',
      channel: random.pick(['whatsapp', 'ticket', 'call']),
      orderId: order.id,
      handler: random.pick(HANDLERS),
      outcome: random.pick(['resolved', 'resolved', 'handed_over', 'open']),
      text: isComplaint ? random.pick(COMPLAINTS) : 'Cara membersihkannya?\nTerima kasih.',
    });
  }
  if (random.chance(0.03)) {
    add(world, order, party, DAY_MS * random.integer(20, 50), {
      kind: 'campaign',
      channel: 'whatsapp',
      direction: 'outbound',
    });
  }
}

function add(
  world: World,
  order: DemoOrder,
  party: DemoParty,
  after: number,
  more: Partial<DemoContact> & Pick<DemoContact, 'kind' | 'channel'>,
): void {
  const at = order.at + after;
  if (!isWithin(world, at)) return;
  const product = order.lines[0]?.product;
  world.contacts.push({
    shop: order.shop,
    at,
    party,
    direction: 'inbound',
    ...(product === undefined ? {} : { product }),
    ...more,
  });
}

function addAnswer(world: World, order: DemoOrder, buyer: DemoParty, random: Random): void {
  if (!random.chance(0.1) || order.steps.at(-1)?.status !== 'completed') return;
  const line = random.pick(order.lines);
  const at = order.at + DAY_MS * random.integer(6, 14);
  if (!isWithin(world, at)) return;
  const kind = random.pick(['nps', 'csat', 'review'] as const);
  const isUser = line.recipient !== undefined && line.recipient !== buyer;
  const best = kind === 'nps' ? 10 : 5;
  // Users of the child's bottle are less pleased than those who paid for it: a gap to be found.
  const worst = isUser && line.product.name === 'Botol Anak Pintar' ? 1 : best - 3;
  world.answers.push({
    shop: order.shop,
    at,
    party: isUser ? (line.recipient ?? buyer) : buyer,
    role: isUser ? 'user' : line.product.kind === 'service' ? 'client' : 'buyer',
    product: line.product,
    orderId: order.id,
    kind,
    score: random.integer(worst, worst === 1 ? best - 2 : best),
    ...(kind === 'review' ? { text: random.pick(PRAISE) } : {}),
  });
}

function isWithin(world: World, at: number): boolean {
  return at >= instantOf(world.calendar.firstDay, 0) && at <= endOfDay(world.calendar.lastDay);
}
