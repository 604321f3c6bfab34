import { PelangganError } from './problem.ts';

interface Span {
  readonly from: number;
  readonly offset: number;
}

const FIRST = Date.UTC(1900, 0, 1);
const LAST = Date.UTC(2101, 0, 1);
const STEP = 30 * 86_400_000;

/**
 * One time zone's offsets from UTC, found once and then looked up without `Intl` (which is too slow for every row).
 * All arguments and results are milliseconds since 1970-01-01 UTC, or such milliseconds of a local clock.
 */
export class Zone {
  readonly name: string;
  readonly #spans: readonly Span[];
  #recent: Span;
  #recentEnd: number;

  /** Throws `setting_invalid` for a name that the IANA data base does not know. */
  constructor(name: string) {
    this.name = name;
    this.#spans = findSpans(name);
    this.#recent = this.#spans[0] ?? { from: FIRST, offset: 0 };
    this.#recentEnd = this.#spans[1]?.from ?? LAST;
  }

  /** Gives the offset in milliseconds (east is positive) at an instant. */
  offsetAt(utc: number): number {
    if (utc >= this.#recent.from && utc < this.#recentEnd) return this.#recent.offset;
    let index = this.#spans.findLastIndex((span) => span.from <= utc);
    if (index < 0) index = 0;
    this.#recent = this.#spans[index] ?? this.#recent;
    this.#recentEnd = this.#spans[index + 1]?.from ?? Number.POSITIVE_INFINITY;
    return this.#recent.offset;
  }

  /** Gives the instant of a local time; one that a clock shows twice is the first, one it skips is moved on. */
  toUtc(local: number): number {
    const before = local - this.offsetAt(local - 86_400_000);
    if (before + this.offsetAt(before) === local) return before;
    const after = local - this.offsetAt(local + 86_400_000);
    return after + this.offsetAt(after) === local ? after : before;
  }
}

function findSpans(name: string): Span[] {
  const format = formatter(name);
  const spans: Span[] = [{ from: Number.NEGATIVE_INFINITY, offset: offsetOf(format, FIRST) }];
  for (let at = FIRST; at < LAST; at += STEP) {
    const known = spans.at(-1)?.offset;
    const next = offsetOf(format, at + STEP);
    if (next !== known) spans.push({ from: findChange(format, at, at + STEP), offset: next });
  }
  return spans;
}

/** Halves the stretch until the second at which the offset changes is known. */
function findChange(format: Intl.DateTimeFormat, from: number, to: number): number {
  const before = offsetOf(format, from);
  let low = from;
  let high = to;
  while (high - low > 1000) {
    const middle = low + Math.floor((high - low) / 2000) * 1000;
    if (offsetOf(format, middle) === before) low = middle;
    else high = middle;
  }
  return high;
}

function formatter(name: string): Intl.DateTimeFormat {
  const parts = {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  } as const;
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name, hourCycle: 'h23', era: 'short', ...parts });
  } catch (cause) {
    throw new PelangganError(
      'setting_invalid',
      `time zone ${name} is unknown; give an IANA name such as Asia/Jakarta`,
      { found: name },
      cause,
    );
  }
}

function offsetOf(format: Intl.DateTimeFormat, utc: number): number {
  const part: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(utc)) part[type] = Number(value);
  const local = Date.UTC(
    part['year'] ?? 0,
    (part['month'] ?? 1) - 1,
    part['day'],
    part['hour'],
    part['minute'],
    part['second'],
  );
  return local - Math.floor(utc / 1000) * 1000;
}

const zones = new Map<string, Zone>();

/** Gives the zone of an IANA name (`Asia/Jakarta`), made once in a process; throws `setting_invalid` when unknown. */
export function requireZone(name: string): Zone {
  let zone = zones.get(name);
  if (zone === undefined) {
    zone = new Zone(name);
    zones.set(name, zone);
  }
  return zone;
}
