import { castValue } from '../rewrite/cast.ts';
import { problemAt } from '../rewrite/problem-at.ts';
import { castSql, coerce, type Typed } from '../rewrite/typed.ts';
import { commonType } from '../types/common-type.ts';
import { BIGINT, DATE, DOUBLE, formatType, type TrinoType, VARCHAR } from '../types/trino-type.ts';
import {
  argument,
  type Call,
  type CallRule,
  type CallRules,
  literalText,
  one,
  requireCount,
  result,
  wrongArguments,
} from './call.ts';
import { type DatePart, datePart, localMoment } from './date-part.ts';

const ofDate = (emit: (moment: string) => string): DatePart => ({ emit, isOfClock: false });
const ofClock = (emit: (moment: string) => string): DatePart => ({ emit, isOfClock: true });
const called = (name: string) => (moment: string) => `${name}(${moment})`;

/** Parts of a date by Trino's names; weeks begin on Monday and belong to the year of their Thursday. */
export const DATE_PARTS: Readonly<Record<string, DatePart>> = {
  year: ofDate(called('year')),
  quarter: ofDate(called('quarter')),
  month: ofDate(called('month')),
  week: ofDate(called('week')),
  week_of_year: ofDate(called('week')),
  day: ofDate(called('day')),
  day_of_month: ofDate(called('day')),
  day_of_week: ofDate(called('isodow')),
  dow: ofDate(called('isodow')),
  day_of_year: ofDate(called('dayofyear')),
  doy: ofDate(called('dayofyear')),
  year_of_week: ofDate(called('isoyear')),
  yow: ofDate(called('isoyear')),
  hour: ofClock(called('hour')),
  minute: ofClock(called('minute')),
  second: ofClock(called('second')),
  millisecond: ofClock((moment) => `(millisecond(${moment}) % 1000)`),
};

const partRules: CallRules = Object.fromEntries(
  Object.entries(DATE_PARTS).map(([name, part]): [string, CallRule] => [
    name,
    (call) => datePart(call.node, name, part, argument(requireCount(call, 1), 0)),
  ]),
);

const DATE_UNITS = ['day', 'week', 'month', 'quarter', 'year'];
const CLOCK_UNITS = ['millisecond', 'second', 'minute', 'hour'];

function unitFor(call: Call, type: TrinoType): string {
  const allowed = type.kind === 'date' ? DATE_UNITS : [...CLOCK_UNITS, ...DATE_UNITS];
  const unit = literalText(call, 0, allowed.join(', ')).toLowerCase();
  if (allowed.includes(unit)) return unit;
  throw problemAt(
    call.node,
    'sql_type_mismatch',
    `unit ${unit} of ${call.name} was found for ${formatType(type)}, allowed are ${allowed.join(', ')}`,
    'choose one of them',
  );
}

const whole = (n: string): string => `CAST(${n} AS INTEGER)`;

const INTERVALS: Readonly<Record<string, (count: string) => string>> = {
  millisecond: (n) => `to_milliseconds(${n})`,
  second: (n) => `to_seconds(${n})`,
  minute: (n) => `to_minutes(${n})`,
  hour: (n) => `to_hours(${n})`,
  day: (n) => `to_days(${whole(n)})`,
  week: (n) => `to_weeks(${whole(n)})`,
  month: (n) => `to_months(${whole(n)})`,
  quarter: (n) => `to_months(${whole(`3 * ${n}`)})`,
  year: (n) => `to_years(${whole(n)})`,
};

/** A date or timestamp whose own type the result keeps; an instant would keep its zone on Athena. */
function plainMoment(call: Call, value: Typed): Typed {
  if (value.type.kind !== 'instant') return localMoment(value);
  throw problemAt(
    value.node,
    'sql_not_portable',
    `${call.name} of ${formatType(value.type)} was found, a date or a timestamp is allowed`,
    'cast it to timestamp(3)',
  );
}

const dateAdd: CallRule = (call) => {
  const values = requireCount(call, 3);
  const moment = plainMoment(call, argument(values, 2));
  const unit = unitFor(call, moment.type);
  if (unit === 'millisecond' && moment.type.kind === 'timestamp' && moment.type.precision < 3) {
    throw problemAt(
      call.node,
      'sql_not_portable',
      `milliseconds are added to ${formatType(moment.type)}, which Athena rounds away`,
      'cast it to timestamp(3)',
    );
  }
  const count = coerce(argument(values, 1), BIGINT).sql;
  const interval = INTERVALS[unit]?.(count) ?? '';
  return result(call, `(${moment.sql} + ${interval})`, moment.type, false);
};

const dateDiff: CallRule = (call) => {
  const values = requireCount(call, 3);
  const [from, to] = [localMoment(argument(values, 1)), localMoment(argument(values, 2))];
  const type = commonType(from.type, to.type);
  if (type === undefined) throw wrongArguments(call, 'two dates or two timestamps');
  const unit = unitFor(call, type);
  return result(call, `date_sub('${unit}', ${coerce(from, type).sql}, ${coerce(to, type).sql})`, BIGINT);
};

const dateTrunc: CallRule = (call) => {
  const moment = plainMoment(call, argument(requireCount(call, 2), 1));
  return result(call, `date_trunc('${unitFor(call, moment.type)}', ${moment.sql})`, moment.type, false);
};

const lastDay: CallRule = (call) => {
  const moment = localMoment(argument(requireCount(call, 1), 0));
  return result(call, `last_day(${moment.sql})`, DATE);
};

const toDate: CallRule = (call) => {
  const value = argument(requireCount(call, 1), 0);
  const sql = castValue({ sql: value.sql, from: value.type, to: DATE, isTry: false });
  if (sql === undefined) throw wrongArguments(call, 'a date, a timestamp or text');
  return result(call, sql, DATE);
};

const toUnixtime: CallRule = (call) => {
  const value = argument(requireCount(call, 1), 0);
  if (value.type.kind === 'instant') return result(call, `epoch(${value.sql})`, DOUBLE, false);
  const moment = localMoment(value);
  return result(call, `epoch(${castSql(moment.sql, { kind: 'timestamp', precision: 3 })})`, DOUBLE, false);
};

const instant = (isUtc: boolean): TrinoType => ({ kind: 'instant', precision: 3, isUtc });

const toIso: CallRule = (call) => {
  const value: Typed = argument(requireCount(call, 1), 0);
  if (value.type.kind !== 'date') throw wrongArguments(call, 'a date');
  return result(call, `CAST(trino_common_year(${value.sql}) AS VARCHAR)`, VARCHAR);
};

/** Functions of dates and timestamps. */
export const DATE_CALLS: CallRules = {
  ...partRules,
  date_add: dateAdd,
  date_diff: dateDiff,
  date_trunc: dateTrunc,
  last_day_of_month: lastDay,
  date: toDate,
  to_unixtime: toUnixtime,
  to_iso8601: toIso,
  from_unixtime: (call) => ({
    ...one('double', 'double', (x) => `trino_instant(${x})`)(call),
    type: instant(true),
  }),
  from_iso8601_date: one('varchar', 'date', (s) => `trino_iso_date(${s})`),
  from_iso8601_timestamp: (call) => ({
    ...one('varchar', 'varchar', (s) => `trino_iso_instant(${s})`)(call),
    type: instant(false),
  }),
  now: (call) => {
    requireCount(call, 0);
    return { sql: 'trino_now()', type: instant(true), node: call.node };
  },
};
