import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FileCheck, Ingest } from '../../../functions/ingest/ingest.ts';
import { openFolder } from '../../../functions/storage/folder-store.ts';
import { PelangganError } from '../../../schemas/problem.ts';
import { PROBLEMS } from '../../../schemas/problem-codes.ts';
import { settingsOver } from '../lake-settings.ts';
import { openSite, readStated } from '../site.ts';
import { formatTable } from '../table.ts';
import { EXIT, findOption, listOption, type Verb } from '../verb.ts';
import { groupByRoot, ingest, readHints, requireFiles } from './ingest.ts';

/** What is wrong with a file's records, by field and problem. */
interface CheckedProblem {
  readonly field: string | null;
  readonly problem: string;
  readonly count: number;
  readonly first_record_number: number;
}

/** One file and data set as `check` tells it. */
interface CheckReport {
  readonly path: string;
  readonly format: string | null;
  readonly dataset: string | null;
  readonly layout: string | null;
  readonly record_count: number;
  readonly accepted_count: number;
  readonly rejected_count: number;
  readonly problems: readonly CheckedProblem[];
  readonly problem?: { readonly code: string; readonly message: string };
}

export const check: Verb = {
  name: 'check',
  meaning: 'reads files without writing anything: format, layout, counts, and what is wrong by kind',
  usage: 'pelanggan check FILE… [--lake DIR] [--dataset D] [--layout L]',
  example: 'pelanggan check demo/raw/orders/*/*.csv',
  options: ingest.options,
  async run(given, streams) {
    requireFiles(given.rest, check);
    const site = await openSite(findOption(given, 'site'));
    const lakeFolder = findOption(given, 'lake');
    const scratch = await mkdtemp(join(tmpdir(), 'pelanggan-check-'));
    try {
      const lake = await openFolder(lakeFolder ?? join(scratch, 'no-lake'), {
        create: lakeFolder === undefined,
      });
      const settings = await settingsOver(lake, {
        ...site.settings,
        ...readStated(listOption(given, 'set')),
      });
      const hints = readHints(given);
      const reports: CheckReport[] = [];
      for (const [root, keys] of await groupByRoot(given.rest, lakeFolder === undefined ? undefined : lake)) {
        const raw = await openFolder(root);
        // References are made under a throw-away key: nothing of them leaves this call.
        const reader = await Ingest.open({
          raw,
          lake,
          settings,
          layouts: site.layouts,
          referenceKey: new Uint8Array(32),
          scratch,
        });
        try {
          for (const key of keys) reports.push(...(await checkFile(reader, key, hints)));
        } finally {
          reader.close();
        }
      }
      if (given.options['json'] === true)
        streams.out.write(`${JSON.stringify({ files: reports }, null, 1)}\n`);
      else streams.out.write(formatChecks(reports, streams.width));
      return reports.some(({ problem }) => problem !== undefined) ? EXIT.needsPerson : EXIT.done;
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  },
};

async function checkFile(
  reader: Ingest,
  key: string,
  hints: ReturnType<typeof readHints>,
): Promise<CheckReport[]> {
  try {
    return (await reader.check(key, hints)).map(reportOf);
  } catch (error) {
    if (!(error instanceof PelangganError)) throw error;
    const nothing = {
      format: null,
      dataset: null,
      layout: null,
      record_count: 0,
      accepted_count: 0,
      rejected_count: 0,
      problems: [],
    };
    return [{ path: key, ...nothing, problem: { code: error.code, message: error.message } }];
  }
}

function reportOf(checked: FileCheck): CheckReport {
  const groups = new Map<string, CheckedProblem>();
  const rejected = new Set<number>();
  for (const { recordNumber, field, problem } of checked.rejections) {
    rejected.add(recordNumber);
    const known = groups.get(`${field} ${problem}`);
    const group = {
      field: field ?? null,
      problem,
      count: (known?.count ?? 0) + 1,
      first_record_number: known?.first_record_number ?? recordNumber,
    };
    groups.set(`${field} ${problem}`, group);
  }
  return {
    path: checked.path,
    format: checked.format,
    dataset: checked.dataset,
    layout: checked.layout,
    record_count: checked.recordCount,
    accepted_count: checked.recordCount - rejected.size,
    rejected_count: rejected.size,
    problems: [...groups.values()].toSorted((a, b) => b.count - a.count),
  };
}

function formatChecks(reports: readonly CheckReport[], width: number): string {
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
  const parts = [
    formatTable(['file', 'format', 'data set', 'layout', ...numbers], rows, {
      width,
      right: new Set(numbers),
    }),
  ];
  for (const { path, problem, problems } of reports) {
    if (problem !== undefined) parts.push(`${path}: refused: ${problem.message}\n`);
    for (const found of problems) {
      const words = PROBLEMS[found.problem as keyof typeof PROBLEMS].en;
      parts.push(
        `${path}: ${found.field ?? 'whole record'}: ${words} (${found.problem}), ${found.count} times, first in record ${found.first_record_number}\n`,
      );
    }
  }
  return parts.join('');
}
