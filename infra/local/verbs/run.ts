import { runChecks } from '../../../functions/batch/checks.ts';
import { openFolder } from '../../../functions/storage/folder-store.ts';
import { listAll, type StoredObject } from '../../../functions/storage/object-store.ts';
import { LakeEngine } from '../lake-engine.ts';
import { rememberSettings } from '../lake-settings.ts';
import { Progress } from '../progress.ts';
import { openReferenceKey } from '../reference-key-file.ts';
import { openSite, readStated } from '../site.ts';
import { formatSummary } from '../summary.ts';
import {
  EXIT,
  findOption,
  type Given,
  LAKE_OPTIONS,
  listOption,
  requireOption,
  type Streams,
  type Verb,
} from '../verb.ts';
import { markGone, Workshop } from '../workshop.ts';

/** What `run` found and did: the form of `--json`. */
export interface RunAnswer {
  readonly files: Awaited<ReturnType<Workshop['takeIn']>>;
  readonly views: readonly { readonly name: string; readonly row_count: number }[];
  readonly checks: readonly {
    readonly name: string;
    readonly severity: string;
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

/** Does `run` over a raw folder and a lake folder, and tells what came of it. */
export async function runOver(
  rawFolder: string,
  lakeFolder: string,
  given: Given,
  streams: Streams,
): Promise<number> {
  const raw = await openFolder(rawFolder);
  const site = await openSite(findOption(given, 'site'));
  const stated = { ...site.settings, ...readStated(listOption(given, 'set')) };
  const lake = await openFolder(lakeFolder, { create: true });
  const settings = await rememberSettings(lake, stated, new Date());
  const referenceKey = await openReferenceKey(lakeFolder, lake);
  const objects: StoredObject[] = [];
  for await (const object of listAll(raw, '')) objects.push(object);
  const progress = new Progress(
    streams.messages,
    objects.reduce((sum, object) => sum + object.byteCount, 0),
  );
  const workshop = await Workshop.open({
    raw,
    lake,
    settings,
    layouts: site.layouts,
    referenceKey,
    progress,
  });
  const unlisten = stopOnInterrupt(workshop, streams);
  try {
    const files = await workshop.takeIn(objects);
    await markGone(lake, raw, new Set(objects.map(({ key }) => key)));
    const again = await workshop.settle();
    const engine = await LakeEngine.open(lakeFolder, settings, site.sqlFolder);
    try {
      const views = await engine.materialise((name) => progress.step(`computing view ${name}`));
      progress.step('running checks');
      const checks = await runChecks(engine.engine, engine.views);
      progress.end();
      const answer: RunAnswer = {
        files: latestReports(files, again),
        views,
        checks: checks.map(({ view, name, severity, failed_row_count }) => ({
          name: `${view}.${name}`,
          severity,
          failed_row_count,
        })),
      };
      if (given.options['json'] === true) streams.out.write(`${JSON.stringify(answer, null, 1)}\n`);
      else
        streams.out.write(
          await formatSummary({
            answer,
            engine,
            settings,
            rawFolder,
            lakeFolder,
            again: again.length,
            width: streams.width,
          }),
        );
      const isRefused = answer.files.some(({ status }) => status === 'refused');
      const isFailed = checks.some(
        ({ severity, failed_row_count }) => severity === 'fail' && failed_row_count > 0,
      );
      return isRefused || isFailed ? EXIT.needsPerson : EXIT.done;
    } finally {
      await engine.close();
    }
  } finally {
    progress.end();
    unlisten();
    await workshop.close();
  }
}

/** A file taken in again in the same run is told once, as it then stood. */
function latestReports(first: RunAnswer['files'], again: RunAnswer['files']): RunAnswer['files'] {
  const later = new Map(again.map((report) => [`${report.path} ${report.dataset}`, report]));
  return first.map((report) => {
    const latest = later.get(`${report.path} ${report.dataset}`);
    return latest === undefined
      ? report
      : { ...latest, status: report.status === 'unchanged' ? latest.status : report.status };
  });
}

/** The first Ctrl-C stops between files, a second one at once. */
export function stopOnInterrupt(workshop: Workshop, streams: Streams): () => void {
  const listener = (): void => {
    streams.messages.write('\nstopping after the file under way (Ctrl-C again stops at once)\n');
    workshop.stop();
    process.removeListener('SIGINT', listener);
  };
  process.on('SIGINT', listener);
  return () => process.removeListener('SIGINT', listener);
}
