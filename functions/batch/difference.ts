import type { FileVersion } from '../../schemas/ledger-entry.ts';

/** What may be wrong with a lake. */
export type DifferenceCode =
  /** Named by the ledger, in force, and not there. */
  | 'object_missing'
  /** Other bytes than were written. */
  | 'object_changed'
  /** There, but not to be read. */
  | 'object_unreadable'
  /** Holds rows of another file or taking-in. */
  | 'object_foreign'
  /** There, but named by no entry. */
  | 'object_unknown'
  /** Named more than once. */
  | 'object_named_twice'
  /** Rows or rejected records are not as many as stated. */
  | 'count_differs'
  /** An account that does not add up. */
  | 'sum_differs'
  /** The one object that queries read the ledger from does not say what the entries say. */
  | 'ledger_stale';

/** Something in the lake that is not as the ledger says: where, the two numbers where there are two, and a sentence. */
export interface Difference {
  readonly code: DifferenceCode;
  readonly key?: string;
  readonly file_id?: string;
  readonly dataset?: string;
  readonly stated?: number;
  readonly found?: number;
  readonly message: string;
}

/** Gives a difference of one object of a version. */
export function objectDifference(
  code: DifferenceCode,
  key: string,
  version: FileVersion,
  words: string,
  numbers: { readonly stated?: number; readonly found?: number } = {},
): Difference {
  const message = `object ${key} of ${version.file_id} ${words}`;
  return { code, key, file_id: version.file_id, ...numbers, message };
}
