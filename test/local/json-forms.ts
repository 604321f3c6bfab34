import { z } from 'zod';

const count = z.int().min(0);

const FileReport = z.strictObject({
  file_id: z.string().regex(/@[0-9a-f]{12}$/),
  path: z.string(),
  dataset: z.string().nullable(),
  layout: z.string().nullable(),
  shop: z.string().nullable(),
  status: z.enum(['loaded', 'replaced', 'unchanged', 'refused']),
  record_count: count,
  written_count: count,
  rejected_count: count,
  duplicate_count: count,
  superseded_count: count,
  skipped_count: count,
  problem: z.strictObject({ code: z.string(), message: z.string() }).optional(),
  warnings: z.array(z.string()).optional(),
  unknown_columns: z.array(z.string()).optional(),
  masked_counts: z.record(z.string(), count).optional(),
});

/** The form of `ingest --json`. */
export const IngestForm = z.strictObject({ files: z.array(FileReport) });

/** The form of `run --json`. */
export const RunForm = z.strictObject({
  files: z.array(FileReport),
  views: z.array(z.strictObject({ name: z.string(), row_count: count })).min(20),
  checks: z
    .array(z.strictObject({ name: z.string(), severity: z.enum(['fail', 'warn']), failed_row_count: count }))
    .min(20),
});

/** The form of `check --json`. */
export const CheckForm = z.strictObject({
  files: z.array(
    z.strictObject({
      path: z.string(),
      format: z.string().nullable(),
      dataset: z.string().nullable(),
      layout: z.string().nullable(),
      record_count: count,
      accepted_count: count,
      rejected_count: count,
      problems: z.array(
        z.strictObject({
          field: z.string().nullable(),
          problem: z.string(),
          count,
          first_record_number: z.int().min(1),
        }),
      ),
      problem: z.strictObject({ code: z.string(), message: z.string() }).optional(),
    }),
  ),
});

/** The form of an error with `--json`. */
export const ErrorForm = z.strictObject({
  error: z.strictObject({
    code: z.string().regex(/^[a-z_]+$/),
    message: z.string(),
    details: z.record(z.string(), z.unknown()),
  }),
});

/** The form of `verify --json`. */
export const VerifyForm = z.strictObject({
  file_count: count,
  object_count: count,
  differences: z.array(z.looseObject({ code: z.string(), message: z.string() })),
});

/** The form of `settings --json`. */
export const SettingsForm = z.strictObject({
  settings: z.array(
    z.strictObject({
      name: z.string(),
      value: z.json(),
      default: z.json(),
      is_ingest: z.boolean(),
      meaning: z.strictObject({ en: z.string(), id: z.string() }),
    }),
  ),
});
