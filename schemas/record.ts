import type { Dataset, DatasetField } from './dataset.ts';
import { multiplyUnits, normaliseDecimal, toUnits } from './decimal.ts';
import type { FieldKind } from './fields.ts';
import { type Notation, normaliseField } from './normalise.ts';
import type { ProblemCode, RecordProblem } from './problem-codes.ts';
import type { ProductKind } from './roles.ts';
import { isMasked, normaliseText } from './text.ts';

/** What a record is held against besides its own schema: the file's time window, and what is known of products. */
export interface RecordContext {
  /** Inclusive bounds of activity: instants and dates as the lake writes them. */
  readonly earliestInstant: string;
  readonly latestInstant: string;
  readonly earliestDate: string;
  readonly latestDate: string;
  /** Gives the kind that the product reference states. */
  productKind(shop: string, productId: string): ProductKind | undefined;
  readonly categoryKinds: Readonly<Record<string, ProductKind>>;
  readonly defaultProductKind: ProductKind | 'none';
  /** Shop of records that name none. */
  readonly shop: string;
}

/** A record after checking: its canonical texts by field (absent ones left out), and everything wrong with it. */
export interface CheckedRecord {
  readonly values: Readonly<Record<string, string>>;
  readonly problems: readonly RecordProblem[];
}

/** What a mapping gives for one field: its text, and how that text writes numbers and dates. */
export interface RawField {
  readonly text: string | undefined;
  readonly notation: Notation;
}

const EARLIEST_BIRTH = '1900-01-01';
const LATEST_PLAN = '2100-12-31';
const LARGEST_AMOUNT = 10n ** 18n;

/**
 * Gives the canonical values of a mapped record and everything wrong with it. This is the authority on what is
 * accepted: the gate and the generated SQL must agree with it, and never accept what it refuses.
 */
export function checkRecord(
  dataset: Dataset,
  raw: (field: string) => RawField | undefined,
  context: RecordContext,
): CheckedRecord {
  const values: Record<string, string> = {};
  const problems: RecordProblem[] = [];
  const unreadable = new Set<string>();
  for (const field of dataset.fields.values()) {
    const source = raw(field.name);
    const text = source === undefined ? undefined : presentText(field, source.text);
    if (source === undefined || text === undefined) continue;
    const value = normaliseField(field.kind, text, source.notation);
    if (value === undefined) {
      unreadable.add(field.name);
      problems.push({ field: field.name, problem: nameUnreadable(field.kind, text, source.notation) });
    } else if (value !== '') values[field.name] = value;
  }
  problems.push(...schemaProblems(dataset, values, unreadable));
  if (dataset.anyOf.length > 0) problems.push(...groupProblems(dataset, values, unreadable));
  problems.push(...windowProblems(dataset, values, context));
  if (dataset.name === 'orders') problems.push(...amountProblems(values));
  if (dataset.role === 'activity') problems.push(...kindProblems(values, context));
  return { values, problems };
}

/** Gives a field's text when it says anything: not empty, and not masked where it tells of a person. */
export function presentText(field: DatasetField, text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  const trimmed = normaliseText(text);
  if (trimmed === '' || (field.isPersonal && isMasked(trimmed))) return undefined;
  return trimmed;
}

function schemaProblems(
  dataset: Dataset,
  values: Record<string, string>,
  unreadable: ReadonlySet<string>,
): RecordProblem[] {
  const parsed = dataset.schema.safeParse(values);
  if (parsed.success) return [];
  const problems: RecordProblem[] = [];
  for (const issue of parsed.error.issues) {
    const field = String(issue.path[0]);
    if (!unreadable.has(field)) problems.push({ field, problem: nameIssue(dataset, field, values) });
  }
  return problems;
}

function nameIssue(dataset: Dataset, name: string, values: Record<string, string>): ProblemCode {
  const value = values[name];
  const field = dataset.fields.get(name);
  if (value === undefined || field === undefined) return 'required';
  if (field.maxLength !== undefined) return 'too_long';
  return field.choices === undefined ? UNREADABLE[field.kind] : 'not_allowed';
}

