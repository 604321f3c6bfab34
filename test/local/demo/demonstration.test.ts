import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeDemonstration } from '../../../infra/local/demo/demonstration.ts';
import type { DemonstrationTruths } from '../../../infra/local/demo/truths.ts';
import { hashFiles } from './hash-files.ts';
import { keyOf, meetsClaim } from './meets-claim.ts';
import { askOracle, type OracleAnswers } from './oracle.ts';
import { type RawRecord, readRawFile } from './read-raw.ts';
import { findDamage } from './record-damage.ts';
import { findProblems } from './row-problems.ts';

const folder = mkdtempSync(join(tmpdir(), 'pelanggan-demo-'));
const rawDir = join(folder, 'a', 'raw');
let truths: DemonstrationTruths;
let records: RawRecord[];
let oracle: OracleAnswers;

beforeAll(async () => {
  truths = await makeDemonstration(rawDir);
  const files = await Promise.all(truths.files.map((file) => readRawFile(rawDir, file, truths.badRows)));
  records = files.flat();
  oracle = askOracle(cleanRecords());
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Records that the lake takes in, older versions included. */
function cleanRecords(): RawRecord[] {
  return records.filter((record) => !record.isBad);
}

describe('the generator', () => {
  it('gives the same bytes, times of arrival and truths for the same seed, and others for another', async () => {
    const again = join(folder, 'b', 'raw');
    await makeDemonstration(again);
    expect(hashFiles(again)).toBe(hashFiles(rawDir));
    expect(readFileSync(join(folder, 'b', 'truths.json'))).toEqual(
      readFileSync(join(folder, 'a', 'truths.json')),
    );
    const other = join(folder, 'c', 'raw');
    await makeDemonstration(other, { seed: 2 });
    expect(hashFiles(other)).not.toBe(hashFiles(rawDir));
  });

  it('refuses a last date that is none', async () => {
    await expect(
      makeDemonstration(join(folder, 'd', 'raw'), { lastDate: '2026-02-30' }),
    ).rejects.toMatchObject({
      code: 'setting_invalid',
    });
  });

  it('makes about 60,000 order lines and 150,000 usage events over five years in 60 to 90 files', () => {
    expect(Math.abs(truths.totals.orderLineCount / 60_000 - 1)).toBeLessThan(0.02);
    expect(Math.abs(truths.totals.usageCount / 150_000 - 1)).toBeLessThan(0.02);
    expect([truths.firstDate, truths.lastDate]).toEqual(['2021-11-01', '2026-10-31']);
    expect(truths.files.length).toBeGreaterThanOrEqual(60);
    expect(truths.files.length).toBeLessThanOrEqual(90);
  });

  it('has every file arrive in the night after its last day', () => {
    for (const file of truths.files) {
      expect(statSync(join(rawDir, file.path)).mtimeMs).toBe(Date.parse(file.arrivedAt));
    }
    expect(new Set(truths.files.map((file) => file.arrivedAt)).size).toBe(truths.files.length);
  });

  it('names nobody who could exist: mail at example hosts only, phones in a range no operator has', () => {
    const mails = new Set<string>();
    const phones = new Set<string>();
    for (const { cells } of cleanRecords()) {
      for (const name of ['email', 'buyer_email', 'recipient_email', 'user_email', 'party_email']) {
        mails.add(cells[name]?.split('@')[1] ?? '');
        phones.add(cells[name.replace('email', 'phone')]?.replace(/\D/g, '').slice(0, 5) ?? '');
      }
    }
    expect([...mails].sort()).toEqual(['', 'example.com', 'example.net', 'example.org']);
    // Written 0840…, 62840… or +62 840-…; empty or masked.
    expect([...phones].map((digits) => digits.replace(/^(62|0)/, '').slice(0, 3)).sort()).toEqual(
      [...phones].map((digits) => (digits === '' ? '' : '840')).sort(),
    );
  });
});

describe('the account of each file', () => {
  it('counts the records that lie in it', () => {
    const counts = Map.groupBy(records, (record) => record.path);
    for (const file of truths.files) {
      expect([file.path, counts.get(file.path)?.length]).toEqual([file.path, file.recordCount]);
      const { writtenCount, rejectedCount, duplicateCount, supersededCount } = file;
      expect(writtenCount + rejectedCount + duplicateCount + supersededCount).toBe(file.recordCount);
    }
  });

  it('finds as many equal and overtaken records of one id in a file as it states', () => {
    const keys: Record<string, string[]> = { orders: ['order_id', 'line_id'], usage: ['event_id'] };
    const found = new Map<string, { duplicate: number; superseded: number }>();
    const seen = new Map<string, string>();
    for (const record of cleanRecords()) {
      const key = keys[record.dataset]?.map((name) => record.cells[name] ?? '');
      if (key === undefined || key.includes('')) continue;
      const full = `${record.path} ${key.join(' ')}`;
      const count = found.get(record.path) ?? { duplicate: 0, superseded: 0 };
      if (seen.has(full)) count[seen.get(full) === record.text ? 'duplicate' : 'superseded'] += 1;
      seen.set(full, record.text);
      found.set(record.path, count);
    }
    for (const file of truths.files) {
      const { duplicate, superseded } = found.get(file.path) ?? { duplicate: 0, superseded: 0 };
      expect([file.path, duplicate, superseded]).toEqual([
        file.path,
        file.duplicateCount,
        file.supersededCount,
      ]);
    }
    expect(truths.files.reduce((sum, file) => sum + file.supersededCount, 0)).toBeGreaterThan(50);
    expect(truths.files.reduce((sum, file) => sum + file.duplicateCount, 0)).toBeGreaterThan(50);
  });

  it('counts the masked values', () => {
    const masked = cleanRecords().flatMap(({ cells }) =>
      Object.values(cells).filter((text) => text.includes('*')),
    );
    expect(masked.length).toBe(truths.totals.maskedValueCount);
    expect(masked.length).toBeGreaterThan(100);
  });
});

describe('the bad rows', () => {
  it('are of many kinds', () => {
    expect(new Set(truths.badRows.map((row) => row.problem)).size).toBeGreaterThanOrEqual(20);
  });

  it('have the one fault that is stated, and no other record has any', () => {
    const listed = new Set(
      cleanRecords()
        .filter((record) => record.dataset === 'products')
        .map((record) => `${record.shop}/${record.cells['product_id']}`),
    );
    const found: string[] = [];
    for (const record of records) {
      const damage = record.isBad ? findDamage(record, records) : undefined;
      const problems = damage === undefined ? findProblems(record, listed) : [damage];
      for (const problem of problems) found.push(`${record.path} ${record.recordNumber} ${problem}`);
    }
    const stated = truths.badRows.map((row) =>
      [row.path, row.recordNumber, row.field, row.problem].filter((part) => part !== undefined).join(' '),
    );
    expect(found.sort()).toEqual(stated.sort());
  });
});

describe('the planted parties', () => {
  it('meet their rule, and the near misses do not', () => {
    const told = truths.planted.map(
      ({ party, claim, why }) => `${keyOf(party)} ${claim} (${why}): ${meetsClaim(oracle, claim, party)}`,
    );
    const stated = truths.planted.map(
      ({ party, claim, why, ...rest }) => `${keyOf(party)} ${claim} (${why}): ${rest.holds}`,
    );
    expect(told).toEqual(stated);
  });

  it('are of every kind, found and missed, in both shops', () => {
    const kinds = new Set(truths.planted.map(({ party, claim, holds }) => `${party.shop} ${claim} ${holds}`));
    // Of nine claims only a declared reseller has no near miss.
    expect(kinds.size).toBe(2 * (9 + 8));
  });

  it('have the paid order dates that are stated', () => {
    for (const { party, paidOrderDates } of truths.planted) {
      const paid = oracle.facts.lines.filter((line) => line.isPaid && line.payer === keyOf(party));
      const dates = paid.map((line) => new Date(line.day * 86_400_000).toISOString().slice(0, 10));
      expect([...new Set(dates)].sort()).toEqual(paidOrderDates);
    }
  });
});

describe('who pays and who uses', () => {
  it('is as stated, for every pair', () => {
    const stated = truths.pairs.map(
      (pair) => `${keyOf(pair.payer)} ${keyOf(pair.user)} ${pair.orderCount} ${pair.usageCount}`,
    );
    const found = [...oracle.pairs].map(([key, pair]) => `${key} ${pair.orders.size} ${pair.usage}`);
    expect(found.sort()).toEqual(stated.sort());
  });

  it('holds pairs of every relation', () => {
    const relations = Map.groupBy(truths.pairs, (pair) => pair.relation ?? 'unstated');
    for (const relation of ['household', 'employer', 'resale', 'other'] as const) {
      expect(relations.get(relation)?.length ?? 0).toBeGreaterThanOrEqual(6);
    }
  });

  it('shows households by one declared home, employers by declared people, presents by different homes', () => {
    const declared = new Map(
      cleanRecords()
        .filter((record) => record.dataset === 'parties')
        .map(({ shop, cells }) => [`${shop}/${cells['party_id']}`, cells]),
    );
    for (const { payer, user, relation } of truths.pairs) {
      const [pays, uses] = [declared.get(keyOf(payer)), declared.get(keyOf(user))];
      const isOneHome = pays?.['address'] === uses?.['address'] && pays?.['city'] === uses?.['city'];
      if (relation === 'household')
        expect([pays?.['address'] !== undefined, isOneHome]).toEqual([true, true]);
      if (relation === 'employer') expect(pays?.['party_kind']).toBe('organisation');
      if (relation === 'other') expect(isOneHome).toBe(false);
    }
  });

  it('gives the stated numbers of parties by the roles they hold', () => {
    expect(Object.fromEntries(oracle.roleOverlap)).toEqual(truths.totals.roleOverlap);
    const { buyers, users, clients, payers } = truths.totals.partyCounts;
    expect([oracle.buyers.size, oracle.users.size, oracle.clients.size]).toEqual([buyers, users, clients]);
    expect(oracle.types.size).toBe(payers);
  });

  it('lets two shops give one id to two people', () => {
    expect(truths.collidingPartyIdCount).toBeGreaterThan(1000);
  });
});

describe('the totals', () => {
  it('reach the last date with both shops', () => {
    expect(new Date(oracle.asOf * 86_400_000).toISOString().slice(0, 10)).toBe(truths.lastDate);
  });

  it('count the winning order lines by shop and status', () => {
    const counts = Map.groupBy(oracle.facts.lines, (line) => `${line.shop} ${line.status}`);
    const found = [...counts].map(([key, lines]) => `${key} ${lines.length}`);
    const stated = truths.totals.orderLines.map(({ shop, status, count }) => `${shop} ${status} ${count}`);
    expect(found.sort()).toEqual(stated.sort());
    expect(oracle.facts.lines.length).toBe(truths.totals.orderLineCount);
    expect(oracle.facts.uses.length).toBe(truths.totals.usageCount);
  });

  it('add up revenue, orders and usage of each month', () => {
    const monthOf = ({ day }: { day: number }) => new Date(day * 86_400_000).toISOString().slice(0, 7);
    const paidLines = Map.groupBy(
      oracle.facts.lines.filter((line) => line.isPaid),
      monthOf,
    );
    const uses = Map.groupBy(oracle.facts.uses, monthOf);
    for (const stated of truths.totals.months) {
      const paid = paidLines.get(stated.month) ?? [];
      const revenue = paid.reduce((sum, line) => sum + (line.amount - line.refund) * (line.rate ?? 0), 0);
      expect(revenue).toBeCloseTo(Number(stated.revenue), 2);
      expect(new Set(paid.map((line) => `${line.shop}/${line.orderId}`)).size).toBe(stated.paidOrderCount);
      expect(paid.filter((line) => line.rate === undefined).length).toBe(stated.unconvertedLineCount);
      expect(uses.get(stated.month)?.length).toBe(stated.usageCount);
    }
    expect(truths.totals.foreign.unconvertedLineCount).toBeGreaterThanOrEqual(2);
  });

  it('keep sales without a buyer', () => {
    const nobody = oracle.facts.lines.filter((line) => line.payer === undefined);
    expect(nobody.length).toBe(truths.totals.salesWithoutBuyer.lineCount);
    const revenue = nobody.reduce((sum, line) => sum + line.amount - line.refund, 0);
    expect(revenue).toBe(Number(truths.totals.salesWithoutBuyer.revenue));
  });

  it('leave some orders with fewer lines than an earlier export had', () => {
    expect(truths.shrunkOrders.length).toBeGreaterThan(10);
    const { shop, orderId } = truths.shrunkOrders[0] ?? { shop: '', orderId: '' };
    const rows = cleanRecords().filter(({ shop: at, cells }) => at === shop && cells['order_id'] === orderId);
    const byFile = [...Map.groupBy(rows, (row) => row.path).values()].map((group) => group.length);
    const winning = oracle.facts.lines.filter((line) => line.shop === shop && line.orderId === orderId);
    expect(winning.length).toBe(Math.min(...byFile));
    expect(winning.length).toBeLessThan(Math.max(...byFile));
  });
});

describe('the seasons', () => {
  const perDay = (from: string, to: string): number => {
    const [first, last] = [Date.parse(from) / 86_400_000, Date.parse(to) / 86_400_000];
    const within = oracle.facts.lines.filter((line) => line.day >= first && line.day <= last);
    return new Set(within.map((line) => `${line.shop}/${line.orderId}`)).size / (last - first + 1);
  };

  it('show Idul Fitri in each year: half as much again before it, less than half after', () => {
    for (const eid of ['2022-05-02', '2023-04-22', '2024-04-10', '2025-03-31', '2026-03-20']) {
      const day = (days: number) => new Date(Date.parse(eid) + days * 86_400_000).toISOString().slice(0, 10);
      const usual = (perDay(day(-58), day(-31)) + perDay(day(7), day(34))) / 2;
      expect(perDay(day(-28), day(-1)) / usual).toBeGreaterThan(1.3);
      expect(perDay(day(-28), day(-1)) / usual).toBeLessThan(1.7);
      expect(perDay(eid, day(6)) / usual).toBeLessThan(0.6);
    }
  });

  it('show growth of one per cent a month, and December', () => {
    const year = (first: number) => truths.totals.months.slice(first, first + 12);
    const sum = (first: number) => year(first).reduce((total, month) => total + month.everydayOrderCount, 0);
    expect(sum(48) / sum(0)).toBeCloseTo(1.01 ** 48, 1);
    expect(perDay('2024-12-01', '2024-12-31') / perDay('2024-11-01', '2024-11-30')).toBeGreaterThan(1.2);
  });
});
