import { z } from 'zod';
import { DATASET_NAMES } from './dataset.ts';

const count = z.int().min(0);

/** One object that a file's rows were written to, with what `verify` needs to see it deleted, doubled or changed. */
export const LakeObject = z.strictObject({
  key: z.string(),
  table: z.string(),
  row_count: count,
  byte_count: count,
  sha256: z.string(),
});
export type LakeObject = z.infer<typeof LakeObject>;

/** The account of a file for one data set: record_count = written + rejected + duplicate + superseded. */
export const Account = z.strictObject({
  dataset: z.enum(DATASET_NAMES),
  record_count: count,
  written_count: count,
  rejected_count: count,
  duplicate_count: count,
  superseded_count: count,
  skipped_count: count,
});
export type Account = z.infer<typeof Account>;

/** The counts of an account of nothing: a refused file counts 0. */
export const NO_RECORDS = {
  record_count: 0,
  written_count: 0,
  rejected_count: 0,
  duplicate_count: 0,
  superseded_count: 0,
  skipped_count: 0,
} as const satisfies Omit<Account, 'dataset'>;

/** What a file's version came to be: taken in, put aside by a newer one, refused, its raw object gone, or taken out. */
export const VERSION_STATUSES = ['loaded', 'replaced', 'refused', 'raw_gone', 'withdrawn'] as const;

/** One version of a landed file: what it was, what became of its records, and where its rows lie. */
export const FileVersion = z.strictObject({
  /** The raw key, `@`, the first 12 hexadecimal digits of the content's SHA-256. */
  file_id: z.string(),
  /** Changes with everything the rows depend on besides the file: settings, mapping, product kinds. */
  take_id: z.string(),
  content_sha256: z.string(),
  byte_count: count,
  /** The store's own name of the version: the same one need not be read again to know that it has not changed. */
  version_id: z.string(),
  /** When this version landed: LastModified on S3, mtime in a folder; ISO 8601, UTC. */
  arrived_at: z.string(),
  status: z.enum(VERSION_STATUSES),
  problem: z.strictObject({ code: z.string(), message: z.string() }).optional(),
  format: z.string().optional(),
  encoding: z.string().optional(),
  layout: z.string().optional(),
  shop: z.string().optional(),
  /** The key under which references were made; never the key itself. */
  key_fingerprint: z.string(),
  accounts: z.array(Account),
  objects: z.array(LakeObject),
  unknown_columns: z.array(z.string()),
  masked_counts: z.record(z.string(), count),
  warnings: z.array(z.string()),
});
export type FileVersion = z.infer<typeof FileVersion>;

/** Everything known of one raw key, oldest version first; written last, it is the switch from the old rows to the new. */
export const LedgerEntry = z.strictObject({
  key: z.string(),
  /** Where the raw object lies (the folder or bucket that is the `raw/` prefix), to take it in again. */
  raw: z.string(),
  versions: z.array(FileVersion).min(1),
});
export type LedgerEntry = z.infer<typeof LedgerEntry>;

/** Gives the version of a file whose rows are in force: the newest that was loaded and not taken out. */
export function versionInForce(entry: LedgerEntry): FileVersion | undefined {
  return entry.versions.findLast((version) => version.status === 'loaded' || version.status === 'raw_gone');
}
