import { problemAt } from '../rewrite/problem-at.ts';
import { quoteText } from '../rewrite/quote.ts';
import { describe, type Typed } from '../rewrite/typed.ts';
import { isFloating, isInteger, VARCHAR } from '../types/trino-type.ts';
import { type Call, type CallRule, type CallRules, literalText, requireCount, result } from './call.ts';

const SPECIFIER = /%(?:(%)|([,0]?)(\d*)(?:\.(\d))?([sdf]))/g;

interface Directive {
  readonly flag: string;
  readonly width: string;
  readonly digits: string | undefined;
  readonly letter: string;
}

function refused(call: Call, directive: string, value: Typed | undefined): Error {
  const found = value === undefined ? 'no value' : describe(value);
  return problemAt(
    value?.node ?? call.node,
    'sql_not_portable',
    `format ${directive} for ${found} was found, allowed are %s of text or integers, %d %,d %05d of integers, %.2f %,.2f of numbers`,
    'cast the value',
  );
}

function integerSql(sql: string, { flag, width }: Directive): string | undefined {
  if (width === '')
    return flag === ',' ? `format('{:,}', ${sql})` : flag === '' ? `CAST(${sql} AS VARCHAR)` : undefined;
  return flag === '0' ? `trino_zero_pad(${sql}, ${width})` : undefined;
}

// Java rounds a double's shortest text half up; so the text, not the binary value, goes through a decimal.
function fractionSql(value: Typed, { flag, width, digits = '6' }: Directive): string | undefined {
  if (width !== '' || flag === '0') return undefined;
  const exact = isFloating(value.type) ? `CAST(${value.sql} AS VARCHAR)` : value.sql;
  const isNegative = `starts_with(CAST(${value.sql} AS VARCHAR), '-')`;
  return `trino_fraction(CAST(${exact} AS DECIMAL(38,${digits})), ${isNegative}, ${flag === ','})`;
}

function directiveSql(value: Typed, directive: Directive): string | undefined {
  const { flag, width, digits, letter } = directive;
  if (letter === 's') {
    const isPlain = flag === '' && width === '' && digits === undefined;
    const isWritten =
      ['varchar', 'boolean', 'date', 'unknown'].includes(value.type.kind) || isInteger(value.type);
    return isPlain && isWritten ? `CAST(${value.sql} AS VARCHAR)` : undefined;
  }
  if (letter === 'd')
    return isInteger(value.type) && digits === undefined ? integerSql(value.sql, directive) : undefined;
  return isFloating(value.type) || value.type.kind === 'decimal' ? fractionSql(value, directive) : undefined;
}

/** What Java writes for NULL: `null`, cut to the digits and filled with blanks to the width. */
function nullText({ width, digits }: Directive): string {
  return 'null'.slice(0, digits === undefined ? 4 : Number(digits)).padStart(Number(width));
}

/** `format(text, values …)`: the text between directives and each value, joined. */
const format: CallRule = (call) => {
  const [, ...values] = requireCount(call, 2, 50);
  const text = literalText(call, 0, 'a format');
  const parts: string[] = [];
  let [end, next] = [0, 0];
  for (const found of text.matchAll(SPECIFIER)) {
    parts.push(quoteText(text.slice(end, found.index)));
    end = found.index + found[0].length;
    const [whole, percent, flag = '', width = '', digits, letter = ''] = found;
    if (percent !== undefined) {
      parts.push("'%'");
      continue;
    }
    const value = values[next++];
    const sql = value === undefined ? undefined : directiveSql(value, { flag, width, digits, letter });
    if (sql === undefined) throw refused(call, whole, value);
    parts.push(`coalesce(${sql}, ${quoteText(nullText({ flag, width, digits, letter }))})`);
  }
  parts.push(quoteText(text.slice(end)));
  if (text.replaceAll(SPECIFIER, '').includes('%') || next !== values.length)
    throw refused(call, text, values[next]);
  return result(call, `(${parts.join(' || ')})`, VARCHAR);
};

/** The function `format`. */
export const FORMAT_CALLS: CallRules = { format };
