import { FOUND, LINE_FEED, RecordCursor } from './record-cursor.ts';
import type { Dialect } from './scanned-record.ts';

const QUOTE = 34;
const COMMA = 44;
/** Marks that are made to be delimiters: , ; tab | and the separators of Hive and ASCII. */
const COMMON_DELIMITERS = [COMMA, 59, 9, 124, 1, 31];
/** Other punctuation that is seldom part of a name or a number: ^ ~ : ! # $ % & * + < = > ? @ \ ` */
const RARE_DELIMITERS = [...'^~:!#$%&*+<=>?@\\`'].map((mark) => mark.charCodeAt(0));
/** With two fields a rare mark cannot be told from one that stands in a text, such as 08:30. */
const MIN_RARE_FIELDS = 3;
/** A delimiter gives the same number of fields in at least this share of the records. */
const MIN_SHARE = 0.5;
const SAMPLE_BYTES = 65_536;
const MAX_QUOTED_LINES = 50;

interface Fit {
  readonly delimiter: number;
  readonly fieldCount: number;
  /** Share of the records that have `fieldCount` fields. */
  readonly share: number;
  readonly fitsFirstRecord: boolean;
}

/**
 * Gives the dialect in which the first 64 kB of a file make the most records with the same number of fields, more
 * than one; quotes are respected. A file in which none does has one column, and gets the comma.
 *
 * A delimiter that holds for the first record, the header, goes before one that does not: decimal commas are in
 * every row, but not in the header.
 */
export function detectDialect(sample: Uint8Array): Dialect {
  const head = sample.subarray(0, SAMPLE_BYTES);
  const common = findBestFit(head, COMMON_DELIMITERS, 2);
  const best = common ?? findBestFit(head, RARE_DELIMITERS, MIN_RARE_FIELDS);
  return { delimiter: best?.delimiter ?? COMMA, quote: QUOTE };
}

function findBestFit(sample: Uint8Array, delimiters: readonly number[], minFields: number): Fit | undefined {
  const fits = delimiters
    .filter((delimiter) => sample.includes(delimiter))
    .map((delimiter) => measureFit(delimiter, countFields(sample, delimiter)))
    .filter((fit) => fit.fieldCount >= minFields && fit.share >= MIN_SHARE);
  const inHeader = fits.filter((fit) => fit.fitsFirstRecord);
  return (inHeader.length > 0 ? inHeader : fits).toSorted((a, b) => strength(b) - strength(a))[0];
}

/** Many fields that agree say more than few. */
function strength(fit: Fit): number {
  return fit.share * (1 - 1 / fit.fieldCount);
}

function measureFit(delimiter: number, fieldCounts: readonly number[]): Fit {
  const tally = new Map<number, number>();
  for (const count of fieldCounts) tally.set(count, (tally.get(count) ?? 0) + 1);
  const [fieldCount, records] = [...tally].toSorted((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [1, 0];
  const share = records / fieldCounts.length;
  return { delimiter, fieldCount, share, fitsFirstRecord: fieldCounts[0] === fieldCount };
}

/** Gives the number of fields of each record of the sample; damaged quotes and a cut last record are left out. */
function countFields(sample: Uint8Array, delimiter: number): number[] {
  const cursor = new RecordCursor({ delimiter, quote: QUOTE }, MAX_QUOTED_LINES);
  const to = sample.length;
  const bytes = new Uint8Array(to + 1);
  bytes.set(sample);
  bytes[to] = LINE_FEED;
  const counts: number[] = [];
  let from = 0;
  while (from < to) {
    const isWhole = cursor.scan(bytes, from, Number.MAX_SAFE_INTEGER, to, true) === FOUND;
    if (!isWhole) {
      from = bytes.indexOf(LINE_FEED, from) + 1;
      continue;
    }
    const isCut = cursor.next === cursor.end && counts.length > 0;
    if (cursor.end > from && !isCut) counts.push(cursor.fieldCount);
    from = cursor.next;
  }
  return counts;
}
