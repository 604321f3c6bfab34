import { compileDatePattern } from '../../../schemas/date-pattern.ts';
import type { FieldSource, Mapping } from '../../../schemas/mapping.ts';
import { type Notation, plainNotation } from '../../../schemas/normalise.ts';
import { requireZone } from '../../../schemas/zone.ts';
import type { Cells } from './cells.ts';

/** Gives a field's text out of a raw record, as its mapping says, and how that text writes numbers and dates. */
export interface FieldReader {
  readonly notation: Notation;
  /** The one column whose text is taken as it stands; undefined where something is done to it. */
  readonly column: number | undefined;
  /** Every column that the text depends on. */
  readonly columns: readonly number[];
  read(cells: Cells): string | undefined;
}

/** What the deployment and the file say where the mapping does not. */
export interface ReaderDefaults {
  readonly timeZone: string;
  readonly country: string;
}

type Step = (text: string) => string | undefined;

/** Gives the reader of one mapped field; columns that the file lacks read as absent. */
export function compileReader(
  source: FieldSource,
  mapping: Mapping,
  columns: ReadonlyMap<string, number>,
  defaults: ReaderDefaults,
): FieldReader {
  const plain = plainNotation(requireZone(mapping.time_zone ?? defaults.timeZone), defaults.country);
  if (typeof source === 'string') return directReader(columns.get(source), plain);
  const notation = withFormats(source, plain);
  const sources = sourceColumns(source, columns);
  const take = compileTake(source, sources);
  const steps = compileSteps(source);
  if (steps.length === 0 && source.column !== undefined)
    return directReader(columns.get(source.column), notation);
  const read = (cells: Cells): string | undefined => {
    let text = take(cells)?.trim();
    for (const step of steps) text = text === undefined || text === '' ? undefined : step(text);
    return text;
  };
  return { notation, column: undefined, columns: sources, read };
}

function directReader(column: number | undefined, notation: Notation): FieldReader {
  if (column === undefined) return { notation, column, columns: [], read: () => undefined };
  return { notation, column, columns: [column], read: (cells) => cells.text(column) };
}

function withFormats(source: Exclude<FieldSource, string>, plain: Notation): Notation {
  const zone = source.time_zone === undefined ? plain.zone : requireZone(source.time_zone);
  const patterns = source.date === undefined ? [] : [source.date].flat();
  const dates = patterns.map((pattern) => compileDatePattern(pattern, zone));
  return { ...plain, zone, dates, number: source.number ?? plain.number };
}

function sourceColumns(
  source: Exclude<FieldSource, string>,
  columns: ReadonlyMap<string, number>,
): readonly number[] {
  if (source.constant !== undefined) return [];
  return (source.columns ?? [source.column ?? '']).flatMap((name) => columns.get(name) ?? []);
}

function compileTake(
  source: Exclude<FieldSource, string>,
  numbers: readonly number[],
): (cells: Cells) => string | undefined {
  if (source.constant !== undefined) return () => source.constant;
  const [only] = numbers;
  if (only !== undefined && numbers.length === 1) return (cells) => cells.text(only);
  return (cells) => {
    const parts = numbers.flatMap((number) => cells.text(number)?.trim() || []);
    return parts.length === 0 ? undefined : parts.join(source.join ?? ' ');
  };
}

function compileSteps(source: Exclude<FieldSource, string>): Step[] {
  const steps: Step[] = [];
  const { absent, extract, split, values } = source;
  if (absent !== undefined) {
    const nothing = new Set(absent.map((text) => text.toLowerCase()));
    steps.push((text) => (nothing.has(text.toLowerCase()) ? undefined : text));
  }
  if (extract !== undefined) {
    const pattern = new RegExp(extract, 'u');
    steps.push((text) => pattern.exec(text)?.[1]);
  }
  if (split !== undefined) steps.push((text) => text.split(split.by)[split.part - 1]?.trim());
  if (values !== undefined) {
    const table = new Map(Object.entries(values).map(([from, to]) => [from.toLowerCase(), to]));
    steps.push((text) => table.get(text.toLowerCase()) ?? text);
  }
  return steps;
}
