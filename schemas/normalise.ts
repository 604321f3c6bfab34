import type { DateReader } from './date-pattern.ts';
import { type NumberFormat, normaliseDecimal, PLAIN_NUMBER } from './decimal.ts';
import { AMOUNT, CURRENCIES, EMAIL, type FieldKind, FREE_TEXT_LENGTH, NUMBER, RATE } from './fields.ts';
import { businessDate, formatInstant, parseDate, parseInstant } from './instant.ts';
import { normalisePhone } from './phone.ts';
import { cutText, normaliseName, normaliseText } from './text.ts';
import type { Zone } from './zone.ts';

/** How a column of a file writes what it says: its numbers, its dates, its clock, its country. */
export interface Notation {
  readonly zone: Zone;
  readonly country: string;
  readonly number: NumberFormat;
  /** Readers of the mapping's own date patterns; without any, ISO 8601. */
  readonly dates: readonly DateReader[];
}

/** Gives the notation of a canonical file: ISO 8601 in the deployment's zone, plain decimals. */
export function plainNotation(zone: Zone, country: string): Notation {
  return { zone, country, number: PLAIN_NUMBER, dates: [] };
}

const FLAGS: Readonly<Record<string, string>> = {
  true: 'true',
  '1': 'true',
  yes: 'true',
  y: 'true',
  t: 'true',
  ya: 'true',
  false: 'false',
  '0': 'false',
  no: 'false',
  n: 'false',
  f: 'false',
  tidak: 'false',
};

/**
 * Gives a field's text in the one form the lake knows (UTC instants, plain decimals, E.164, lower-case choices …), or
 * undefined when it cannot be read as what the field holds. `raw` is not empty once trimmed.
 */
export function normaliseField(kind: FieldKind, raw: string, notation: Notation): string | undefined {
  const text = normaliseText(raw);
  switch (kind) {
    case 'identifier':
    case 'text':
      return text;
    case 'free_text':
      return cutText(text, FREE_TEXT_LENGTH);
    case 'name':
    case 'address':
      return normaliseName(text);
    case 'email':
      return matching(text.toLowerCase(), EMAIL);
    case 'phone':
      return normalisePhone(text, notation.country);
    case 'instant':
      return readInstant(text, notation);
    case 'date':
      return readDate(text, notation);
    case 'amount':
      return readNumber(text, notation, AMOUNT);
    case 'number':
      return readNumber(text, notation, NUMBER);
    case 'rate':
      return readNumber(text, notation, RATE);
    case 'flag':
      return FLAGS[text.toLowerCase()];
    case 'choice':
      return text.toLowerCase();
    case 'currency':
      return CURRENCIES.has(text.toUpperCase()) ? text.toUpperCase() : undefined;
  }
}

function matching(text: string, pattern: RegExp): string | undefined {
  return pattern.test(text) ? text : undefined;
}

function readNumber(text: string, notation: Notation, limits: RegExp): string | undefined {
  const plain = normaliseDecimal(text, notation.number);
  return plain === undefined ? undefined : matching(plain, limits);
}

/** Gives the instant in milliseconds since 1970 that a text means in a notation. */
export function readMilliseconds(text: string, notation: Notation): number | undefined {
  if (notation.dates.length === 0) return parseInstant(text, notation.zone);
  for (const read of notation.dates) {
    const utc = read(text);
    if (utc !== undefined) return utc;
  }
  return undefined;
}

function readInstant(text: string, notation: Notation): string | undefined {
  const utc = readMilliseconds(text, notation);
  return utc === undefined ? undefined : formatInstant(utc);
}

function readDate(text: string, notation: Notation): string | undefined {
  if (notation.dates.length === 0) return parseDate(text, notation.zone);
  const utc = readMilliseconds(text, notation);
  return utc === undefined ? undefined : businessDate(utc, notation.zone);
}
