import { problemAt } from '../rewrite/problem-at.ts';
import { coerce } from '../rewrite/typed.ts';
import { TIMESTAMP, type TrinoType, VARCHAR } from '../types/trino-type.ts';
import {
  argument,
  type Call,
  type CallRule,
  type CallRules,
  literalText,
  requireCount,
  result,
} from './call.ts';
import { localMoment } from './date-part.ts';

/** MySQL's specifiers and DuckDB's own for the same text; what is not here is refused. */
const MYSQL: Readonly<Record<string, string>> = {
  '%Y': '%Y',
  '%y': '%y',
  '%m': '%m',
  '%c': '%-m',
  '%d': '%d',
  '%e': '%-d',
  '%H': '%H',
  '%k': '%-H',
  '%h': '%I',
  '%I': '%I',
  '%i': '%M',
  '%s': '%S',
  '%S': '%S',
  '%T': '%H:%M:%S',
  '%p': '%p',
  '%M': '%B',
  '%b': '%b',
  '%W': '%A',
  '%a': '%a',
  '%j': '%j',
  '%l': '%-I',
  '%r': '%I:%M:%S %p',
  '%%': '%%',
};

/** Specifiers that both engines read back alike: a fixed number of digits each. */
const MYSQL_READ = new Set(['%Y', '%m', '%d', '%H', '%i', '%s', '%S', '%T']);

const JODA: Readonly<Record<string, string>> = {
  yyyy: '%Y',
  yy: '%y',
  MMMM: '%B',
  MMM: '%b',
  MM: '%m',
  M: '%-m',
  dd: '%d',
  d: '%-d',
  HH: '%H',
  H: '%-H',
  hh: '%I',
  mm: '%M',
  ss: '%S',
  SSS: '%g',
  EEEE: '%A',
  EEE: '%a',
  DDD: '%j',
};

function unknownSpecifier(call: Call, found: string, allowed: readonly string[]): Error {
  return problemAt(
    call.node,
    'sql_not_portable',
    `format ${found} of ${call.name} was found, allowed are ${allowed.join(' ')}`,
    'use one of them',
  );
}

function mysqlFormat(call: Call, isAllowed: (specifier: string) => boolean): string {
  const allowed = Object.keys(MYSQL).filter(isAllowed);
  return literalText(call, 1, allowed.join(' ')).replaceAll(/%.?/gs, (specifier) => {
    const known = isAllowed(specifier) ? MYSQL[specifier] : undefined;
    if (known === undefined) throw unknownSpecifier(call, specifier, allowed);
    return known;
  });
}

function jodaFormat(call: Call): string {
  return literalText(call, 1, Object.keys(JODA).join(' ')).replaceAll(
    /'([^']*)'|([A-Za-z])\2*|%/g,
    (specifier, quoted) => {
      if (specifier === '%') return '%%';
      if (quoted !== undefined && quoted !== '') return quoted.replaceAll('%', '%%');
      const known = JODA[specifier];
      if (known === undefined) throw unknownSpecifier(call, specifier, Object.keys(JODA));
      return known;
    },
  );
}

const quoted = (format: string): string => `'${format.replaceAll("'", "''")}'`;

const formatted =
  (format: (call: Call) => string): CallRule =>
  (call) => {
    const moment = localMoment(argument(requireCount(call, 2), 0));
    return result(
      call,
      `strftime(trino_common_year(CAST(${moment.sql} AS TIMESTAMP)), ${quoted(format(call))})`,
      VARCHAR,
    );
  };

/** The shape that a text must have to be read: DuckDB alone would take `2024-2-8` for `%Y-%m-%d` and more. */
function shapeOf(format: string): string {
  const digits: Readonly<Record<string, string>> = { '%Y': '[0-9]{4}' };
  return format
    .replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll(/%./g, (specifier) => digits[specifier] ?? '[0-9]{2}');
}

const dateParse: CallRule = (call) => {
  const value = coerce(argument(requireCount(call, 2), 0), VARCHAR);
  const format = mysqlFormat(call, (specifier) => MYSQL_READ.has(specifier));
  const type: TrinoType = TIMESTAMP;
  return result(call, `trino_read_date(${value.sql}, ${quoted(format)}, ${quoted(shapeOf(format))})`, type);
};

/** Functions that write dates as text and read them back, by a format that is a literal. */
export const DATE_FORMAT_CALLS: CallRules = {
  date_format: formatted((call) => mysqlFormat(call, (specifier) => specifier in MYSQL)),
  format_datetime: formatted(jodaFormat),
  date_parse: dateParse,
  parse_datetime: (call) => {
    throw problemAt(
      call.node,
      'sql_not_portable',
      'parse_datetime reads zones that DuckDB does not',
      "use date_parse(s, '%Y-%m-%d')",
    );
  },
};
