import type { FileReport } from '../../functions/ingest/report.ts';
import { formatTable } from './table.ts';

const COUNTS = ['records', 'written', 'rejected', 'duplicate', 'superseded', 'skipped'] as const;
/** So many files are still read one by one; of more, only totals and those with something to say. */
const FEW = 12;

/** Gives what became of each file: a line for each while they are few, else totals by data set and what needs a look. */
export function formatFiles(reports: readonly FileReport[], locale: string, width: number): string {
  if (reports.length === 0) return 'no files were found\n';
  const refused = reports.filter(({ status }) => status === 'refused');
  const table = reports.length <= FEW ? eachFile(reports, locale, width) : byDataset(reports, locale, width);
  return [
    table,
    ...refused.map(({ path, problem }) => `refused: ${path}: ${problem?.message}\n`),
    ...remarks(reports, locale),
  ].join('');
}

function counts(report: FileReport): number[] {
  return [
    report.record_count,
    report.written_count,
    report.rejected_count,
    report.duplicate_count,
    report.superseded_count,
    report.skipped_count,
  ];
}

function eachFile(reports: readonly FileReport[], locale: string, width: number): string {
  const rows = reports.map((report) => [
    report.path,
    report.dataset ?? '–',
    report.status,
    ...counts(report).map((count) => count.toLocaleString(locale)),
  ]);
  return formatTable(['file', 'data set', 'status', ...COUNTS], rows, { width, right: new Set(COUNTS) });
}

function byDataset(reports: readonly FileReport[], locale: string, width: number): string {
  const totals = new Map<string, number[]>();
  for (const report of reports) {
    if (report.status === 'refused') continue;
    for (const name of [report.dataset ?? '–', 'all']) {
      const sums = totals.get(name) ?? [0, ...COUNTS.map(() => 0)];
      totals.set(
        name,
        sums.map((sum, i) => sum + (i === 0 ? 1 : (counts(report)[i - 1] ?? 0))),
      );
    }
  }
  const all = totals.get('all');
  totals.delete('all');
  const lines = [...totals, ...(all === undefined ? [] : ([['all', all]] as const))];
  const rows = lines.map(([name, sums]) => [name, ...sums.map((sum) => sum.toLocaleString(locale))]);
  return formatTable(['data set', 'files', ...COUNTS], rows, { width, right: new Set(['files', ...COUNTS]) });
}

/** What a person should know of files that were taken in. */
function remarks(reports: readonly FileReport[], locale: string): string[] {
  const lines: string[] = [];
  const truncated = reports.filter(({ warnings }) => warnings?.includes('last_record_truncated'));
  for (const { path } of truncated)
    lines.push(`cut off: ${path} ends in the middle of a record; land the whole file again\n`);
  for (const { path } of reports.filter(({ warnings }) => warnings?.includes('unexplained_rejection'))) {
    lines.push(`please report: ${path} holds a record that was refused without a reason; it is kept\n`);
  }
  const unknown = new Map<string, number>();
  for (const { unknown_columns } of reports)
    for (const name of unknown_columns ?? []) unknown.set(name, (unknown.get(name) ?? 0) + 1);
  if (unknown.size > 0) {
    const named = [...unknown]
      .slice(0, 10)
      .map(([name, files]) => `${name} (${files} ${files === 1 ? 'file' : 'files'})`);
    lines.push(
      `kept out of the lake: ${unknown.size} ${unknown.size === 1 ? 'column' : 'columns'} that no field takes: ${named.join(', ')}${unknown.size > 10 ? ', …' : ''}\n`,
    );
  }
  const masked = reports.reduce(
    (sum, { masked_counts }) => sum + Object.values(masked_counts ?? {}).reduce((a, b) => a + b, 0),
    0,
  );
  if (masked > 0) lines.push(`masked by a marketplace, so absent: ${masked.toLocaleString(locale)} values\n`);
  return lines;
}
