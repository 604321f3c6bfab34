import type { FileVersion } from '../../schemas/ledger-entry.ts';

/** Gives a version of the file `orders/a.csv`, loaded, with one account; only what matters need be told. */
export function fileVersion(
  content: string,
  arrivedAt: string,
  changes: Partial<FileVersion> = {},
): FileVersion {
  return {
    file_id: `orders/a.csv@${content}`,
    take_id: `take ${content}`,
    content_sha256: content.padEnd(64, '0'),
    byte_count: 10,
    version_id: `${content} of ${arrivedAt}`,
    arrived_at: `${arrivedAt}T00:00:00.000Z`,
    status: 'loaded',
    layout: 'canonical',
    shop: 'main',
    key_fingerprint: '00',
    accounts: [
      {
        dataset: 'orders',
        record_count: 5,
        written_count: 2,
        rejected_count: 1,
        duplicate_count: 1,
        superseded_count: 1,
        skipped_count: 3,
      },
    ],
    objects: [],
    unknown_columns: [],
    masked_counts: {},
    warnings: [],
    ...changes,
  };
}
