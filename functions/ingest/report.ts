import { type FileVersion, NO_RECORDS } from '../../schemas/ledger-entry.ts';

/** What is said of one landed file and data set: the form in which `run` and `ingest` tell it. */
export interface FileReport {
  readonly file_id: string;
  readonly path: string;
  readonly dataset: string | null;
  readonly layout: string | null;
  readonly shop: string | null;
  readonly status: 'loaded' | 'replaced' | 'unchanged' | 'refused';
  readonly record_count: number;
  readonly written_count: number;
  readonly rejected_count: number;
  readonly duplicate_count: number;
  readonly superseded_count: number;
  readonly skipped_count: number;
  readonly problem?: { readonly code: string; readonly message: string };
  readonly warnings?: readonly string[];
  readonly unknown_columns?: readonly string[];
  readonly masked_counts?: Readonly<Record<string, number>>;
}

/** Gives the reports of a version that was taken in, one for each data set it feeds. */
export function accountReports(
  version: FileVersion,
  path: string,
  status: FileReport['status'],
): FileReport[] {
  return version.accounts.map(({ dataset, ...counts }) => ({
    file_id: version.file_id,
    path,
    dataset,
    layout: version.layout ?? null,
    shop: version.shop ?? null,
    status,
    ...counts,
    ...(version.warnings.length > 0 ? { warnings: version.warnings } : {}),
    ...(version.unknown_columns.length > 0 ? { unknown_columns: version.unknown_columns } : {}),
    ...(Object.keys(version.masked_counts).length > 0 ? { masked_counts: version.masked_counts } : {}),
  }));
}

/** Gives the report of a refused file, which counts nothing. */
export function refusalReport(version: FileVersion, path: string): FileReport {
  const problem = version.problem ?? { code: 'file_refused', message: `raw file ${path} was refused` };
  return {
    file_id: version.file_id,
    path,
    dataset: null,
    layout: null,
    shop: null,
    status: 'refused',
    ...NO_RECORDS,
    problem,
  };
}
