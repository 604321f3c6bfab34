import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/min';

/** E.164: a plus sign, the country, at most 15 digits (ITU-T E.164, 2010). */
export const E164 = /^\+[1-9][0-9]{6,14}$/;

// Indonesian numbers are most of what lands: 0812…, 62812…, +62 812-…; the numbering plan gives 8 to 12 digits after 62.
const INDONESIAN = /^(?:\+62|62|0)([1-9][0-9]{7,11})$/;
const DECORATION = /[\s().-]/g;

const seen = new Map<string, string | undefined>();
const SEEN_LIMIT = 50_000;

/** Gives a phone number in E.164, read as dialled within `country` (`ID`) where it has no country of its own. */
export function normalisePhone(raw: string, country: string): string | undefined {
  if (country === 'ID') {
    const local = INDONESIAN.exec(raw.replace(DECORATION, ''))?.[1];
    if (local !== undefined) return `+62${local}`;
  }
  const key = `${country} ${raw}`;
  if (!seen.has(key)) {
    if (seen.size >= SEEN_LIMIT) seen.clear();
    seen.set(key, parseForeign(raw, country));
  }
  return seen.get(key);
}

function parseForeign(raw: string, country: string): string | undefined {
  const number = parsePhoneNumberFromString(raw, { defaultCountry: country as CountryCode, extract: false });
  return number?.isPossible() && E164.test(number.number) ? number.number : undefined;
}
