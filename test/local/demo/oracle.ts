import { type Characteristic, findCharacteristics, median } from './oracle-characteristics.ts';
import { type OracleFacts, type OracleLine, readFacts } from './oracle-facts.ts';
import type { RawRecord } from './read-raw.ts';

export interface OracleType {
  readonly type: 'internal' | 'intermediary' | 'external';
  readonly basis: 'declared' | 'inferred';
}

/** What the rules of the domain say of clean records; parties are `shop/id`, an e-mail, or a phone in E.164. */
export interface OracleAnswers {
  readonly facts: OracleFacts;
  /** Days since 1970-01-01. */
  readonly asOf: number;
  readonly buyers: ReadonlySet<string>;
  readonly users: ReadonlySet<string>;
  readonly clients: ReadonlySet<string>;
  /** Number of parties by the roles they hold, such as `buyer+user`. */
  readonly roleOverlap: ReadonlyMap<string, number>;
  /** `payer user` → paid orders and usage events. */
  readonly pairs: ReadonlyMap<string, { orders: Set<string>; usage: number }>;
  readonly types: ReadonlyMap<string, OracleType>;
  readonly characteristics: Readonly<Record<Characteristic, ReadonlySet<string>>>;
}

const INTERNAL = new Set(['employee', 'agent', 'partner', 'branch', 'distributor']);
const INTERMEDIARY = new Set(['reseller', 'merchant']);

/** Gives the answers of the domain's rules by plain loops, independent of any SQL. */
export function askOracle(records: readonly RawRecord[]): OracleAnswers {
  const facts = readFacts(records);
  const asOf = findAsOf(facts, records);
  const { lines, uses } = facts;
  const paid = lines.filter((line) => line.isPaid);
  const buyers = new Set(paid.flatMap((line) => (line.kind === 'goods' ? (line.payer ?? []) : [])));
  const clients = new Set(paid.flatMap((line) => (line.kind === 'service' ? (line.payer ?? []) : [])));
  const users = new Set(paid.flatMap((line) => (line.kind === 'goods' ? (line.recipient ?? []) : [])));
  for (const use of uses) (use.kind === 'goods' ? users : clients).add(use.actor);
  return {
    facts,
    asOf,
    buyers,
    users,
    clients,
    roleOverlap: overlap(buyers, users, clients),
    pairs: findPairs(facts),
    types: findTypes(facts),
    characteristics: findCharacteristics(facts, asOf),
  };
}

/** The earliest of the last dates that the sources of orders and usage reached; all of them are live here. */
function findAsOf(facts: OracleFacts, records: readonly RawRecord[]): number {
  const last = new Map<string, number>();
  const reach = (source: string, day: number) => last.set(source, Math.max(last.get(source) ?? 0, day));
  for (const line of facts.lines) reach(`orders ${line.shop}`, line.day);
  const usage = records.filter((record) => record.dataset === 'usage');
  for (const record of usage) {
    const date = record.cells['used_at'] ?? '';
    const time = Date.parse(/[Z+]/.test(date) ? date : `${date.replace(' ', 'T')}+07:00`);
    reach(`usage ${record.shop}`, Math.floor((time + 7 * 3_600_000) / 86_400_000));
  }
  return Math.min(...last.values());
}

function overlap(
  buyers: ReadonlySet<string>,
  users: ReadonlySet<string>,
  clients: ReadonlySet<string>,
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const party of new Set([...buyers, ...users, ...clients])) {
    const roles = Object.entries({ buyer: buyers, user: users, client: clients });
    const held = roles.flatMap(([role, parties]) => (parties.has(party) ? role : [])).join('+');
    counts.set(held, (counts.get(held) ?? 0) + 1);
  }
  return counts;
}

function findPairs(facts: OracleFacts): Map<string, { orders: Set<string>; usage: number }> {
  const pairs = new Map<string, { orders: Set<string>; usage: number }>();
  const pairOf = (payer: string, user: string) => {
    const key = `${payer} ${user}`;
    const pair = pairs.get(key) ?? { orders: new Set(), usage: 0 };
    pairs.set(key, pair);
    return pair;
  };
  for (const line of facts.lines) {
    if (!line.isPaid || line.payer === undefined || line.recipient === undefined) continue;
    pairOf(line.payer, line.recipient).orders.add(line.orderId);
  }
  for (const use of facts.uses) if (use.payer !== undefined) pairOf(use.payer, use.actor).usage += 1;
  return pairs;
}

function findTypes(facts: OracleFacts): Map<string, OracleType> {
  const users = new Set(facts.uses.map((use) => use.actor));
  const medians = productMedians(facts.lines);
  const byPayer = new Map<string, OracleLine[]>();
  for (const line of facts.lines) {
    if (!line.isPaid || line.payer === undefined) continue;
    byPayer.set(line.payer, [...(byPayer.get(line.payer) ?? []), line]);
  }
  const types = new Map<string, OracleType>();
  for (const [payer, lines] of byPayer) {
    const relation = facts.declared.get(payer)?.relation ?? '';
    const resells = !users.has(payer) && (forwards(lines) || buysInBulk(lines, medians));
    if (INTERNAL.has(relation)) types.set(payer, { type: 'internal', basis: 'declared' });
    else if (INTERMEDIARY.has(relation)) types.set(payer, { type: 'intermediary', basis: 'declared' });
    else types.set(payer, { type: resells ? 'intermediary' : 'external', basis: 'inferred' });
  }
  return types;
}

function forwards(lines: readonly OracleLine[]): boolean {
  const others = lines.flatMap((line) => line.recipient ?? []);
  return new Set(others).size >= 5 && others.length >= 0.6 * lines.length;
}

/** Medians of products that at least five parties buy. */
function productMedians(lines: readonly OracleLine[]): Map<string, number> {
  const quantities = new Map<string, number[]>();
  const payers = new Map<string, Set<string>>();
  for (const line of lines) {
    if (!line.isPaid || line.quantity <= 0) continue;
    const known = quantities.get(line.product) ?? [];
    known.push(line.quantity);
    quantities.set(line.product, known);
    if (line.payer !== undefined) {
      payers.set(line.product, (payers.get(line.product) ?? new Set()).add(line.payer));
    }
  }
  const medians = new Map<string, number>();
  for (const [product, known] of quantities) {
    if ((payers.get(product)?.size ?? 0) >= 5) medians.set(product, median(known));
  }
  return medians;
}

function buysInBulk(lines: readonly OracleLine[], medians: ReadonlyMap<string, number>): boolean {
  const measured = lines.filter((line) => line.quantity > 0 && medians.has(line.product));
  const ratios = measured.map((line) => line.quantity / (medians.get(line.product) ?? Number.NaN));
  return new Set(measured.map((line) => line.orderId)).size >= 3 && median(ratios) >= 10;
}
