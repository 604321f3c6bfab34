import { localTime } from './instant.ts';
import { PelangganError } from './problem.ts';
import type { Zone } from './zone.ts';

// Month names by their first three letters, English and Indonesian; those that differ: Mei, Agu(stus), Okt, Des.
const MONTHS: Readonly<Record<string, number>> = {
  jan: 1,
  feb: 2,
  mar: 3,
  apr: 4,
  may: 5,
  mei: 5,
  jun: 6,
  jul: 7,
  aug: 8,
  agu: 8,
  ags: 8,
  sep: 9,
  oct: 10,
  okt: 10,
  nov: 11,
  dec: 12,
  des: 12,
};

const PARTS: Readonly<Record<string, string>> = {
  yyyy: '(?<year>\\d{4})',
  yy: '(?<short>\\d{2})',
  MMMM: '(?<name>\\p{L}{3,9})',
  MMM: '(?<name>\\p{L}{3,4})',
  MM: '(?<month>\\d{2})',
  M: '(?<month>\\d{1,2})',
  dd: '(?<day>\\d{2})',
  d: '(?<day>\\d{1,2})',
  HH: '(?<hour>\\d{2})',
  H: '(?<hour>\\d{1,2})',
  hh: '(?<half>\\d{1,2})',
  mm: '(?<minute>\\d{2})',
  ss: '(?<second>\\d{2})',
  SSS: '(?<milli>\\d{3})',
  a: '(?<noon>[AaPp][Mm])',
  XXX: '(?<offset>Z|[+-]\\d{2}:?\\d{2})',
};

/** Reads texts of one date pattern (`dd/MM/yyyy HH:mm:ss`) into milliseconds since 1970; undefined when it does not fit. */
export type DateReader = (text: string) => number | undefined;

/** Gives a reader of one pattern; local times are those of `zone`. Throws `mapping_invalid` for a part written twice. */
export function compileDatePattern(pattern: string, zone: Zone): DateReader {
  const regExp = toRegExp(pattern);
  return (text) => {
    const groups = regExp.exec(text)?.groups;
    return groups === undefined ? undefined : toInstant(groups, zone);
  };
}

function toRegExp(pattern: string): RegExp {
  const body = pattern.replace(/yyyy|yy|MMMM|MMM|MM|M|dd|d|HH|H|hh|mm|ss|SSS|a|XXX|[\s\S]/g, (part) => {
    return PARTS[part] ?? part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  try {
    return new RegExp(`^${body}$`, 'u');
  } catch (cause) {
    throw new PelangganError(
      'mapping_invalid',
      `date pattern ${pattern} names a part twice; name each once`,
      { found: pattern },
      cause,
    );
  }
}

function toInstant(groups: Record<string, string | undefined>, zone: Zone): number | undefined {
  const year =
    groups['year'] === undefined ? 2000 + Number(groups['short'] ?? Number.NaN) : Number(groups['year']);
  const month =
    groups['name'] === undefined ? Number(groups['month'] ?? Number.NaN) : monthOf(groups['name']);
  const local = localTime(
    year,
    month,
    Number(groups['day'] ?? '1'),
    hourOf(groups),
    Number(groups['minute'] ?? '0'),
    Number(groups['second'] ?? '0'),
  );
  if (local === undefined || Number.isNaN(local)) return undefined;
  const time = local + Number(groups['milli'] ?? '0');
  return groups['offset'] === undefined ? zone.toUtc(time) : time - offsetOf(groups['offset']);
}

function monthOf(name: string): number {
  return MONTHS[name.slice(0, 3).toLowerCase()] ?? Number.NaN;
}

function hourOf(groups: Record<string, string | undefined>): number {
  if (groups['half'] === undefined) return Number(groups['hour'] ?? '0');
  const half = Number(groups['half']);
  if (half < 1 || half > 12) return 99;
  return (half % 12) + (groups['noon']?.toLowerCase() === 'pm' ? 12 : 0);
}

function offsetOf(text: string): number {
  if (text === 'Z') return 0;
  const digits = text.slice(1).replace(':', '');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  return (text.startsWith('-') ? -minutes : minutes) * 60_000;
}