const UNREADABLE: Readonly<Record<FieldKind, ProblemCode>> = {
  identifier: 'too_long',
  text: 'too_long',
  free_text: 'too_long',
  name: 'too_long',
  address: 'too_long',
  email: 'not_an_email',
  phone: 'not_a_phone',
  instant: 'not_an_instant',
  date: 'not_a_date',
  amount: 'not_a_number',
  number: 'not_a_number',
  rate: 'not_a_number',
  flag: 'not_a_flag',
  choice: 'not_allowed',
  currency: 'not_a_currency',
};

function nameUnreadable(kind: FieldKind, text: string, notation: Notation): ProblemCode {
  if (kind !== 'amount' && kind !== 'number' && kind !== 'rate') return UNREADABLE[kind];
  const plain = normaliseDecimal(text, notation.number);
  if (plain === undefined) return 'not_a_number';
  if (kind !== 'number' && (plain.startsWith('-') || (kind === 'rate' && Number(plain) === 0)))
    return 'negative';
  const decimals = plain.split('.')[1]?.length ?? 0;
  return decimals > (kind === 'rate' ? 8 : 4) ? 'too_many_decimals' : 'too_large';
}

function groupProblems(
  dataset: Dataset,
  values: Record<string, string>,
  unreadable: ReadonlySet<string>,
): RecordProblem[] {
  return dataset.anyOf
    .filter((group) => group.every((field) => values[field] === undefined && !unreadable.has(field)))
    .map((group) => ({ field: group[0] ?? '', problem: 'any_of_missing' }));
}

function windowProblems(
  dataset: Dataset,
  values: Record<string, string>,
  context: RecordContext,
): RecordProblem[] {
  const problems: RecordProblem[] = [];
  for (const field of dataset.fields.values()) {
    const value = values[field.name];
    if (field.window === undefined || value === undefined) continue;
    const problem =
      field.kind === 'instant' ? instantProblem(value, context) : dateProblem(field, value, context);
    if (problem !== undefined) problems.push({ field: field.name, problem });
  }
  return problems;
}

function instantProblem(value: string, context: RecordContext): ProblemCode | undefined {
  if (value < context.earliestInstant) return 'before_earliest_month';
  return value > context.latestInstant ? 'after_arrival' : undefined;
}

function dateProblem(field: DatasetField, value: string, context: RecordContext): ProblemCode | undefined {
  if (field.window === 'birth') {
    if (value < EARLIEST_BIRTH) return 'before_earliest';
    return value > context.latestDate ? 'after_arrival' : undefined;
  }
  if (value < context.earliestDate) return 'before_earliest_month';
  if (field.window === 'plan') return value > LATEST_PLAN ? 'too_far_ahead' : undefined;
  return value > context.latestDate ? 'after_arrival' : undefined;
}

/** Gives what is paid for an order line in 10^-4 units: as stated, else quantity × unit_price − discount_amount. */
export function lineAmountUnits(values: Readonly<Record<string, string>>): bigint | undefined {
  if (values['line_amount'] !== undefined) return toUnits(values['line_amount'], 4);
  if (values['quantity'] === undefined || values['unit_price'] === undefined) return undefined;
  const gross = multiplyUnits(toUnits(values['quantity'], 4), toUnits(values['unit_price'], 4));
  return gross - toUnits(values['discount_amount'] ?? '0', 4);
}

function amountProblems(values: Record<string, string>): RecordProblem[] {
  const units = lineAmountUnits(values);
  if (units === undefined) return [];
  if (units < 0n) return [{ field: 'discount_amount', problem: 'discount_exceeds_price' }];
  return units >= LARGEST_AMOUNT ? [{ field: 'line_amount', problem: 'too_large' }] : [];
}

function kindProblems(values: Record<string, string>, context: RecordContext): RecordProblem[] {
  const product = values['product_id'];
  if (product === undefined) return [];
  const known =
    context.productKind(values['shop'] ?? context.shop, product) ??
    values['product_kind'] ??
    context.categoryKinds[values['product_category'] ?? ''];
  if (known !== undefined || context.defaultProductKind !== 'none') return [];
  return [{ field: 'product_kind', problem: 'product_kind_unknown' }];
}
