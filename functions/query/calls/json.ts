import { problemAt } from '../rewrite/problem-at.ts';
import { quoteText } from '../rewrite/quote.ts';
import { coerce } from '../rewrite/typed.ts';
import { VARCHAR } from '../types/trino-type.ts';
import {
  argument,
  type CallRule,
  type CallRules,
  literalText,
  one,
  refuse,
  requireCount,
  result,
} from './call.ts';

const PATH = /^\$(\.[A-Za-z_][A-Za-z0-9_]*|\[\d{1,6}\])*$/;

const extractScalar: CallRule = (call) => {
  const value = coerce(argument(requireCount(call, 2), 0), VARCHAR);
  const path = literalText(call, 1, 'a path as $.name[0]');
  if (!PATH.test(path)) {
    throw problemAt(
      call.node,
      'sql_not_portable',
      'a path of json_extract_scalar was found that is not like $.name[0]',
      'write it so',
    );
  }
  return result(call, `trino_json_scalar(${value.sql}, ${quoteText(path)})`, VARCHAR);
};

/** Functions of JSON held as text. */
export const JSON_CALLS: CallRules = {
  json_extract_scalar: extractScalar,
  json_array_length: one('varchar', 'bigint', (s) => `trino_json_length(${s})`),
  json_extract: refuse('gives JSON that the two engines write differently', 'use json_extract_scalar'),
  json_parse: refuse('gives JSON that the two engines write differently', 'use json_extract_scalar'),
  json_format: refuse('writes JSON differently', 'use json_extract_scalar'),
};
