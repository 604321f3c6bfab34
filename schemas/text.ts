// JavaScript's own idea of white space (String.trim and \s), so that the byte-level gate and zod agree on what is empty.
const OUTER_SPACE = /^\s|\s$/;
// Combining marks and compatibility letters start here; text below U+0300 is in NFC as it stands.
const MAY_NEED_NFC = /[\u0300-\uffff]/;

/** Gives text trimmed and in NFC, as every field of every data set is held; empty means absent. */
export function normaliseText(raw: string): string {
  const trimmed = OUTER_SPACE.test(raw) ? raw.trim() : raw;
  return MAY_NEED_NFC.test(trimmed) ? trimmed.normalize('NFC').trim() : trimmed;
}

/** Gives a person's or an organisation's name with every run of white space as one space. */
export function normaliseName(raw: string): string {
  return normaliseText(raw).replace(/\s+/g, ' ');
}

/** Gives the form in which two spellings of one name are compared: one space, no case, no marks or punctuation. */
export function nameForMatching(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/[\p{M}\p{P}]/gu, '')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim();
}

/** Tells whether a marketplace has masked a value (`S***i`, `******45`): it is then absent, and counted per file. */
export function isMasked(text: string): boolean {
  return text.includes('*');
}

/** Gives the number of characters (Unicode code points) of a text, as SQL's `length` counts them. */
export function characterCount(text: string): number {
  let count = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0xd800 && unit < 0xdc00) count--;
  }
  return count;
}

/** Gives at most `limit` characters of a text; what was cut is marked by a final `…`. */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit || characterCount(text) <= limit) return text;
  return `${[...text].slice(0, limit - 1).join('')}…`;
}
