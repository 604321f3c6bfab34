import { z } from 'zod';
import type { Dataset, DatasetField } from './dataset.ts';
import { type FieldKind, fieldNotes } from './fields.ts';

/** What a JSON file may hold in a field of a kind, in JSON Schema's words; text is always possible. */
const JSON_FORMS: Readonly<Record<FieldKind, Record<string, unknown>>> = {
  identifier: { type: ['string', 'integer'] },
  text: { type: 'string' },
  free_text: { type: 'string' },
  name: { type: 'string' },
  address: { type: 'string' },
  email: { type: 'string', format: 'email' },
  phone: { type: 'string' },
  instant: { type: 'string', examples: ['2026-02-01T08:30:00+07:00', '2026-02-01 08:30:00'] },
  date: { type: 'string', examples: ['2026-02-01'] },
  amount: { type: ['number', 'string'], minimum: 0, exclusiveMaximum: 1e14, multipleOf: 0.0001 },
  number: { type: ['number', 'string'], multipleOf: 0.0001 },
  rate: { type: ['number', 'string'], exclusiveMinimum: 0 },
  flag: { type: ['boolean', 'string'], examples: [true, false] },
  choice: { type: 'string' },
  currency: { type: 'string', pattern: '^[A-Za-z]{3}$', examples: ['IDR'] },
};

/**
 * Gives the JSON Schema (draft 2020-12) of one record of a data set as it may land: made from the zod schema, with each
 * field's English meaning as its description.
 */
export function jsonSchemaOf(dataset: Dataset): Record<string, unknown> {
  const schema = z.toJSONSchema(dataset.schema, {
    io: 'input',
    override: ({ zodSchema, jsonSchema }) => {
      const note = fieldNotes.get(zodSchema as unknown as z.ZodType);
      if (note === undefined) return;
      delete jsonSchema.pattern;
      Object.assign(jsonSchema, JSON_FORMS[note.kind], { description: note.meaning.en });
      if (note.choices !== undefined) jsonSchema.enum = [...note.choices];
      if (note.maxLength !== undefined && note.kind !== 'free_text') jsonSchema.maxLength = note.maxLength;
    },
  });
  const anyOf = dataset.anyOf.map((group) => ({ anyOf: group.map((field) => ({ required: [field] })) }));
  return {
    ...schema,
    $id: `pelanggan/${dataset.name}.schema.json`,
    title: dataset.name,
    description: dataset.grain.en,
    ...(anyOf.length === 0 ? {} : { allOf: anyOf }),
  };
}

/** One line of the dictionary of what may land. */
export interface FieldEntry {
  readonly dataset: string;
  readonly field: string;
  readonly kind: FieldKind;
  /** `yes`, `one of a, b` for a group of which one must be given, or `no`. */
  readonly required: string;
  readonly isPersonal: boolean;
  readonly defaultValue: string | undefined;
  readonly values: readonly string[] | undefined;
  readonly meaning: { readonly en: string; readonly id: string };
}

/** Gives the dictionary of a data set: one entry for each field, in the order of its schema. */
export function dictionaryOf(dataset: Dataset): FieldEntry[] {
  return [...dataset.fields.values()].map((field) => ({
    dataset: dataset.name,
    field: field.name,
    kind: field.kind,
    required: requirement(dataset, field),
    isPersonal: field.isPersonal,
    defaultValue:
      field.defaultValue ??
      (field.defaultSetting === undefined ? undefined : `setting ${field.defaultSetting}`),
    values: field.choices,
    meaning: field.meaning,
  }));
}

function requirement(dataset: Dataset, field: DatasetField): string {
  if (field.isRequired) return 'yes';
  const group = dataset.anyOf.find((names) => names.includes(field.name));
  return group === undefined ? 'no' : `one of ${group.join(', ')}`;
}
