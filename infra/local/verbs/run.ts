import { type CheckResult, runChecks } from '../../../functions/batch/checks.ts';
import type { FileReport } from '../../../functions/ingest/report.ts';
import { openFolder } from '../../../functions/storage/folder-store.ts';
import { listAll, type ObjectStore, type StoredObject } from '../../../functions/storage/object-store.ts';
import { openToWrite, requireApart } from '../lake-access.ts';
import { LakeEngine } from '../lake-engine.ts';
import { notePresence } from '../raw-presence.ts';
import { formatSummary } from '../summary.ts';
import { EXIT, type Given, LAKE_OPTIONS, requireOption, type Streams, type Verb } from '../verb.ts';
import { type Workshop, withWorkshop } from '../workshop.ts';

/** What `run` found and did: the form of `--json`. */
export interface RunAnswer {
  readonly files: readonly FileReport[];
  readonly views: readonly { readonly name: string; readonly row_count: number }[];
  readonly checks: readonly {
    readonly name: string;
    readonly severity: CheckResult['severity'];
    readonly failed_row_count: number;
  }[];
}

export const run: Verb = {
  name: 'run',
  meaning: 'takes in every file under a folder that is new or changed, then computes all views and checks',
  usage: 'pelanggan run --raw DIR --lake DIR',
  example: 'pelanggan run --raw demo/raw --lake demo/lake',
  options: {
    raw: {
      type: 'string',
      value: 'DIR',
      meaning: 'the folder of landed files; its first folders may name the data set',
    },
    ...LAKE_OPTIONS,
    watch: { type: 'boolean', meaning: 'go on as files land', isLater: true },
  },
  run: (given, streams) =>
    runOver(requireOption(given, 'raw', run), requireOption(given, 'lake', run), given, streams),
};

/** Does `run` over a raw folder and a lake folder, tells what came of it, and gives the exit status. */
export async function runOver(
  rawFolder: string,
  lakeFolder: string,
  given: Given,
  streams: Streams,
): Promise<number> {
  requireApart(rawFolder, lakeFolder);
  const raw = await openFolder(rawFolder);
  const access = await openToWrite(lakeFolder, given);
  const objects = await listObjects(raw);
  return withWorkshop({ ...access, raw, objects, streams }, async (workshop) => {
    const files = await workshop.takeIn();
    await notePresence(access.lake, raw, new Set(objects.map(({ key }) => key)));
    const again = await workshop.settle();
    const engine = await LakeEngine.open(
      lakeFolder,
      access.settings,
      access.site.sqlFolder,
      workshop.scratch,
    );
    try {
      const answer = { files: latestReports(files, again), ...(await compute(engine, workshop)) };
      const { settings } = access;
      const { width } = streams;
      const text =
        given.options['json'] === true
          ? `${JSON.stringify(answer, null, 1)}\n`
          : await formatSummary({
              answer,
              engine,
              settings,
              rawFolder,
              lakeFolder,
              again: again.length,
              width,
            });
      streams.out.write(text);
      return needsPerson(answer) ? EXIT.needsPerson : EXIT.done;
    } finally {
      await engine.close();
    }
  });
}

async function listObjects(raw: ObjectStore): Promise<StoredObject[]> {
  const objects: StoredObject[] = [];
  for await (const object of listAll(raw, '')) objects.push(object);
  return objects;
}

/** Computes all views, then runs their checks. */
async function compute(engine: LakeEngine, workshop: Workshop): Promise<Omit<RunAnswer, 'files'>> {
  const views = await engine.materialise((name) => {
    workshop.requireGoing();
    workshop.progress.step(`computing view ${name}`);
  });
  workshop.requireGoing();
  workshop.progress.step('running checks');
  const checks = await runChecks(engine.engine, engine.views);
  workshop.progress.end();
  return {
    views,
    checks: checks.map(({ view, name, severity, failed_row_count }) => ({
      name: `${view}.${name}`,
      severity,
      failed_row_count,
    })),
  };
}

function needsPerson({ files, checks }: RunAnswer): boolean {
  const isRefused = files.some(({ status }) => status === 'refused');
  return (
    isRefused || checks.some(({ severity, failed_row_count }) => severity === 'fail' && failed_row_count > 0)
  );
}

/** A file taken in again in the same run is told once, as it then stood. */
function latestReports(first: readonly FileReport[], again: readonly FileReport[]): FileReport[] {
  const later = new Map(again.map((report) => [`${report.path} ${report.dataset}`, report]));
  return first.map((report) => {
    const latest = later.get(`${report.path} ${report.dataset}`);
    if (latest === undefined) return report;
    return { ...latest, status: report.status === 'unchanged' ? latest.status : report.status };
  });
}
