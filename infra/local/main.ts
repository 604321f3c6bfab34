import { PelangganError } from '../../schemas/problem.ts';
import { didYouMean } from './nearest.ts';
import { EXIT, helpOf, notThereYet, parseGiven, type Streams, type Verb } from './verb.ts';

/** Each verb is loaded when it is called, so that a small one starts without the parts of a large one. */
const VERBS: Readonly<Record<string, () => Promise<Verb>>> = {
  demo: async () => (await import('./verbs/demo.ts')).demo,
  run: async () => (await import('./verbs/run.ts')).run,
  ingest: async () => (await import('./verbs/ingest.ts')).ingest,
  check: async () => (await import('./verbs/check.ts')).check,
  query: async () => (await import('./verbs/query.ts')).query,
  verify: async () => (await import('./verbs/verify.ts')).verify,
  settings: async () => (await import('./verbs/settings.ts')).settings,
};

/** Verbs that come with later versions: known, so that nobody wonders whether they are misspelt. */
const LATER = [
  'propose',
  'dashboard',
  'explain',
  'merge',
  'split',
  'lists',
  'export',
  'restrict',
  'erase',
  'replay',
  'rollback',
  'withdraw',
  'redrive',
  'upgrade',
  'key',
  'dictionary',
  'mcp',
];

const FALLBACK_WIDTH = 100;

/** Errors of wrong use: the call or its settings, or a query that is refused. */
const WRONG_USE =
  /^(verb|option|argument|setting|site|mapping|sql|dataset|layout|format|schema|not_there_yet|file_missing|file_not_found|file_is_a_folder|file_key_taken|folder|lake_not_found|view)/;

/** Runs the command with its arguments; gives the exit status: 0 done, 1 needs a person, 2 wrong use, 3 failed. */
export async function main(args: readonly string[], streams: Streams = openStreams()): Promise<number> {
  try {
    return await dispatch(args, streams);
  } catch (error) {
    return tell(error, args.includes('--json') || isJsonFormat(args), streams);
  }
}

/** Gives the streams of the process; whoever reads the answer may have seen enough (`| head`), which is no error. */
function openStreams(): Streams {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.done);
    throw error;
  });
  return { out: process.stdout, messages: process.stderr, width: process.stdout.columns ?? FALLBACK_WIDTH };
}

async function dispatch(args: readonly string[], streams: Streams): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    streams.out.write(await overview());
    return name === undefined ? EXIT.wrongUse : EXIT.done;
  }
  const verb = await loadVerb(name);
  if (rest.includes('--help')) {
    streams.out.write(helpOf(verb));
    return EXIT.done;
  }
  return verb.run(parseGiven(verb, rest), streams);
}

function loadVerb(name: string): Promise<Verb> {
  const load = Object.hasOwn(VERBS, name) ? VERBS[name] : undefined;
  if (load !== undefined) return load();
  if (LATER.includes(name)) throw notThereYet(`the verb ${name}`);
  const known = Object.keys(VERBS);
  throw new PelangganError(
    'verb_unknown',
    `${name} is not a verb; allowed are ${known.join(', ')}${didYouMean(name, [...known, ...LATER])}`,
    { found: name, allowed: known },
  );
}

async function overview(): Promise<string> {
  const verbs = await Promise.all(Object.values(VERBS).map((load) => load()));
  const width = Math.max(...verbs.map(({ name }) => name.length));
  const lines = verbs.map(({ name, meaning }) => `  ${name.padEnd(width)}  ${meaning}`);
  return [
    'pelanggan keeps apart who pays, who uses and who is served.',
    '',
    'verbs:',
    ...lines,
    '',
    'pelanggan VERB --help says more about each.',
    '',
  ].join('\n');
}

function isJsonFormat(args: readonly string[]): boolean {
  return args.includes('--format=json') || args[args.indexOf('--format') + 1] === 'json';
}

/** Tells an error: one JSON document on standard output where JSON was asked for, else a sentence on standard error. */
function tell(error: unknown, isJson: boolean, streams: Streams): number {
  const { code, message, details } = asProblem(error);
  if (isJson) streams.out.write(`${JSON.stringify({ error: { code, message, details } }, null, 1)}\n`);
  else streams.messages.write(`pelanggan: ${message}\n`);
  return WRONG_USE.test(code) ? EXIT.wrongUse : EXIT.failed;
}

/** An error that we did not foresee tells its kind and place, never its text: that may hold a person's value. */
function asProblem(error: unknown): Pick<PelangganError, 'code' | 'message' | 'details'> {
  if (error instanceof PelangganError) return error;
  const kind = error instanceof Error ? error.constructor.name : typeof error;
  const code = error instanceof Error && 'code' in error ? ` ${String(error.code)}` : '';
  const place =
    error instanceof Error
      ? (/at .*?((?:schemas|functions|infra)\/[^)\s]*)/.exec(error.stack ?? '')?.[1] ?? '')
      : '';
  return {
    code: 'failed',
    message: `failed (${kind}${code} at ${place}); please report this with the command that you gave`,
    details: { kind, place },
  };
}
