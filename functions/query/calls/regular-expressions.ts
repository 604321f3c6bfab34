import { problemAt } from '../rewrite/problem-at.ts';
import { quoteText } from '../rewrite/quote.ts';
import { coerce } from '../rewrite/typed.ts';
import { arrayOf, BIGINT, BOOLEAN, VARCHAR } from '../types/trino-type.ts';
import {
  argument,
  type Call,
  type CallRule,
  type CallRules,
  literalText,
  requireCount,
  result,
} from './call.ts';
import { checkPattern } from './pattern.ts';

interface Search {
  readonly subject: string;
  readonly pattern: string;
  readonly groups: number;
  readonly hasOptionalGroup: boolean;
}

function searchOf(call: Call, least: number, most: number, mustConsume: boolean): Search {
  const values = requireCount(call, least, most);
  const pattern = literalText(call, 1, 'a pattern');
  const checked = checkPattern(pattern);
  if (checked.problem !== undefined) {
    throw problemAt(
      argument(values, 1).node,
      'sql_not_portable',
      `pattern with ${checked.problem} was found, which the two engines read differently`,
      'write it with classes, groups, alternatives and repetition alone',
    );
  }
  if (mustConsume && checked.matchesEmpty) {
    throw problemAt(
      argument(values, 1).node,
      'sql_not_portable',
      `a pattern of ${call.name} that matches the empty text was found, one that takes a character is allowed`,
      'use + instead of *',
    );
  }
  const subject = coerce(argument(values, 0), VARCHAR).sql;
  return {
    subject: checked.hasEnd ? `trino_one_line(${subject})` : subject,
    pattern: quoteText(checked.duckDb),
    groups: checked.groups,
    hasOptionalGroup: checked.hasOptionalGroup,
  };
}

function groupOf(call: Call, index: number, groups: number): number {
  const value = call.values()[index];
  if (value === undefined) return 0;
  if (typeof value.constant === 'bigint' && value.constant >= 0n && value.constant <= groups)
    return Number(value.constant);
  throw problemAt(
    value.node,
    'sql_type_mismatch',
    `a group other than 0 to ${groups} was found`,
    'write the number of a group of the pattern',
  );
}

const like: CallRule = (call) => {
  const { subject, pattern } = searchOf(call, 2, 2, false);
  return result(call, `regexp_matches(${subject}, ${pattern})`, BOOLEAN);
};

// DuckDB gives '' both where nothing matches and where an optional group is absent; Trino gives NULL.
const extract: CallRule = (call) => {
  const { subject, pattern, groups, hasOptionalGroup } = searchOf(call, 2, 3, false);
  const group = groupOf(call, 2, groups);
  if (!hasOptionalGroup)
    return result(call, `trino_regexp_extract(${subject}, ${pattern}, ${group})`, VARCHAR);
  if (group === 0) return result(call, `trino_regexp_extract(${subject}, ${pattern}, 0)`, VARCHAR);
  return result(call, `trino_regexp_group(${subject}, ${pattern}, ${group})`, VARCHAR);
};

const extractAll: CallRule = (call) => {
  const { subject, pattern, groups, hasOptionalGroup } = searchOf(call, 2, 3, true);
  const group = groupOf(call, 2, groups);
  if (group !== 0 && hasOptionalGroup) {
    throw problemAt(
      call.node,
      'sql_not_portable',
      'an optional group of regexp_extract_all was found, NULL on Athena and empty in DuckDB where absent',
      'extract the whole match',
    );
  }
  return result(call, `regexp_extract_all(${subject}, ${pattern}, ${group})`, arrayOf(VARCHAR));
};

/** Trino writes `$1`, DuckDB `\1`. */
function replacement(call: Call, groups: number): string {
  if (call.values().length < 3) return '';
  const text = literalText(call, 2, 'a replacement with $1');
  if (/\\|\$(?!\d)/.test(text) || [...text.matchAll(/\$(\d)/g)].some(([, group]) => Number(group) > groups)) {
    throw problemAt(
      call.node,
      'sql_not_portable',
      'a replacement with a backslash, a name or an absent group was found',
      'use $1 to $9 alone',
    );
  }
  return text.replaceAll(/\$(\d)/g, '\\$1');
}

const replace: CallRule = (call) => {
  const { subject, pattern, groups } = searchOf(call, 2, 3, true);
  return result(
    call,
    `regexp_replace(${subject}, ${pattern}, ${quoteText(replacement(call, groups))}, 'g')`,
    VARCHAR,
  );
};

const count: CallRule = (call) => {
  const { subject, pattern } = searchOf(call, 2, 2, true);
  return result(call, `len(regexp_extract_all(${subject}, ${pattern}))`, BIGINT);
};

const split: CallRule = (call) => {
  const { subject, pattern } = searchOf(call, 2, 2, true);
  return result(call, `string_split_regex(${subject}, ${pattern})`, arrayOf(VARCHAR));
};

/** Functions of regular expressions; the pattern is a literal of the forms that Joni and RE2 read alike. */
export const REGULAR_EXPRESSION_CALLS: CallRules = {
  regexp_like: like,
  regexp_extract: extract,
  regexp_extract_all: extractAll,
  regexp_replace: replace,
  regexp_count: count,
  regexp_split: split,
};
