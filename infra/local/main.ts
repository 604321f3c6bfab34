import { PelangganError } from '../../schemas/problem.ts';
import { didYouMean } from './nearest.ts';
import { EXIT, helpOf, notThereYet, parseGiven, type Streams, type Verb } from './verb.ts';
import { check } from './verbs/check.ts';
import { demo } from './verbs/demo.ts';
import { ingest } from './verbs/ingest.ts';
import { query } from './verbs/query.ts';
import { run } from './verbs/run.ts';
import { settings } from './verbs/settings.ts';
import { verify } from './verbs/verify.ts';

const VERBS: readonly Verb[] = [demo, run, ingest, check, query, verify, settings];

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
  /^(verb|option|setting|site|mapping|sql|dataset|layout|format|schema|not_there_yet|file_missing|file_not_found|file_is_a_folder|file_key_taken|folder|lake_not_found|view)/;

/** Runs the command with its arguments; gives the exit status: 0 done, 1 needs a person, 2 wrong use, 3 failed. */
export async function main(args: readonly string[]): Promise<number> {
  const width = process.stdout.columns ?? FALLBACK_WIDTH;
  // Whoever reads the answer may have seen enough: `| head`.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.done);
    throw error;
  });
  const streams: Streams = { out: process.stdout, messages: process.stderr, width };
  try {
    return await dispatch(args, streams);
  } catch (error) {
    return tell(error, args.includes('--json') || isJsonFormat(args), streams);
  }
}

async function dispatch(args: readonly string[], streams: Streams): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    streams.out.write(overview());
    return name === undefined ? EXIT.wrongUse : EXIT.done;
  }
  const verb = VERBS.find((candidate) => candidate.name === name);
  if (verb === undefined) {
    if (LATER.includes(name)) throw notThereYet(`the verb ${name}`);
    const known = VERBS.map((candidate) => candidate.name);
    throw new PelangganError(
      'verb_unknown',
      `${name} is not a verb; allowed are ${known.join(', ')}${didYouMean(name, [...known, ...LATER])}`,
      { found: name, allowed: known },
    );
  }
  if (rest.includes('--help')) {
    streams.out.write(helpOf(verb));
    return EXIT.done;
  }
  return verb.run(parseGiven(verb, rest), streams);
}

function overview(): string {
  const width = Math.max(...VERBS.map(({ name }) => name.length));
  const lines = VERBS.map(({ name, meaning }) => `  ${name.padEnd(width)}  ${meaning}`);
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
