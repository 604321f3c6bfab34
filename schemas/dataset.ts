import type { z } from 'zod';
import { type FieldNote, fieldNotes } from './fields.ts';
import { PelangganError } from './problem.ts';
import type { Words } from './words.ts';

/** The nine kinds of record that may land. */
export const DATASET_NAMES = [
  'orders',
  'usage',
  'feedback',
  'interactions',
  'products',
  'parties',
  'campaigns',
  'exchange_rates',
  'control_totals',
] as const;
export type DatasetName = (typeof DATASET_NAMES)[number];

/** Where a record names a person or an organisation, from the strongest identifier to the weakest. */
export interface PersonFields {
  readonly id?: string;
  readonly name?: string;
  readonly email?: string;
  readonly phone?: string;
  /** Fields that make up the address which, with the name, is the weakest identifier. */
  readonly address?: readonly string[];
  /** Somebody this person may turn out to be: a recipient who is the buyer is not another person. */
  readonly unlessSameAs?: string;
}

/** A data set: what one record means, its fields, whom it names, and what makes two records the same thing. */
export interface Dataset {
  readonly name: DatasetName;
  readonly grain: Words;
  readonly schema: z.ZodObject;
  readonly fields: ReadonlyMap<string, DatasetField>;
  /** Groups of fields of which at least one must be given. */
  readonly anyOf: readonly (readonly string[])[];
  /** Whom a record names: `buyer` gives the lake column `buyer_ref`. */
  readonly people: Readonly<Record<string, PersonFields>>;
  /** Fields that identify a record within its layout and shop (`shop` itself not listed). */
  readonly key: readonly string[];
  /** The key's last field when it may be absent, and what then stands for it. */
  readonly keyFallback?: 'position' | 'row_hash';
  /** Fields that take another field's value when absent. */
  readonly fallbacks?: Readonly<Record<string, string>>;
  /** When it happened: the instant or date whose business date is its day, and gives its month. */
  readonly happened?: string;
  /** The lake column of that business date. */
  readonly dateColumn?: string;
  /** Lake columns of the business dates of other instants. */
  readonly otherDates?: Readonly<Record<string, string>>;
  /** `activity`: by product kind; `stated`: the role given, else by product kind; `none`: a reference. */
  readonly role: 'activity' | 'stated' | 'none';
  /** Fields that say which version of a record is newer, before arrival decides. */
  readonly versionInstant?: string;
}

/** One field of a data set, with what its zod schema and its note say. */
export interface DatasetField extends FieldNote {
  readonly name: string;
  readonly schema: z.ZodType;
  readonly isRequired: boolean;
  readonly defaultValue?: string;
}

type Definition = Omit<Dataset, 'fields' | 'anyOf' | 'people'> & Partial<Pick<Dataset, 'anyOf' | 'people'>>;

/** Gives a data set with its fields read out of its zod schema; throws `schema_invalid` for a field without a note. */
export function defineDataset(definition: Definition): Dataset {
  const fields = new Map<string, DatasetField>();
  for (const [name, schema] of Object.entries(definition.schema.shape)) {
    fields.set(name, readField(name, schema as z.ZodType));
  }
  return { anyOf: [], people: {}, ...definition, fields };
}

function readField(name: string, schema: z.ZodType): DatasetField {
  let inner: z.ZodType = schema;
  let isRequired = true;
  let defaultValue: string | undefined;
  for (;;) {
    const def = inner.def as { type: string; innerType?: z.ZodType; defaultValue?: unknown };
    if ((def.type !== 'optional' && def.type !== 'default') || def.innerType === undefined) break;
    isRequired = false;
    if (def.type === 'default') defaultValue = String(def.defaultValue);
    inner = def.innerType;
  }
  const note = fieldNotes.get(inner);
  if (note === undefined) {
    throw new PelangganError(
      'schema_invalid',
      `field ${name} has no kind; build it with a function of schemas/fields.ts`,
    );
  }
  return { ...note, name, schema, isRequired, ...(defaultValue === undefined ? {} : { defaultValue }) };
}

/** Gives a field of a data set by name; throws `schema_invalid` when the data set lacks it. */
export function requireField(dataset: Dataset, name: string): DatasetField {
  const field = dataset.fields.get(name);
  if (field !== undefined) return field;
  throw new PelangganError('schema_invalid', `data set ${dataset.name} has no field ${name}`);
}

/** Gives the lake column that holds the business date of one of a data set's instants; undefined where none does. */
export function findDateColumn(dataset: Dataset, field: string): string | undefined {
  return field === dataset.happened ? dataset.dateColumn : dataset.otherDates?.[field];
}
