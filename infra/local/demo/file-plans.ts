import { formatDay } from '../../../schemas/instant.ts';
import { type Calendar, firstDayOf, instantOf } from './calendar.ts';
import type { Dialect } from './dialect.ts';
import type { ShopName } from './model.ts';

/** What one file of a shop covers: both days included. */
export interface Window {
  readonly firstDay: number;
  readonly lastDay: number;
  readonly dialect: Dialect;
  readonly faults: readonly string[];
}

const COMMA: Dialect = { format: 'csv', delimiter: ',', clock: 'local' };
const GZIPPED: Dialect = { ...COMMA, isGzip: true, clock: 'offset' };
const SEMICOLON: Dialect = { format: 'csv', delimiter: ';', lineEnd: '\r\n', clock: 'local' };
const TAB: Dialect = { format: 'csv', delimiter: '\t', clock: 'offset', isGzip: true };
const MARKED: Dialect = { ...COMMA, hasByteOrderMark: true, clock: 'offset' };
const WIDE: Dialect = {
  ...TAB,
  isGzip: false,
  hasByteOrderMark: true,
  encoding: 'utf-16le',
  lineEnd: '\r\n',
};
const OLD: Dialect = { ...SEMICOLON, encoding: 'windows-1252' };
const LINES: Dialect = { format: 'ndjson', clock: 'offset' };
const ZIPPED_LINES: Dialect = { format: 'ndjson', clock: 'utc', isGzip: true };

// First and last month of each file, counted from the first month of the calendar.
type Span = readonly [first: number, last: number, dialect: Dialect, ...faults: string[]];

const SPANS: Readonly<Record<string, readonly Span[]>> = {
  'jakarta/orders': [
    [0, 1, COMMA, 'order_id_missing', 'quantity_in_words', 'quote_unclosed'],
    [2, 13, GZIPPED, 'amount_negative', 'fields_too_few', 'fields_too_many'],
    [14, 16, SEMICOLON, 'ordered_at_impossible', 'status_unknown'],
    [17, 19, SEMICOLON, 'price_too_fine'],
    [20, 22, SEMICOLON],
    [23, 25, SEMICOLON, 'buyer_email_bad', 'buyer_phone_bad'],
    [26, 28, TAB, 'product_unheard_of'],
    [29, 31, TAB],
    [32, 34, WIDE, 'ordered_before_all'],
    [35, 37, TAB, 'currency_bad'],
    [38, 40, MARKED, 'bytes_no_utf8', 'name_too_long'],
    [41, 43, MARKED, 'quote_in_the_way'],
    [44, 46, OLD, 'amounts_missing'],
    [47, 49, MARKED],
    [50, 50, COMMA, 'ordered_after_arrival'],
    [51, 51, COMMA, 'nul_within'],
    [52, 52, ZIPPED_LINES, 'json_broken'],
    [53, 53, COMMA, 'end_cut'],
    [54, 54, COMMA],
    [55, 55, COMMA],
    [56, 56, LINES, 'quantity_in_words', 'json_array'],
    [57, 57, COMMA],
    [58, 58, COMMA, 'quote_unclosed', 'fields_too_few'],
    [59, 59, COMMA, 'status_unknown'],
  ],
  'surabaya/orders': [
    [0, 7, ZIPPED_LINES, 'order_id_missing'],
    [8, 13, ZIPPED_LINES, 'json_broken', 'amounts_missing'],
    [14, 19, ZIPPED_LINES],
    [20, 25, ZIPPED_LINES, 'product_unheard_of'],
    [26, 31, ZIPPED_LINES],
    [32, 37, ZIPPED_LINES, 'ordered_at_impossible'],
    [38, 40, SEMICOLON, 'amount_negative', 'fields_too_many'],
    [41, 43, SEMICOLON],
    [44, 46, SEMICOLON, 'buyer_email_bad'],
    [47, 49, SEMICOLON],
    [50, 51, LINES, 'ordered_after_arrival'],
    [52, 53, LINES, 'end_cut'],
    [54, 55, LINES],
    [56, 57, LINES, 'json_array'],
    [58, 59, LINES, 'status_unknown'],
  ],
  'jakarta/usage': [
    [0, 13, GZIPPED, 'used_at_in_words'],
    [14, 25, GZIPPED, 'duration_negative'],
    [26, 31, GZIPPED],
    [32, 37, GZIPPED, 'user_missing'],
    [38, 40, TAB],
    [41, 43, TAB, 'product_unheard_of'],
    [44, 46, COMMA],
    [47, 49, COMMA, 'quote_unclosed'],
    [50, 51, COMMA],
    [52, 53, COMMA, 'used_after_arrival'],
    [54, 55, MARKED],
    [56, 57, MARKED, 'fields_too_few'],
    [58, 59, MARKED],
  ],
  'surabaya/usage': [
    [0, 13, ZIPPED_LINES, 'json_broken'],
    [14, 25, ZIPPED_LINES, 'used_before_all'],
    [26, 37, ZIPPED_LINES],
    [38, 43, ZIPPED_LINES, 'json_array'],
    [44, 49, ZIPPED_LINES],
    [50, 52, ZIPPED_LINES, 'quantity_in_words'],
    [53, 55, ZIPPED_LINES],
    [56, 57, LINES, 'end_cut'],
    [58, 59, LINES],
  ],
  'jakarta/interactions': [
    [0, 25, COMMA, 'channel_unknown'],
    [26, 49, TAB, 'party_email_bad'],
    [50, 59, COMMA, 'started_after_arrival'],
  ],
  'surabaya/interactions': [
    [0, 25, ZIPPED_LINES],
    [26, 49, ZIPPED_LINES, 'kind_unknown'],
    [50, 59, LINES],
  ],
  'jakarta/feedback': [
    [0, 37, COMMA, 'score_in_words'],
    [38, 59, MARKED, 'kind_unknown'],
  ],
  'surabaya/feedback': [
    [0, 37, ZIPPED_LINES],
    [38, 59, LINES, 'given_at_missing'],
  ],
};

/** Gives what each file of a shop and data set covers, oldest first. */
export function windowsOf(shop: ShopName, dataset: string, calendar: Calendar): Window[] {
  return (SPANS[`${shop}/${dataset}`] ?? []).map(([first, last, dialect, ...faults]) => ({
    firstDay: firstDayOf(calendar.firstMonth + first),
    lastDay: Math.min(firstDayOf(calendar.firstMonth + last + 1) - 1, calendar.lastDay),
    dialect,
    faults,
  }));
}

/** Gives where a file lies under the raw folder, in the way its shop names files. */
export function pathOf(dataset: string, shop: ShopName, window: Window): string {
  const ending = `${window.dialect.delimiter === '\t' ? 'tsv' : window.dialect.format}${window.dialect.isGzip ? '.gz' : ''}`;
  const from = formatDay(window.firstDay);
  const name =
    shop === 'jakarta'
      ? `${dataset}_${from.slice(0, 7)}_${formatDay(window.lastDay).slice(0, 7)}.${ending}`
      : `${formatDay(window.lastDay)}/${dataset}-${from}.${ending}`;
  return `${dataset}/shop=${shop}/${name}`;
}

/** Gives when a file arrives: in the night after its last day, each data set at a minute of its own. */
export function arrivalOf(lastDay: number, minute: number): number {
  return instantOf(lastDay + 1, 2 * 3600 + minute * 60);
}
