import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadViews } from '../../functions/batch/view-catalogue.ts';
import { DuckDbEngine } from '../../functions/query/duckdb-engine.ts';
import type { Column } from '../../functions/query/query-engine.ts';
import { tableReferences } from '../../functions/query/table-references.ts';
import { ask } from './ask.ts';
import { putLake } from './lake-fixture.ts';

const views = loadViews(fileURLToPath(new URL('../../sql', import.meta.url)));
const analysed = new Map<string, readonly Column[]>();
let engine: DuckDbEngine;
beforeAll(async () => {
  engine = await DuckDbEngine.open({ threads: 2 });
  await putLake(engine, {});
  for (const view of views) analysed.set(view.name, await engine.registerView(view.name, view.sql));
}, 120_000);
afterAll(async () => engine?.close());

const lastSelect = (sql: string) => sql.trimEnd().split('\n').at(-1) ?? '';
const code = (sql: string) => sql.replaceAll(/--.*$/gm, '').replaceAll(/'[^']*'/g, "''");

describe.each(views.map((view) => [view.name, view] as const))('view %s', (_name, view) => {
  it('has the columns and types that its document says, in that order', () => {
    const documented = view.document.columns.map(({ name, type }) => `${name} ${type}`);
    expect(documented).toEqual(analysed.get(view.name)?.map(({ name, type }) => `${name} ${type}`));
  });

  it('reads what its document says', () => {
    expect(view.document.reads).toEqual(tableReferences(view.sql));
  });

  it('has its key among its columns, never NULL unless the document says so, and a check of it', () => {
    const columns = new Set(view.document.columns.map((column) => column.name));
    expect(view.document.key.filter((name) => !columns.has(name))).toEqual([]);
    const names = view.document.checks.map((check) => check.name);
    expect(names.includes('key_is_unique')).toBe(view.document.key.length > 0);
    expect(names.includes('never_null')).toBe(view.document.columns.some((column) => !column.nullable));
  });

  it('gives no column the names that publication adds', () => {
    const added = view.document.columns.filter(({ name }) => name === 'run_id' || name === 'as_of');
    expect(view.document.is_contract ? added : []).toEqual([]);
  });

  it('is written in the one form: a comment, small steps, no star but the last, no clock, no schema', () => {
    const lines = view.sql.trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(120);
    expect(lines.filter((line) => line.length > 120)).toEqual([]);
    expect(lines[0]).toMatch(/^-- [A-Z]/);
    expect(lastSelect(view.sql)).toMatch(/^select \* from [a-z_]+$/);
    const body = code(view.sql).replace(/select \* from [a-z_]+\s*$/, '');
    expect(body.replaceAll('count(*)', '')).not.toMatch(/(select|\.)\s*\*/);
    expect(body).not.toMatch(/current_date|current_timestamp|now\(|recursive|\bcreate\b|;/i);
    expect(body).not.toMatch(/(from|join)\s+[a-z_]+\.[a-z_]+/);
    expect(body).toBe(body.toLowerCase());
  });

  it('has checks that are valid and find nothing in an empty lake', async () => {
    for (const check of view.document.checks) expect(await ask(engine, check.query), check.name).toEqual([]);
  });

  it('answers over an empty lake, with no row unless it is as_of', async () => {
    expect(await ask(engine, `select * from ${view.name}`)).toHaveLength(view.name === 'as_of' ? 1 : 0);
  });
});
