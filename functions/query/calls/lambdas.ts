import { childrenOf, findOnChain, requireChild, type SyntaxNode } from '../parse/syntax-node.ts';
import { rewriteExpression } from '../rewrite/expression.ts';
import { IDENTIFIERS, identifierOf } from '../rewrite/identifier.ts';
import { problemAt } from '../rewrite/problem-at.ts';
import { coerce, type Typed } from '../rewrite/typed.ts';
import { arrayOf, BOOLEAN, formatType, sameType, type TrinoType } from '../types/trino-type.ts';
import { listArgument } from './arrays.ts';
import type { Call, CallRule, CallRules } from './call.ts';
import { mapArgument } from './maps.ts';

/** A lambda's body over parameters that stand for the given DuckDB texts. */
interface Body {
  readonly parameters: readonly string[];
  readonly value: Typed;
}

function lambdaNode(call: Call, index: number): SyntaxNode {
  const node = call.nodes[index];
  const lambda = node === undefined ? undefined : findOnChain(node, 'Lambda');
  if (lambda !== undefined) return lambda;
  throw problemAt(
    node ?? call.node,
    'sql_type_mismatch',
    `argument ${index + 1} of ${call.name} is no lambda`,
    'write x -> …',
  );
}

/** A lambda analysed with parameters of the given types; each gets a name of its own inside DuckDB. */
function bodyOf(call: Call, index: number, types: readonly TrinoType[]): Body {
  const node = lambdaNode(call, index);
  const names = childrenOf(node, ...IDENTIFIERS).map(identifierOf);
  if (names.length !== types.length) {
    throw problemAt(
      node,
      'sql_type_mismatch',
      `a lambda of ${names.length} parameters was found, ${types.length} are allowed`,
      'name as many',
    );
  }
  const parameters = names.map((name) =>
    call.context.names.take(`l_${name.replaceAll(/[^a-z0-9_]/g, '_')}`).replace('#', '_'),
  );
  const variables = new Map(call.context.variables);
  names.forEach((name, position) => {
    variables.set(name, {
      sql: parameters[position] ?? '',
      type: types[position] ?? { kind: 'unknown' },
      node,
    });
  });
  return {
    parameters,
    value: rewriteExpression(requireChild(node, 'Expression'), { ...call.context, variables }),
  };
}

function plainArgument(call: Call, index: number): Typed {
  const node = call.nodes[index];
  if (node === undefined) {
    throw problemAt(call.node, 'sql_type_mismatch', `${call.name} lacks argument ${index + 1}`, 'give it');
  }
  return rewriteExpression(node, call.context);
}

const lambdaSql = ({ parameters, value }: Body): string => `lambda ${parameters.join(', ')}: ${value.sql}`;

function condition(body: Body): Body {
  return { ...body, value: coerce(body.value, BOOLEAN) };
}

const transform: CallRule = (call) => {
  const { sql, element } = listArgument(plainArgument(call, 0));
  const body = bodyOf(call, 1, [element]);
  return {
    sql: `list_transform(${sql}, ${lambdaSql(body)})`,
    type: arrayOf(body.value.type),
    node: call.node,
  };
};

const filter: CallRule = (call) => {
  const list = plainArgument(call, 0);
  const body = condition(bodyOf(call, 1, [listArgument(list).element]));
  return { sql: `list_filter(${list.sql}, ${lambdaSql(body)})`, type: list.type, node: call.node };
};

/** Whether any, all or none fulfil a condition: NULL where an unknown answer could change the result. */
const match =
  (macro: string): CallRule =>
  (call) => {
    const { sql, element } = listArgument(plainArgument(call, 0));
    const body = condition(bodyOf(call, 1, [element]));
    return { sql: `${macro}(list_transform(${sql}, ${lambdaSql(body)}))`, type: BOOLEAN, node: call.node };
  };

/** A body whose parameters are bound to values, through lists of one element. */
function bound({ parameters, value }: Body, values: readonly string[]): string {
  return parameters.reduceRight(
    (inner, parameter, index) => `list_transform([${values[index]}], lambda ${parameter}: ${inner})[1]`,
    value.sql,
  );
}

// Only the form `list_reduce([start] || list, …)`: with three arguments DuckDB reads columns of another row (duckdb#25816).
const reduce: CallRule = (call) => {
  const { sql, element } = listArgument(plainArgument(call, 0));
  const start = plainArgument(call, 1);
  const step = bodyOf(call, 2, [start.type, element]);
  const last = bodyOf(call, 3, [start.type]);
  if (!sameType(start.type, element) || !sameType(step.value.type, start.type)) {
    throw problemAt(
      call.node,
      'sql_not_portable',
      `reduce from ${formatType(start.type)} over ${formatType(element)} to ${formatType(step.value.type)} was found, one type for all three is allowed`,
      'cast start, elements and step to one type, as array(double)',
    );
  }
  const folded = `list_reduce(list_concat([${start.sql}], ${sql}), ${lambdaSql(step)})`;
  return {
    sql: `(CASE WHEN ${sql} IS NULL THEN NULL ELSE ${bound(last, [folded])} END)`,
    type: last.value.type,
    node: call.node,
  };
};

const zipWith: CallRule = (call) => {
  const [a, b] = [listArgument(plainArgument(call, 0)), listArgument(plainArgument(call, 1))];
  const body = bodyOf(call, 2, [a.element, b.element]);
  const inner = bound(body, ['struct_extract(z_, 1)', 'struct_extract(z_, 2)']);
  const zipped = `list_transform(list_zip(${a.sql}, ${b.sql}), lambda z_: ${inner})`;
  const sql = `(CASE WHEN ${a.sql} IS NULL OR ${b.sql} IS NULL THEN NULL ELSE ${zipped} END)`;
  return { sql, type: arrayOf(body.value.type), node: call.node };
};

const transformValues: CallRule = (call) => {
  const { sql, type } = mapArgument(plainArgument(call, 0));
  const body = bodyOf(call, 1, [type.key, type.value]);
  const inner = bound(body, ['z_.key', 'z_.value']);
  const entries = `list_transform(map_entries(${sql}), lambda z_: struct_pack(key := z_.key, value := ${inner}))`;
  return { sql: `map_from_entries(${entries})`, type: { ...type, value: body.value.type }, node: call.node };
};

const mapFilter: CallRule = (call) => {
  const map = plainArgument(call, 0);
  const { sql, type } = mapArgument(map);
  const inner = bound(condition(bodyOf(call, 1, [type.key, type.value])), ['z_.key', 'z_.value']);
  return {
    sql: `map_from_entries(list_filter(map_entries(${sql}), lambda z_: ${inner}))`,
    type,
    node: call.node,
  };
};

/** Functions that take lambdas. */
export const LAMBDA_CALLS: CallRules = {
  transform,
  filter,
  any_match: match('trino_any'),
  all_match: match('trino_all'),
  none_match: match('trino_none'),
  reduce,
  zip_with: zipWith,
  transform_values: transformValues,
  map_filter: mapFilter,
};
