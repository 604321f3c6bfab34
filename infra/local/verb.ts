import { parseArgs } from 'node:util';
import { PelangganError } from '../../schemas/problem.ts';
import { didYouMean } from './nearest.ts';

/** Exit status of the command: done; done, but something needs a person; wrong use; failed. */
export const EXIT = { done: 0, needsPerson: 1, wrongUse: 2, failed: 3 } as const;

/** An option that a verb takes. */
export interface Option {
  readonly type: 'string' | 'boolean';
  /** What stands for its value in the help: `DIR`. */
  readonly value?: string;
  readonly meaning: string;
  /** May be given several times. */
  readonly isMultiple?: boolean;
  /** Comes with a later version: refused with a word that says so. */
  readonly isLater?: boolean;
}

/** What a person gave, parted into options and the rest. */
export interface Given {
  readonly options: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
  readonly rest: readonly string[];
}

/** One verb of the command, in the order: what it does, how it is called, an example, its options, itself. */
export interface Verb {
  readonly name: string;
  readonly meaning: string;
  readonly usage: string;
  readonly example: string;
  readonly options: Readonly<Record<string, Option>>;
  /** What its words beside the options are, `FILE…`; a verb without this takes none. */
  readonly words?: string;
  /** Gives the exit status; writes results to `out` and messages to `messages`. */
  run(given: Given, streams: Streams): Promise<number>;
}

/** Where results and messages go. */
export interface Streams {
  readonly out: NodeJS.WritableStream;
  readonly messages: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
  /** Width of the terminal that results are read on. */
  readonly width: number;
}

/** Options that every verb over a lake takes. */
export const LAKE_OPTIONS: Readonly<Record<string, Option>> = {
  lake: { type: 'string', value: 'DIR', meaning: 'the folder that is the lake' },
  site: {
    type: 'string',
    value: 'DIR',
    meaning: 'your settings.json, layouts/ and sql/ (default ./site where it exists)',
  },
  set: { type: 'string', value: 'NAME=VALUE', meaning: 'a setting for this call', isMultiple: true },
  json: { type: 'boolean', meaning: 'one JSON document instead of tables' },
  stack: { type: 'string', value: 'NAME', meaning: 'a deployed stack', isLater: true },
};

/** Gives what a person gave to a verb. Throws `option_unknown`, `option_value_missing`, `argument_unknown`, `not_there_yet`. */
export function parseGiven(verb: Verb, args: readonly string[]): Given {
  const options = { ...verb.options, help: { type: 'boolean', meaning: 'this text' } as Option };
  const config = Object.fromEntries(
    Object.entries(options).map(([name, option]) => [
      name,
      { type: option.type, multiple: option.isMultiple ?? false },
    ]),
  );
  refuseUnknown(verb, args, options);
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: config,
      allowPositionals: true,
      strict: true,
    });
    for (const [name, option] of Object.entries(options)) {
      if (option.isLater === true && values[name] !== undefined)
        throw notThereYet(`option --${name} of ${verb.name}`);
    }
    refuseWords(verb, positionals);
    return { options: values as Given['options'], rest: positionals };
  } catch (cause) {
    if (cause instanceof PelangganError) throw cause;
    const found = /'(--?[^ '=]+)/.exec(cause instanceof Error ? cause.message : '')?.[1] ?? 'an option';
    throw new PelangganError(
      'option_value_missing',
      `option ${found} of ${verb.name} needs a value, or takes none; see pelanggan ${verb.name} --help`,
      { option: found },
      cause,
    );
  }
}

function refuseWords(verb: Verb, words: readonly string[]): void {
  const [first] = words;
  if (first === undefined || verb.words !== undefined) return;
  throw new PelangganError(
    'argument_unknown',
    `${verb.name} takes options alone, ${first} was found; put it behind its option: ${verb.usage}`,
    { found: first },
  );
}

function refuseUnknown(verb: Verb, args: readonly string[], options: Readonly<Record<string, Option>>): void {
  const end = args.indexOf('--');
  for (const arg of end < 0 ? args : args.slice(0, end)) {
    const name = /^--([^=]+)/.exec(arg)?.[1] ?? (/^-[a-z]$/i.test(arg) ? arg.slice(1) : undefined);
    if (name === undefined || name in options) continue;
    const known = Object.keys(options).map((option) => `--${option}`);
    throw new PelangganError(
      'option_unknown',
      `option ${arg.split('=')[0]} is unknown to ${verb.name}; allowed are ${known.join(', ')}${didYouMean(`--${name}`, known)}`,
      { found: `--${name}`, allowed: known },
    );
  }
}

/** Gives a required option. Throws `option_missing`. */
export function requireOption(given: Given, name: string, verb: Verb): string {
  const value = given.options[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new PelangganError(
    'option_missing',
    `${verb.name} needs --${name} ${verb.options[name]?.value ?? ''}; for example: ${verb.example}`,
    { option: name },
  );
}

/** Gives an option that may be absent. */
export function findOption(given: Given, name: string): string | undefined {
  const value = given.options[name];
  return typeof value === 'string' ? value : undefined;
}

/** Gives all values of an option that may be given several times. */
export function listOption(given: Given, name: string): readonly string[] {
  const value = given.options[name];
  return Array.isArray(value) ? value : [];
}

/** What a later version brings is refused plainly, never half done. */
export function notThereYet(what: string): PelangganError {
  return new PelangganError('not_there_yet', `${what} is not there yet; it comes with a later version`, {
    what,
  });
}

/** Gives the help text of a verb. */
export function helpOf(verb: Verb): string {
  const shown = Object.entries(verb.options).filter(([, option]) => option.isLater !== true);
  const width = Math.max(...shown.map(([name, option]) => optionText(name, option).length), 8);
  const lines = shown.map(
    ([name, option]) => `  ${optionText(name, option).padEnd(width)}  ${option.meaning}`,
  );
  return [
    `${verb.meaning}`,
    '',
    `  ${verb.usage}`,
    '',
    ...(lines.length > 0 ? ['options:', ...lines, ''] : []),
    'example:',
    `  ${verb.example}`,
    '',
  ].join('\n');
}

function optionText(name: string, option: Option): string {
  return option.value === undefined ? `--${name}` : `--${name} ${option.value}`;
}
