import type { OracleFacts, OracleLine } from './oracle-facts.ts';

export type Characteristic = 'new' | 'potential' | 'impulsive' | 'thrifty' | 'loyal' | 'growing';

/** All that one party did, as the six rules want it. */
interface Story {
  readonly orders: { at: number; day: number; lines: OracleLine[] }[];
  readonly useDays: number[];
  readonly uses: { day: number; quantity: number }[];
  readonly contacts: { at: number; day: number; kind: string }[];
}

const DAY_MS = 86_400_000;
const INTEREST = new Set(['enquiry', 'quote', 'negotiation']);

/** Gives the parties that meet each of the six rules, by plain loops over the facts. */
export function findCharacteristics(facts: OracleFacts, asOf: number): Record<Characteristic, Set<string>> {
  const stories = tellStories(facts, asOf);
  const referrers = findReferrers(facts, stories);
  const found: Record<Characteristic, Set<string>> = {
    new: new Set(),
    potential: new Set(),
    impulsive: new Set(),
    thrifty: new Set(),
    loyal: new Set(),
    growing: new Set(),
  };
  for (const [party, story] of stories) {
    if (isNew(story, asOf)) found.new.add(party);
    if (isPotential(story, asOf)) found.potential.add(party);
    if (isImpulsive(story)) found.impulsive.add(party);
    if (isThrifty(story)) found.thrifty.add(party);
    if (isLoyal(story, asOf)) found.loyal.add(party);
    if (referrers.has(party) && grows(story, asOf)) found.growing.add(party);
  }
  return found;
}

/** Gives the middle value, or the mean of the two middle ones. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const high = sorted[Math.floor(middle)] ?? Number.NaN;
  return sorted.length % 2 === 1 ? high : (high + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

function tellStories(facts: OracleFacts, asOf: number): Map<string, Story> {
  const stories = new Map<string, Story>();
  const storyOf = (party: string) => {
    const story = stories.get(party) ?? { orders: [], useDays: [], uses: [], contacts: [] };
    stories.set(party, story);
    return story;
  };
  const orders = new Map<string, Story['orders'][number]>();
  for (const line of facts.lines) {
    if (!line.isPaid || line.payer === undefined || line.day > asOf) continue;
    const key = `${line.shop}/${line.orderId}`;
    const order = orders.get(key) ?? { at: line.at, day: line.day, lines: [] };
    if (order.lines.length === 0) storyOf(line.payer).orders.push(order);
    order.lines.push(line);
    orders.set(key, order);
  }
  for (const use of facts.uses) storyOf(use.actor).uses.push(use);
  for (const contact of facts.contacts) storyOf(contact.party).contacts.push(contact);
  for (const story of stories.values()) {
    story.orders.sort((a, b) => a.at - b.at);
    story.contacts.sort((a, b) => a.at - b.at);
    story.useDays.push(...story.uses.map((use) => use.day).sort((a, b) => a - b));
  }
  return stories;
}

function isNew(story: Story, asOf: number): boolean {
  const first = story.orders[0]?.day ?? story.useDays[0];
  return first !== undefined && asOf - first <= 30;
}

function isPotential(story: Story, asOf: number): boolean {
  const last = story.orders.at(-1);
  const asked = story.contacts.filter((one) => INTEREST.has(one.kind) && asOf - one.day <= 90);
  if (last !== undefined) return asked.some((one) => one.at > last.at);
  return asked.length > 0 || story.useDays.some((day) => asOf - day <= 90);
}

function isImpulsive(story: Story): boolean {
  if (story.orders.length < 3) return false;
  const seen = new Set<string>();
  const waits: number[] = [];
  let surprising = 0;
  story.orders.forEach((order, i) => {
    const before = story.orders[i - 1]?.at ?? Number.NEGATIVE_INFINITY;
    const near = story.contacts.some((one) => one.at < order.at && order.at - one.at <= 7 * DAY_MS);
    const hasNewCategory = order.lines.some((line) => !seen.has(line.category));
    if (i > 0 && hasNewCategory && !near) surprising++;
    for (const line of order.lines) seen.add(line.category);
    const asked = story.contacts.find(
      (one) => INTEREST.has(one.kind) && one.at > before && one.at <= order.at,
    );
    waits.push(asked === undefined ? 0 : (order.at - asked.at) / DAY_MS);
  });
  return surprising >= (story.orders.length - 1) / 2 && median(waits) <= 1;
}

function isThrifty(story: Story): boolean {
  const cheap = story.orders.filter((order) => {
    const paid = order.lines.filter((line) => line.isPaid);
    const full = paid.reduce((sum, line) => sum + line.undiscounted, 0);
    const discount = paid.reduce((sum, line) => sum + line.discount, 0);
    const hasFree = paid.some((line) => line.amount === 0) && paid.some((line) => line.amount > 0);
    return paid.some((line) => line.hasPromotion) || hasFree || discount >= 0.1 * full;
  });
  return story.orders.length >= 3 && cheap.length >= 0.6 * story.orders.length;
}

function isLoyal(story: Story, asOf: number): boolean {
  const days = [...new Set(story.orders.map((order) => order.day))].sort((a, b) => a - b);
  const gaps = days.slice(1).map((day, i) => day - (days[i] ?? day));
  const [first = asOf, last = asOf] = [days[0], days.at(-1)];
  const usual = median(gaps);
  return (
    days.length >= 4 && last - first >= 90 && Math.max(...gaps) <= 2.5 * usual && asOf - last <= 2 * usual
  );
}

function findReferrers(facts: OracleFacts, stories: ReadonlyMap<string, Story>): Set<string> {
  const referrers = new Set<string>();
  for (const [party, { referrer }] of facts.declared) {
    if (referrer !== undefined && referrer !== party) referrers.add(referrer);
  }
  for (const [party, story] of stories) {
    for (const line of story.orders[0]?.lines ?? []) {
      if (line.referrer !== undefined && line.referrer !== party) referrers.add(line.referrer);
    }
  }
  return referrers;
}

function monthOf(day: number): number {
  const date = new Date(day * DAY_MS);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

function grows(story: Story, asOf: number): boolean {
  const last = monthOf(asOf + 1) - 1;
  const spend = [0, 0, 0, 0, 0, 0];
  const usage = [0, 0, 0, 0, 0, 0];
  const active = new Set<number>();
  const add = (sums: number[], day: number, value: number) => {
    const index = monthOf(day) - (last - 5);
    if (index < 0 || index > 5) return;
    sums[index] = (sums[index] ?? 0) + value;
    if (index >= 2) active.add(index);
  };
  for (const order of story.orders) {
    for (const line of order.lines) add(spend, order.day, (line.amount - line.refund) * (line.rate ?? 0));
  }
  for (const use of story.uses) add(usage, use.day, use.quantity);
  return active.size >= 3 && (slope(spend) > 0 || slope(usage) > 0);
}

/** Least squares over equal steps, up to a positive factor. */
function slope(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  return values.reduce((sum, value, i) => sum + (i - middle) * value, 0);
}
