import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FileReport } from '../../functions/ingest/report.ts';
import type { DuckDbEngine } from '../../functions/query/duckdb-engine.ts';
import { makeDemonstration } from '../../infra/local/demo/demonstration.ts';
import type { Claim, DemonstrationTruths, PartyReference } from '../../infra/local/demo/truths.ts';
import { CANONICAL_LAYOUT } from '../../schemas/mapping.ts';
import { ask, SmallLake } from './small-lake.ts';

let folder = '';
let truths: DemonstrationTruths;
let lake: SmallLake;
let engine: DuckDbEngine;
let reports: FileReport[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pelanggan-demo-'));
  truths = await makeDemonstration(join(folder, 'raw'));
  lake = await SmallLake.create(join(folder, 'raw'));
  reports = await lake.takeIn();
  engine = await lake.open();
}, 300_000);

afterAll(async () => {
  await engine?.close();
  await lake?.remove();
  await rm(folder, { recursive: true, force: true });
});

function keyOf({ shop, field, value }: PartyReference): string {
  return lake.references.of(field, field === 'id' ? `${CANONICAL_LAYOUT}/${shop}\u001f${value}` : value);
}

async function keysWhere(sql: string): Promise<Set<unknown>> {
  return new Set((await ask(engine, sql)).map((row) => row['party_key']));
}

