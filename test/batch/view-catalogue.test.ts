import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadViews } from '../../functions/batch/view-catalogue.ts';
import { PelangganError } from '../../schemas/problem.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'views-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const DOCUMENT = {
  description: { en: 'A view', id: 'Tampilan' },
  grain: { en: 'one row per order', id: 'satu baris untuk setiap pesanan' },
  key: ['order_id'],
  columns: [{ name: 'order_id', type: 'varchar', description: { en: 'Order', id: 'Pesanan' } }],
  reads: [],
  checks: [],
};

function put(path: string, from: string, changes: object = {}): void {
  const document = { ...DOCUMENT, reads: from.split(' cross join ').toSorted(), ...changes };
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.sql`, `select order_id from ${from}\n`);
  writeFileSync(`${file}.json`, JSON.stringify(document));
}

function refusal(): PelangganError {
  try {
    loadViews(join(root, 'sql'), join(root, 'site'));
  } catch (error) {
    if (error instanceof PelangganError) return error;
    throw error;
  }
  throw new Error('the views were not refused');
}

describe('views in a folder', () => {
  it('gives each view after all that it reads, with its room', () => {
    put('sql/a_room/first', 'second');
    put('sql/b_room/second', 'third cross join settings');
    put('sql/c_room/third', 'lake_orders');
    const views = loadViews(join(root, 'sql'));
    expect(views.map((view) => [view.name, view.room])).toEqual([
      ['third', 'c_room'],
      ['second', 'b_room'],
      ['first', 'a_room'],
    ]);
    expect(views[1]?.reads).toEqual(['settings', 'third']);
  });

  it("adds the site's own, which may read the others", () => {
    put('sql/facts/orders_seen', 'lake_orders');
    put('site/mine', 'orders_seen');
    expect(loadViews(join(root, 'sql'), join(root, 'site')).map((view) => view.name)).toEqual([
      'orders_seen',
      'mine',
    ]);
  });

  it("refuses a document of the site's own that states other readings than its SQL has", () => {
    put('site/mine', 'lake_orders', { reads: ['lake_usage'] });
    expect(refusal()).toMatchObject({
      code: 'view_invalid',
      details: { found: ['lake_orders'], allowed: ['lake_usage'] },
    });
  });

  it('gives none for a site without a folder of views', () => {
    expect(loadViews(join(root, 'nowhere'))).toEqual([]);
  });

  it('refuses a view without a document, naming it', () => {
    put('sql/facts/bare', 'lake_orders');
    rmSync(join(root, 'sql/facts/bare.json'));
    expect(refusal()).toMatchObject({
      code: 'view_invalid',
      message: expect.stringContaining('facts/bare.json'),
    });
  });

  it('refuses a document that lacks what it needs, and one that is no JSON', () => {
    put('sql/facts/bare', 'lake_orders', { key: undefined });
    expect(refusal()).toMatchObject({ code: 'view_invalid', message: expect.stringContaining('key') });
    writeFileSync(join(root, 'sql/facts/bare.json'), '{');
    expect(refusal()).toMatchObject({ code: 'view_invalid', message: expect.stringContaining('not JSON') });
  });

  it('refuses a name that is there already: of a view, of a table, of the settings', () => {
    put('sql/facts/seen', 'lake_orders');
    put('site/seen', 'lake_orders');
    expect(refusal().code).toBe('view_name_taken');
    rmSync(join(root, 'site'), { recursive: true });
    put('site/lake_orders', 'seen');
    expect(refusal().code).toBe('view_name_taken');
    rmSync(join(root, 'site'), { recursive: true });
    put('site/settings', 'seen');
    expect(refusal().code).toBe('view_name_taken');
  });

  it('refuses a reading of nothing known, and views that read each other', () => {
    put('sql/facts/lost', 'lake_order');
    expect(refusal()).toMatchObject({
      code: 'view_reads_unknown',
      details: { view: 'lost', reads: 'lake_order' },
    });
    put('sql/facts/lost', 'found');
    put('sql/facts/found', 'lost');
    expect(refusal()).toMatchObject({
      code: 'view_circular',
      message: expect.stringContaining('found → lost → found'),
    });
  });

  it('refuses a file that lies too deep or has another kind of name', () => {
    put('sql/facts/deep/seen', 'lake_orders');
    expect(refusal().code).toBe('view_invalid');
    rmSync(join(root, 'sql'), { recursive: true });
    put('sql/facts/Seen', 'lake_orders');
    expect(refusal().code).toBe('view_invalid');
  });
});
