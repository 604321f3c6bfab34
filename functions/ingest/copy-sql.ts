import type { Dataset, DatasetField } from '../../schemas/dataset.ts';
import { requireField } from '../../schemas/dataset.ts';
import { type LakeTable, requireTable } from '../../schemas/lake-tables.ts';
import type { RecordContext } from '../../schemas/record.ts';
import { ROLE_OF } from '../../schemas/roles.ts';
import { sqlText } from '../../schemas/sql-text.ts';
import type { GateColumn } from './gate/dataset-gate.ts';

/** What every row of a file says alike. */
export interface FileConstants {
  readonly layout: string;
  readonly fileId: string;
  readonly takeId: string;
  /** Arrival of the file's version, `yyyy-MM-dd HH:mm:ss.SSS` UTC. */
  readonly ingestedAt: string;
  readonly replaces: 'line' | 'order';
  readonly currency: string;
  readonly productsAreCompanyWide: boolean;
}

/** Everything that the SQL of one data set of one file depends on. */
export interface CopyPlan {
  readonly dataset: Dataset;
  /** What the gate wrote, in order. */
  readonly columns: readonly GateColumn[];
  readonly context: RecordContext;
  readonly constants: FileConstants;
}

/** What told goods from service, as the column `product_kind_basis` says it. */
const PRODUCT_KIND_BASES = ['reference', 'row', 'category', 'default'] as const;

/** Partition of refused records in the scratch folder; never in the lake. */
export const REJECTED_ROLE = '_rejected';

const DUCKDB_TYPES: Readonly<Record<string, string>> = { 'timestamp(3)': 'timestamp' };

/** Gives DuckDB's name of a lake type. */
export function duckDbType(type: string): string {
  return DUCKDB_TYPES[type] ?? type;
}

/** Gives the lake table of a data set. */
export function lakeTableOf(dataset: Dataset): LakeTable {
  return requireTable(`lake_${dataset.name}`);
}

/** Gives the scan of a gate's output file; types are safe because the gate lets nothing else through. */
export function scanSql(path: string, columns: readonly GateColumn[]): string {
  const types = columns.map(({ name, type }) => `${sqlText(name)}: ${sqlText(duckDbType(type))}`).join(', ');
  return `read_csv(${sqlText(path)}, header = false, auto_detect = false, delim = chr(31), quote = '"', escape = '"', new_line = '\\n', nullstr = '', columns = {${types}})`;
}

/**
 * Gives the query that turns the gate's rows (`source`, a relation) into lake rows: defaults, product kinds, derived
 * amounts, roles, partitions, and `is_rejected`. Generated from the data set's schema and from nothing else.
 */
export function lakeRowsSql(plan: CopyPlan, source: string): string {
  return `
    with filled as (select ${filledColumns(plan)} from ${source} as landed ${kindJoin(plan)}),
    judged as (select *, (${rejectionSql(plan)}) as is_rejected from filled)
    select ${lakeColumns(plan)} from judged`;
}

function has(plan: CopyPlan, name: string): boolean {
  return plan.columns.some((column) => column.name === name);
}

function shopSql(plan: CopyPlan): string {
  const constant = sqlText(plan.context.shop);
  return has(plan, 'shop') ? `coalesce(landed.shop, ${constant})` : constant;
}

/** Product ids are known by shop, or over the whole company. */
export function referenceShop(plan: Pick<CopyPlan, 'constants'>, shop: string): string {
  return plan.constants.productsAreCompanyWide ? "'*'" : shop;
}

function kindJoin(plan: CopyPlan): string {
  if (plan.dataset.role === 'none' || !has(plan, 'product_id')) return '';
  const shop = referenceShop(plan, shopSql(plan));
  return `left join reference_kinds as reference on reference.shop = ${shop} and reference.product_id = landed.product_id`;
}

/** Every column the gate wrote, defaults filled in, and what is derived from them. */
function filledColumns(plan: CopyPlan): string {
  const parts = [
    'landed.record_number',
    'coalesce(landed.is_malformed, false) as is_malformed',
    `${shopSql(plan)} as shop`,
  ];
  for (const { name } of plan.columns) {
    if (name === 'record_number' || name === 'is_malformed' || name === 'shop') continue;
    if (name === 'product_kind' && plan.dataset.role === 'activity') continue;
    const fill = fillSql(plan, name);
    parts.push(`${fill === undefined ? `landed.${name}` : `coalesce(landed.${name}, ${fill})`} as ${name}`);
  }
  for (const field of plan.dataset.fields.values()) {
    if (field.isPersonal || has(plan, field.name) || field.name === 'shop' || field.name === 'product_kind')
      continue;
    const fill = fillSql(plan, field.name);
    if (fill !== undefined) parts.push(`${fill} as ${field.name}`);
  }
  if (plan.dataset.name === 'orders') parts.push(`${derivedAmountSql(plan)} as paid_amount`);
  if (plan.dataset.role === 'activity') parts.push(...kindColumns(plan));
  if (plan.dataset.role === 'stated')
    parts.push(
      has(plan, 'product_id')
        ? 'reference.product_kind as reference_kind'
        : 'null::varchar as reference_kind',
    );
  return parts.join(', ');
}

