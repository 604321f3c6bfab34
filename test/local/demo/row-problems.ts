import type { DatasetField } from '../../../schemas/dataset.ts';
import { DATASETS } from '../../../schemas/datasets/catalogue.ts';
import type { RawRecord } from './read-raw.ts';

const NUMBER_KINDS = new Set(['amount', 'number', 'rate']);
const TEN_YEARS_MS = 10 * 366 * 86_400_000;

/**
 * Gives what is wrong with a record's values, as `field problem`: a plain reading of the limits of the data sets.
 * `listed` holds the products (`shop/product_id`) whose kind a product list tells.
 */
export function findProblems(record: RawRecord, listed: ReadonlySet<string>): string[] {
  const dataset = Object.values(DATASETS).find(({ name }) => name === record.dataset);
  if (dataset === undefined) return [`${record.dataset} unknown`];
  const problems: string[] = [];
  for (const [name, field] of dataset.fields) {
    const problem = problemOf(record.cells[name] ?? '', field, record.arrivedAt);
    if (problem !== undefined) problems.push(`${name} ${problem}`);
  }
  for (const group of dataset.anyOf) {
    if (group.every((name) => (record.cells[name] ?? '') === '')) problems.push(`${group[0]} any_of_missing`);
  }
  if (dataset.role === 'activity' && !hasKind(record, listed))
    problems.push('product_kind product_kind_unknown');
  return problems;
}

function hasKind(record: RawRecord, listed: ReadonlySet<string>): boolean {
  const { product_id = '', product_kind = '' } = record.cells;
  return product_kind !== '' || listed.has(`${record.shop}/${product_id}`);
}

function problemOf(value: string, field: DatasetField, arrivedAt: number): string | undefined {
  if (value === '') return field.isRequired ? 'required' : undefined;
  if (field.isPersonal && value.includes('*')) return undefined;
  if (NUMBER_KINDS.has(field.kind)) return numberProblem(value, field);
  if (field.kind === 'instant') return instantProblem(value, arrivedAt);
  if (field.kind === 'date') return dateProblem(value, field, arrivedAt);
  if (field.choices !== undefined) return field.choices.includes(value) ? undefined : 'not_allowed';
  if (field.kind === 'flag') return value === 'true' || value === 'false' ? undefined : 'not_a_flag';
  if (field.kind === 'email') return /^[\w.]+@[\w.]+\.\w+$/.test(value) ? undefined : 'not_an_email';
  if (field.kind === 'phone') return isPhone(value) ? undefined : 'not_a_phone';
  if (field.kind === 'currency') return /^(IDR|USD|SGD)$/.test(value) ? undefined : 'not_a_currency';
  return value.length > (field.maxLength ?? Number.POSITIVE_INFINITY) ? 'too_long' : undefined;
}

function numberProblem(value: string, field: DatasetField): string | undefined {
  if (!/^-?\d+(\.\d+)?$/.test(value)) return 'not_a_number';
  if (value.startsWith('-') && field.kind === 'amount') return 'negative';
  return (value.split('.')[1] ?? '').length > (field.kind === 'rate' ? 8 : 4)
    ? 'too_many_decimals'
    : undefined;
}

/** Gives milliseconds since 1970 of an instant as the shops write it: local time of Jakarta unless it says more. */
export function readInstant(value: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(Z|\+07:00)?$/.test(value)) return undefined;
  const hasZone = value.length > 19;
  const time = Date.parse(hasZone ? value : `${value.replace(' ', 'T')}+07:00`);
  return Number.isNaN(time) ? undefined : time;
}

function instantProblem(value: string, arrivedAt: number): string | undefined {
  const time = readInstant(value);
  if (time === undefined) return 'not_an_instant';
  // Every file arrives in the night: the day on which it arrives has hardly begun.
  if (time > arrivedAt) return 'after_arrival';
  return time < arrivedAt - TEN_YEARS_MS ? 'before_earliest_month' : undefined;
}

function dateProblem(value: string, field: DatasetField, arrivedAt: number): string | undefined {
  const time = /^\d{4}-\d\d-\d\d$/.test(value) ? Date.parse(`${value}T00:00:00+07:00`) : Number.NaN;
  if (Number.isNaN(time)) return 'not_a_date';
  return field.window !== 'plan' && time > arrivedAt ? 'after_arrival' : undefined;
}

function isPhone(value: string): boolean {
  return /^(\+?62|0)8\d{8,10}$/.test(value.replace(/[ -]/g, ''));
}
