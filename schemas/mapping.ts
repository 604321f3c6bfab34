import { z } from 'zod';
import { DATASET_NAMES, type DatasetName } from './dataset.ts';
import { DATASETS } from './datasets/catalogue.ts';

const ColumnName = z.string().min(1).max(300);

/** How numbers stand in a column: `{"decimal": ",", "group": ".", "affixes": ["Rp"]}` reads `Rp 1.250.000,50`. */
const NumberFormat = z.strictObject({
  decimal: z.enum(['.', ',']).default('.'),
  group: z.enum(['.', ',', ' ', "'"]).optional(),
  affixes: z.array(z.string().min(1)).optional(),
  round: z.int().min(0).max(8).optional(),
});

/** Date patterns are made of these parts and any other characters as they are; `MMM`, `MMMM` know English and Indonesian. */
export const DATE_PARTS = [
  'yyyy',
  'yy',
  'MMMM',
  'MMM',
  'MM',
  'M',
  'dd',
  'd',
  'HH',
  'H',
  'hh',
  'mm',
  'ss',
  'SSS',
  'a',
  'XXX',
] as const;

/**
 * Where a field's text comes from and what is done to it, in this order: column (or columns joined, or a constant),
 * `absent`, `extract`, `split`, `values`, then the number or date format. A bare string is a column.
 */
const FieldSource = z.union([
  ColumnName,
  z.strictObject({
    column: ColumnName.optional(),
    /** Several columns, joined by `join`; empty ones are left out. */
    columns: z.array(ColumnName).min(1).optional(),
    join: z.string().optional(),
    /** The same text for every record. */
    constant: z.string().optional(),
    /** Texts that mean "nothing", such as `-` or `N/A`. */
    absent: z.array(z.string()).optional(),
    /** A regular expression; its first group is kept, and no match means absent. */
    extract: z.string().refine(isRegExp, 'not a regular expression').optional(),
    split: z.strictObject({ by: z.string().min(1), part: z.int().min(1) }).optional(),
    /** Value by text, without regard to case; what is not listed stays as it is. */
    values: z.record(z.string(), z.string()).optional(),
    number: NumberFormat.optional(),
    /** A pattern such as `dd/MM/yyyy HH:mm:ss`, or several to be tried in turn. */
    date: z.union([z.string(), z.array(z.string()).min(1)]).optional(),
    /** Zone of local times in this column, where it is not the mapping's. */
    time_zone: z.string().optional(),
  }),
]);
export type FieldSource = z.infer<typeof FieldSource>;

const Condition = z.strictObject({
  column: ColumnName,
  /** Holds when the column's text is one of these, without regard to case. */
  in: z.array(z.string()).optional(),
  not_in: z.array(z.string()).optional(),
  is_empty: z.boolean().optional(),
});
export type Condition = z.infer<typeof Condition>;

const DatasetMapping = z
  .strictObject({
    dataset: z.enum(DATASET_NAMES),
    /** The record is made only where all of these hold. */
    when: z.array(Condition).optional(),
    fields: z.record(z.string(), FieldSource),
  })
  .superRefine((value, context) => {
    const dataset = DATASETS[value.dataset];
    for (const name of Object.keys(value.fields)) {
      if (dataset.fields.has(name)) continue;
      context.addIssue({
        code: 'custom',
        path: ['fields', name],
        message: `data set ${dataset.name} has no field ${name}`,
      });
    }
    for (const field of dataset.fields.values()) {
      if (!field.isRequired || field.name in value.fields) continue;
      context.addIssue({
        code: 'custom',
        path: ['fields'],
        message: `required field ${field.name} is not mapped`,
      });
    }
  });
export type DatasetMapping = z.infer<typeof DatasetMapping>;

/** What a mapping says: how the export of one platform becomes records of our data sets. It is data, never code. */
export const Mapping = z.strictObject({
  $schema: z.string().optional(),
  layout: z.string().regex(/^[a-z][a-z0-9-]*$/),
  description: z.strictObject({ en: z.string(), id: z.string() }),
  /** Columns that tell this layout from every other: a file is of this layout when its header has them all. */
  recognise: z.strictObject({ columns: z.array(ColumnName).min(1) }),
  format: z
    .strictObject({
      /** The columns of a file without a header. */
      header: z.array(ColumnName).min(1).optional(),
      delimiter: z.string().length(1).optional(),
      encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252']).optional(),
    })
    .optional(),
  /** Zone of local times; else the deployment's. */
  time_zone: z.string().optional(),
  /** Namespace of people's ids; else one for each layout and shop. */
  namespace: z.string().optional(),
  /** Shop of every record; a folder `shop=<name>` comes first. */
  shop: z.string().optional(),
  /** What a later export replaces: the line it has again (the default with line ids), or the whole order. */
  replaces: z.enum(['line', 'order']).optional(),
  /** Raw rows that are no record: titles, descriptions, blank ones. They are counted as skipped. */
  skip: z.array(Condition).optional(),
  /** What each action of an event file is: usage, interest (interactions) or nothing. An unlisted one is rejected. */
  actions: z
    .strictObject({
      column: ColumnName,
      to: z.record(z.string(), z.enum(['usage', 'interactions', 'ignore'])),
    })
    .optional(),
  datasets: z.array(DatasetMapping).min(1),
});
export type Mapping = z.infer<typeof Mapping>;

/** The layout of files whose header uses the data sets' own field names. */
export const CANONICAL_LAYOUT = 'canonical';

/** Gives the mapping by which each column feeds the field of its own name. */
export function canonicalMapping(name: DatasetName, columns: readonly string[]): Mapping {
  const dataset = DATASETS[name];
  const fields: Record<string, FieldSource> = {};
  for (const column of columns) {
    if (dataset.fields.has(column)) fields[column] = column;
  }
  return {
    layout: CANONICAL_LAYOUT,
    description: { en: 'Header names are field names', id: 'Nama judul adalah nama kolom' },
    recognise: { columns: [...columns] },
    datasets: [{ dataset: name, fields }],
  };
}

function isRegExp(source: string): boolean {
  try {
    return new RegExp(source, 'u').source !== '';
  } catch {
    return false;
  }
}