/** What stands for a field that is absent: another field, the schema's default, or the deployment's currency. */
function fillSql(plan: CopyPlan, name: string): string | undefined {
  const field = plan.dataset.fields.get(name);
  const other = plan.dataset.fallbacks?.[name];
  if (other !== undefined) return has(plan, other) ? `landed.${other}` : undefined;
  if (field === undefined) return undefined;
  if (field.defaultSetting === 'currency') return sqlText(plan.constants.currency);
  return field.defaultValue === undefined
    ? undefined
    : `${sqlText(field.defaultValue)}::${duckDbType(typeOf(plan, name))}`;
}

function typeOf(plan: CopyPlan, name: string): string {
  return lakeTableOf(plan.dataset).columns.find((column) => column.name === name)?.type ?? 'varchar';
}

/** What is paid for a line: as stated, else quantity × unit_price − discount_amount; beyond decimal(18,4) it is NULL. */
function derivedAmountSql(plan: CopyPlan): string {
  const stated = has(plan, 'line_amount') ? 'landed.line_amount' : 'null::decimal(18, 4)';
  if (!has(plan, 'unit_price') || !has(plan, 'quantity')) return stated;
  const discount = has(plan, 'discount_amount') ? 'coalesce(landed.discount_amount, 0)' : '0';
  // DuckDB multiplies two decimals of 18 digits in 18, and fails the whole COPY when that overflows: large ones go
  // through 38 digits, which take ten times as long.
  const plain = `cast(landed.quantity * landed.unit_price as decimal(18, 4)) - ${discount}`;
  const large = `cast(landed.quantity::decimal(38, 4) * landed.unit_price as decimal(38, 4)) - ${discount}`;
  return `case when ${stated} is not null then ${stated}
    when landed.quantity < 100 and landed.unit_price < 100000000 then ${plain}
    else try_cast(${large} as decimal(18, 4)) end`;
}

/** Goods or service, first answer wins: the reference, the row, the category, the deployment's default. */
function kindColumns(plan: CopyPlan): string[] {
  const row = has(plan, 'product_kind') ? 'landed.product_kind' : 'null::varchar';
  const category = categorySql(plan);
  const fallback =
    plan.context.defaultProductKind === 'none' ? 'null::varchar' : sqlText(plan.context.defaultProductKind);
  const reference = has(plan, 'product_id') ? 'reference.product_kind' : 'null::varchar';
  const bases = `case when ${reference} is not null then 'reference' when ${row} is not null then 'row' when ${category} is not null then 'category' when ${fallback} is not null then 'default' end`;
  return [
    `coalesce(${reference}, ${row}, ${category}, ${fallback}) as product_kind`,
    `${bases} as product_kind_basis`,
    `${row} as stated_kind`,
  ];
}

function categorySql(plan: CopyPlan): string {
  const kinds = Object.entries(plan.context.categoryKinds);
  if (kinds.length === 0 || !has(plan, 'product_category')) return 'null::varchar';
  const cases = kinds.map(([category, kind]) => `when ${sqlText(category)} then ${sqlText(kind)}`).join(' ');
  return `case landed.product_category ${cases} end`;
}

/** One condition that holds for every record which the schema refuses; the gate has judged personal fields already. */
function rejectionSql(plan: CopyPlan): string {
  const rules = ['is_malformed'];
  for (const field of plan.dataset.fields.values())
    if (!field.isPersonal) rules.push(...fieldRules(plan, field));
  for (const group of plan.dataset.anyOf) {
    if (group.some((name) => requireField(plan.dataset, name).isPersonal)) continue;
    rules.push(group.map((name) => (has(plan, name) ? `${name} is null` : 'true')).join(' and '));
  }
  if (plan.dataset.name === 'orders') rules.push(...amountRules(plan));
  if (plan.dataset.role === 'activity') rules.push('product_kind is null');
  // One true makes the whole true whatever else is NULL, so it is enough to ask once, at the end.
  return `coalesce(${rules.map((rule) => `(${rule})`).join(' or ')}, false)`;
}

