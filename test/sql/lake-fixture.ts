import type { DuckDbEngine } from '../../functions/query/duckdb-engine.ts';
import { LAKE_TABLES, type LakeTable } from '../../schemas/lake-tables.ts';
import { Settings } from '../../schemas/settings.ts';
import { settingsViewSql } from '../../schemas/settings-view.ts';

export type Cell = string | number | boolean | null;
export type SparseRow = Readonly<Record<string, Cell>>;
/** Rows of lake tables without the prefix `lake_`, each with the columns that matter only. */
export type SparseLake = Readonly<Record<string, readonly SparseRow[]>>;

const DATES: Readonly<Record<string, readonly [instant: string, date: string]>> = {
  lake_orders: ['ordered_at', 'ordered_date'],
  lake_usage: ['used_at', 'used_date'],
  lake_feedback: ['given_at', 'given_date'],
  lake_interactions: ['started_at', 'started_date'],
};

/** What a row has where a case does not say otherwise; ids count up so that rows never collide by accident. */
const DEFAULTS: Readonly<Record<string, SparseRow>> = {
  lake_orders: {
    status: 'completed',
    product_id: 'p1',
    product_kind: 'goods',
    quantity: 1,
    line_amount: 100,
    discount_amount: 0,
    line_id: '1',
    replaces: 'line',
  },
  lake_usage: { product_id: 'p1', product_kind: 'goods', quantity: 1 },
  lake_feedback: { kind: 'csat' },
  lake_interactions: { channel: 'whatsapp', kind: 'enquiry' },
  lake_products: { product_kind: 'goods' },
  lake_campaigns: { purpose: 'promotion', starts_on: '2026-01-01' },
};

const KEYS: Readonly<Record<string, string>> = {
  lake_orders: 'order_id',
  lake_usage: 'event_id',
  lake_feedback: 'feedback_id',
  lake_interactions: 'interaction_id',
};

function partitionValues(table: LakeTable, row: SparseRow): SparseRow {
  if (table.partitions.length === 0) return {};
  const date = String(row[DATES[table.name]?.[1] ?? ''] ?? '');
  const goods = table.name === 'lake_usage' ? 'user' : 'buyer';
  return { role: row['product_kind'] === 'service' ? 'client' : goods, month: date.slice(0, 7) };
}

/** Noon UTC is the same business date in every zone that a case uses: only dates are meant. */
function datedRow(table: LakeTable, row: SparseRow): SparseRow {
  const [instant, date] = DATES[table.name] ?? [];
  if (instant === undefined || date === undefined) return {};
  const day = row[date] ?? String(row[instant] ?? '2026-01-01').slice(0, 10);
  return { [date]: day, [instant]: row[instant] ?? `${day} 12:00:00` };
}

function fillRow(table: LakeTable, row: SparseRow, index: number): SparseRow {
  const file = String(row['file_id'] ?? 'f1@000000000000');
  const key = KEYS[table.name];
  const filled = {
    shop: 'main',
    layout: 'canonical',
    file_id: file,
    take_id: `take ${file}`,
    export_id: file,
    record_number: index + 1,
    ingested_at: '2026-01-01 00:00:00',
    ...(key === undefined ? {} : { [key]: `${table.name} ${index + 1}` }),
    ...DEFAULTS[table.name],
    ...row,
  };
  const dated = { ...filled, ...datedRow(table, filled) };
  return { ...partitionValues(table, dated), ...dated };
}

/** Entries of the ledger for every file that the rows name, all in force, unless the case gives a ledger itself. */
function ledgerOf(lake: SparseLake): readonly SparseRow[] {
  const entries = new Map<string, SparseRow>();
  for (const [dataset, rows] of Object.entries(lake)) {
    for (const row of rows) {
      const file = String(row['file_id'] ?? 'f1@000000000000');
      const take = String(row['take_id'] ?? `take ${file}`);
      entries.set(`${dataset} ${take}`, {
        file_id: file,
        take_id: take,
        dataset,
        is_in_force: true,
        status: 'loaded',
      });
    }
  }
  return [...entries.values()];
}

function literal(cell: Cell | undefined): string {
  return cell === null || cell === undefined ? 'null' : `'${String(cell).replaceAll("'", "''")}'`;
}

function tableSql(table: LakeTable, rows: readonly SparseRow[]): string {
  const columns = [...table.columns, ...table.partitions.map((name) => ({ name, type: 'varchar' }))];
  const known = new Set(columns.map((column) => column.name));
  const unknown = rows.flatMap((row) => Object.keys(row)).find((name) => !known.has(name) && name !== 'role');
  if (unknown !== undefined) throw new Error(`case names column ${unknown}, which ${table.name} lacks`);
  const used = columns.filter(({ name }) =>
    rows.some((row) => row[name] !== null && row[name] !== undefined),
  );
  const casts = columns.map(
    ({ name, type }) => `cast(${used.some((c) => c.name === name) ? name : 'null'} as ${type}) as ${name}`,
  );
  if (rows.length === 0) return `select ${casts.join(', ')} where false`;
  const tuples = rows.map((row) => `(${used.map(({ name }) => literal(row[name])).join(', ')})`);
  return `select ${casts.join(', ')} from (values ${tuples.join(', ')}) as given (${used.map((c) => c.name).join(', ')})`;
}

const PROVENANCE_FREE = new Set(['lake_ledger', 'lake_identities']);

function lakeTableSql(table: LakeTable, lake: SparseLake): string {
  const dataset = table.name.slice('lake_'.length);
  const given = dataset === 'ledger' ? (lake['ledger'] ?? ledgerOf(lake)) : (lake[dataset] ?? []);
  const known = new Set([...table.columns.map((column) => column.name), ...table.partitions]);
  const rows = given.map((row, index) => {
    if (PROVENANCE_FREE.has(table.name)) return row;
    const filled = fillRow(table, row, index);
    return Object.fromEntries(Object.entries(filled).filter(([name]) => known.has(name) || name in row));
  });
  return tableSql(table, rows);
}

/** The Athena SQL of every lake table, by name: each a query that gives the rows of the lake, filled. */
export function lakeSql(lake: SparseLake): ReadonlyMap<string, string> {
  const unknown = Object.keys(lake).find(
    (name) => !LAKE_TABLES.some((table) => table.name === `lake_${name}`),
  );
  if (unknown !== undefined) throw new Error(`case names table ${unknown}, which the lake lacks`);
  return new Map(LAKE_TABLES.map((table) => [table.name, lakeTableSql(table, lake)]));
}

/** Puts the lake of a case and its settings in the place of what the engine held before. */
export async function putLake(engine: DuckDbEngine, lake: SparseLake, settings: object = {}): Promise<void> {
  for (const [name, sql] of lakeSql(lake)) await engine.materialiseView(name, sql);
  await engine.registerView('settings', settingsViewSql(Settings.parse(settings)));
}
