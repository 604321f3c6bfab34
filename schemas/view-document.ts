import { z } from 'zod';

/** Column types that a view may give: each is cast explicitly in its SQL. */
export const VIEW_TYPE =
  /^(varchar|bigint|integer|double|boolean|date|timestamp\(3\)|decimal\([0-9]{1,2},[0-9]{1,2}\))$/;

const Words = z.strictObject({ en: z.string().min(3), id: z.string().min(3) });
/** Glue takes at most 255 characters on one line as a column's comment. */
const Comment = z.strictObject({
  en: z
    .string()
    .min(3)
    .max(255)
    .regex(/^[^\n]*$/),
  id: z
    .string()
    .min(3)
    .max(255)
    .regex(/^[^\n]*$/),
});

/** A column of a view: its declared type, what it means, and its values where they are a closed list. */
export const ViewColumn = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9_]*$/),
  type: z.string().regex(VIEW_TYPE),
  description: Comment,
  values: z.array(z.string()).min(1).optional(),
  /** False where the document says the column is never NULL; a check follows from it. */
  nullable: z.boolean().default(true),
});

/** A question whose answer must be empty: the rows at fault. `fail` stops publication, `warn` only tells. */
export const ViewCheck = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9_]*$/),
  severity: z.enum(['fail', 'warn']),
  query: z.string(),
});

/** The document beside each view; it feeds the catalogue, the dictionary, the dashboards and the tests. */
export const ViewDocument = z.strictObject({
  description: Words,
  /** "one row per …". */
  grain: Words,
  key: z.array(z.string()),
  columns: z.array(ViewColumn).min(1),
  /** Views and lake tables it reads; a test holds it against the SQL. */
  reads: z.array(z.string()),
  /** False for a view that only serves others and is no contract with BI tools. */
  is_contract: z.boolean().default(true),
  checks: z.array(ViewCheck),
});
export type ViewDocument = z.infer<typeof ViewDocument>;