function fieldRules(plan: CopyPlan, field: DatasetField): string[] {
  const { name } = field;
  if (!has(plan, name)) return field.isRequired ? ['true'] : [];
  const rules: string[] = [];
  const column = name === 'product_kind' && plan.dataset.role === 'activity' ? 'stated_kind' : name;
  if (field.isRequired) rules.push(`${column} is null`);
  // Bytes first: counting characters is dear, and a short run of bytes cannot be a long text.
  if (field.maxLength !== undefined && field.kind !== 'free_text') {
    rules.push(`strlen(${column}) > ${field.maxLength} and length(${column}) > ${field.maxLength}`);
  }
  if (field.choices !== undefined) rules.push(`${column} not in (${field.choices.map(sqlText).join(', ')})`);
  if (field.window !== undefined) rules.push(...windowRules(plan, field));
  return rules;
}

function windowRules(plan: CopyPlan, field: DatasetField): string[] {
  const { context } = plan;
  if (field.kind === 'instant') {
    return [
      `${field.name} < timestamp ${sqlText(context.earliestInstant)}`,
      `${field.name} > timestamp ${sqlText(context.latestInstant)}`,
    ];
  }
  const last = field.window === 'plan' ? '2100-12-31' : context.latestDate;
  return [`${field.name} < date ${sqlText(context.earliestDate)}`, `${field.name} > date ${sqlText(last)}`];
}

function amountRules(plan: CopyPlan): string[] {
  const isPriced = ['line_amount', 'unit_price']
    .filter((name) => has(plan, name))
    .map((name) => `${name} is not null`);
  return isPriced.length === 0
    ? []
    : ['paid_amount < 0', `paid_amount is null and quantity is not null and (${isPriced.join(' or ')})`];
}

/** The lake's columns in their order, then what the COPY and the counting need. */
function lakeColumns(plan: CopyPlan): string {
  const table = lakeTableOf(plan.dataset);
  const { constants } = plan;
  const fixed: Readonly<Record<string, string>> = {
    layout: sqlText(constants.layout),
    file_id: sqlText(constants.fileId),
    take_id: sqlText(constants.takeId),
    ingested_at: `timestamp ${sqlText(constants.ingestedAt)}`,
    export_id: sqlText(constants.fileId),
    window_end: 'null::timestamp',
    replaces: sqlText(constants.replaces),
    line_amount: 'paid_amount',
  };
  const known = new Set([
    'shop',
    'record_number',
    ...plan.columns.map((column) => column.name),
    ...filledNames(plan),
  ]);
  const columns = table.columns.map(({ name, type }) => {
    const value = fixed[name] ?? (known.has(name) ? name : `null::${duckDbType(type)}`);
    const written = asChoice(plan, name, value);
    return written === name ? name : `${written} as ${name}`;
  });
  return [...columns, ...partitionColumns(plan), 'is_rejected'].join(', ');
}

/**
 * Gives a column of few different texts as an ENUM, which the Parquet writer takes as its dictionary instead of hashing
 * every row's text; readers see the same text. A value out of the list is a refused record's, which nobody reads.
 */
function asChoice(plan: CopyPlan, name: string, value: string): string {
  const among = value.startsWith("'") ? [value] : choicesOf(plan, name)?.map(sqlText);
  return among === undefined ? value : `try_cast(${value} as enum(${among.join(', ')}))`;
}

function choicesOf(plan: CopyPlan, name: string): readonly string[] | undefined {
  if (name === 'product_kind_basis') return PRODUCT_KIND_BASES;
  if (name === 'shop') return has(plan, name) ? undefined : [plan.context.shop];
  if (name === 'currency') return has(plan, name) ? undefined : [plan.constants.currency];
  return plan.dataset.fields.get(name)?.choices;
}

function filledNames(plan: CopyPlan): string[] {
  const names = [...plan.dataset.fields.keys()].filter((name) => fillSql(plan, name) !== undefined);
  return plan.dataset.role === 'activity' ? [...names, 'product_kind', 'product_kind_basis'] : names;
}

function partitionColumns(plan: CopyPlan): string[] {
  if (plan.dataset.role === 'none')
    return [`case when is_rejected then '${REJECTED_ROLE}' else 'all' end as role`, "'all' as month"];
  const month = `case when is_rejected then 'all' else strftime(${plan.dataset.dateColumn}, '%Y-%m') end as month`;
  return [`case when is_rejected then '${REJECTED_ROLE}' else ${roleSql(plan)} end as role`, month];
}

function roleSql(plan: CopyPlan): string {
  if (plan.dataset.role === 'stated') {
    const stated = has(plan, 'role') ? 'role' : 'null::varchar';
    return `coalesce(${stated}, case when reference_kind = 'service' then 'client' else 'buyer' end)`;
  }
  const roles = ROLE_OF[plan.dataset.name === 'orders' ? 'order' : 'use'];
  return `case product_kind when 'goods' then '${roles.goods}' when 'service' then '${roles.service}' end`;
}
