import type { Account, FileVersion } from '../../schemas/ledger-entry.ts';
import type { Difference } from './difference.ts';
import type { FoundRows } from './verify-objects.ts';

/** Gives what is wrong with a version's accounts: do they add up, and, where its rows are known, are they in the lake. */
export function accountDifferences(version: FileVersion, rows: FoundRows | undefined): Difference[] {
  return version.accounts.flatMap((account) => {
    const sum =
      account.written_count + account.rejected_count + account.duplicate_count + account.superseded_count;
    const summed = compare(
      'sum_differs',
      account.record_count,
      sum,
      'records are stated; written, rejected, duplicate and superseded ones add up to',
      version,
      account,
    );
    return rows === undefined ? summed : [...summed, ...countDifferences(version, account, rows)];
  });
}

function countDifferences(version: FileVersion, account: Account, rows: FoundRows): Difference[] {
  const written = rows.byTable.get(`lake_${account.dataset}`) ?? 0;
  const rejected = rows.rejectedByDataset.get(account.dataset) ?? 0;
  return [
    ...compare(
      'count_differs',
      account.written_count,
      written,
      'records are stated as written; rows in the lake are',
      version,
      account,
    ),
    ...compare(
      'count_differs',
      account.rejected_count,
      rejected,
      'records are stated as rejected; rejected ones in the lake are',
      version,
      account,
    ),
  ];
}

function compare(
  code: 'sum_differs' | 'count_differs',
  stated: number,
  found: number,
  words: string,
  version: FileVersion,
  { dataset }: Account,
): Difference[] {
  if (stated === found) return [];
  const message = `data set ${dataset} of ${version.file_id}: ${stated} ${words} ${found}; take the file in again`;
  return [{ code, file_id: version.file_id, dataset, stated, found, message }];
}
