import type { FileCheck, Ingest } from '../../functions/ingest/ingest.ts';
import type { FileHints } from '../../functions/ingest/recognise.ts';
import { PelangganError } from '../../schemas/problem.ts';
import { PROBLEMS, type ProblemCode } from '../../schemas/problem-codes.ts';
import { cureOfUnknownKind, UNKNOWN_KIND } from './kind-cure.ts';
import { formatTable } from './table.ts';

/** What is wrong with a file's records, by field and problem. */
interface ProblemGroup {
  readonly field: string | null;
  readonly problem: ProblemCode;
  readonly count: number;
  readonly first_record_number: number;
}

/** One file and data set as `check` tells it; `problem` where the whole file would be refused. */
export interface CheckReport {
  readonly path: string;
  readonly format: string | null;
  readonly dataset: string | null;
  readonly layout: string | null;
  readonly record_count: number;
  readonly accepted_count: number;
  readonly rejected_count: number;
  readonly problems: readonly ProblemGroup[];
  readonly problem?: { readonly code: string; readonly message: string };
}

/** Gives a file's reports, one for each data set it feeds; a refusal is a report too. */
export async function checkFile(reader: Ingest, key: string, hints: FileHints): Promise<CheckReport[]> {
  try {
    return (await reader.check(key, hints)).map(reportOf);
  } catch (error) {
    if (!(error instanceof PelangganError)) throw error;
    return [refusal(key, error)];
  }
}

function refusal(path: string, { code, message }: PelangganError): CheckReport {
  return {
    path,
    format: null,
    dataset: null,
    layout: null,
    record_count: 0,
    accepted_count: 0,
    rejected_count: 0,
    problems: [],
    problem: { code, message },
  };
}

function reportOf(checked: FileCheck): CheckReport {
  const rejectedCount = new Set(checked.rejections.map(({ recordNumber }) => recordNumber)).size;
  return {
    path: checked.path,
    format: checked.format,
    dataset: checked.dataset,
    layout: checked.layout,
    record_count: checked.recordCount,
    accepted_count: checked.recordCount - rejectedCount,
    rejected_count: rejectedCount,
    problems: groupProblems(checked.rejections),
  };
}

function groupProblems(rejections: FileCheck['rejections']): ProblemGroup[] {
  const groups = new Map<string, ProblemGroup>();
  for (const { recordNumber, field, problem } of rejections) {
    const name = `${field} ${problem}`;
    const known = groups.get(name);
    groups.set(name, {
      field: field ?? null,
      problem,
      count: (known?.count ?? 0) + 1,
      first_record_number: Math.min(known?.first_record_number ?? recordNumber, recordNumber),
    });
  }
  return [...groups.values()].toSorted((a, b) => b.count - a.count);
}

/** Gives the reports as a table, and below it what is wrong in each file. */
export function formatChecks(reports: readonly CheckReport[], width: number): string {
  const numbers = ['records', 'accepted', 'rejected'];
  const rows = reports.map((report) => [
    report.path,
    report.format ?? '–',
    report.dataset ?? '–',
    report.layout ?? '–',
    String(report.record_count),
    String(report.accepted_count),
    String(report.rejected_count),
  ]);
  const columns = ['file', 'format', 'data set', 'layout', ...numbers];
  return (
    formatTable(columns, rows, { width, right: new Set(numbers) }) + reports.map(formatProblems).join('')
  );
}

function formatProblems({ path, problem, problems, record_count }: CheckReport): string {
  const lines = problems.map((found) => {
    const times = found.count === 1 ? 'once' : `${found.count} times, first`;
    return `${path}: ${found.field ?? 'whole record'}: ${PROBLEMS[found.problem].en} (${found.problem}), ${times} in record ${found.first_record_number}\n`;
  });
  const unknown = problems.find((found) => found.problem === UNKNOWN_KIND)?.count ?? 0;
  const refused = problem === undefined ? [] : [`refused: ${problem.message}\n`];
  return [...refused, ...lines, cureOfUnknownKind(path, unknown, record_count) ?? ''].join('');
}