describe('the demonstration company', () => {
  it('has every file accounted for as its maker knows', () => {
    const found = reports.map((report) => ({
      path: report.path,
      dataset: report.dataset,
      shop: report.shop,
      recordCount: report.record_count,
      writtenCount: report.written_count,
      rejectedCount: report.rejected_count,
      duplicateCount: report.duplicate_count,
      supersededCount: report.superseded_count,
    }));
    const planted = truths.files.map(({ arrivedAt: _, maskedCount: __, ...file }) => file);
    const byPath = (a: { path: string }, b: { path: string }) => (a.path < b.path ? -1 : 1);
    expect(found.toSorted(byPath)).toEqual(planted.toSorted(byPath));
  });

  it('has every planted bad row rejected for its reason, and no other', async () => {
    const rows = await ask(
      engine,
      'select file_id, dataset, record_number, field, problem from rejected_rows',
    );
    const found = rows.map(
      (row) =>
        `${String(row['file_id']).split('@')[0]} ${row['dataset']} ${row['record_number']} ${row['field'] ?? ''} ${row['problem']}`,
    );
    const planted = truths.badRows.map(
      (row) => `${row.path} ${row.dataset} ${row.recordNumber} ${row.field ?? ''} ${row.problem}`,
    );
    expect(found.sort()).toEqual(planted.sort());
  });

  it('counts lines, orders, events and people as its maker does', async () => {
    const { totals } = truths;
    expect(
      await ask(
        engine,
        'select count(*) as line_count, count(distinct order_key) as order_count from orders',
      ),
    ).toEqual([{ line_count: BigInt(totals.orderLineCount), order_count: BigInt(totals.orderCount) }]);
    expect(
      await ask(
        engine,
        'select shop, status, count(*) as line_count from orders group by shop, status order by shop, status',
      ),
    ).toEqual(
      totals.orderLines
        .toSorted((a, b) => (`${a.shop} ${a.status}` < `${b.shop} ${b.status}` ? -1 : 1))
        .map((row) => ({ shop: row.shop, status: row.status, line_count: BigInt(row.count) })),
    );
    expect(await ask(engine, 'select count(*) as event_count from usage')).toEqual([
      { event_count: BigInt(totals.usageCount) },
    ]);
    expect(
      await ask(
        engine,
        'select count_if(is_buyer) as buyers, count_if(is_user) as users, count_if(is_client) as clients, count_if(is_payer) as payers from parties',
      ),
    ).toEqual([
      {
        buyers: BigInt(totals.partyCounts.buyers),
        users: BigInt(totals.partyCounts.users),
        clients: BigInt(totals.partyCounts.clients),
        payers: BigInt(totals.partyCounts.payers),
      },
    ]);
  });

  it('holds each set of roles as often as planted', async () => {
    const rows = await ask(engine, 'select roles, party_count from role_overlap');
    expect(Object.fromEntries(rows.map((row) => [row['roles'], Number(row['party_count'])]))).toEqual(
      truths.totals.roleOverlap,
    );
  });

  it('has the revenue, orders and usage of every month', async () => {
    const rows = await ask(
      engine,
      'select month, revenue, orders, unconverted_line_count, usage_quantity from monthly_totals order by month',
    );
    const found = rows.map((row) => [
      String(row['month']).slice(0, 7),
      Number(row['revenue']),
      Number(row['orders']),
      Number(row['unconverted_line_count']),
    ]);
    expect(found).toEqual(
      truths.totals.months.map((month) => [
        month.month.slice(0, 7),
        Number(month.revenue),
        month.paidOrderCount,
        month.unconvertedLineCount,
      ]),
    );
  });

  it('finds everybody who buys for whom, and nobody else', async () => {
    const rows = await ask(
      engine,
      'select payer_key, user_key, relation, order_count, usage_count from payer_users',
    );
    const found = new Map(rows.map((row) => [`${row['payer_key']} ${row['user_key']}`, row]));
    expect(found.size).toBe(truths.pairs.length);
    for (const pair of truths.pairs) {
      const row = found.get(`${keyOf(pair.payer)} ${keyOf(pair.user)}`);
      expect(row).toMatchObject({
        order_count: BigInt(pair.orderCount),
        usage_count: BigInt(pair.usageCount),
      });
      if (pair.relation !== undefined) expect(row?.['relation']).toBe(pair.relation);
    }
  });

  const CLAIMS: Readonly<Record<Claim, string>> = {
    loyal: 'select party_key from characteristics where is_loyal',
    thrifty: 'select party_key from characteristics where is_thrifty',
    impulsive: 'select party_key from characteristics where is_impulsive',
    growing: 'select party_key from characteristics where is_growing',
    potential: 'select party_key from characteristics where is_potential',
    new: 'select party_key from characteristics where is_new',
    internal: "select party_key from customer_types where customer_type = 'internal'",
    intermediary_declared:
      "select party_key from customer_types where customer_type = 'intermediary' and basis = 'declared'",
    intermediary_inferred:
      "select party_key from customer_types where customer_type = 'intermediary' and basis = 'inferred'",
  };

  it.each(Object.entries(CLAIMS))('finds who is %s, and not who narrowly misses it', async (claim, sql) => {
    const found = await keysWhere(sql);
    const planted = truths.planted.filter((party) => party.claim === claim);
    expect(planted.length).toBeGreaterThan(0);
    const wrong = planted.filter(({ party, holds }) => found.has(keyOf(party)) !== holds);
    expect(wrong.map(({ why, holds }) => ({ why, holds }))).toEqual([]);
  });

  it('counts a sale without a buyer in revenue and orders, never in people', async () => {
    const { orderCount, lineCount, revenue } = truths.totals.salesWithoutBuyer;
    const rows = await ask(
      engine,
      `
      select
        count(distinct order_key) as order_count, count(*) as line_count,
        sum(case when is_paid then line_amount - coalesce(refunded_amount, cast(0 as decimal(18, 4))) end) as revenue
      from orders where party_key is null`,
    );
    expect(Number(rows[0]?.['revenue'])).toBeCloseTo(Number(revenue), 4);
    expect(rows[0]).toMatchObject({ order_count: BigInt(orderCount), line_count: BigInt(lineCount) });
    expect(await ask(engine, 'select count(*) as party_count from parties where party_key is null')).toEqual([
      { party_count: 0n },
    ]);
  });

  it('is told as of the last day that both shops reached', async () => {
    expect(await ask(engine, 'select as_of from as_of')).toEqual([{ as_of: truths.lastDate }]);
  });
});
