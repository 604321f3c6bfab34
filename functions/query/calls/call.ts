import type { SyntaxNode } from '../parse/syntax-node.ts';
import type { Context } from '../rewrite/context.ts';
import { problemAt } from '../rewrite/problem-at.ts';
import { castSql, coerce, describe, type Typed, tryCoerce } from '../rewrite/typed.ts';
import {
  arrayOf,
  BIGINT,
  BOOLEAN,
  DATE,
  DOUBLE,
  formatType,
  INTEGER,
  sameType,
  TIMESTAMP,
  type TrinoType,
  VARBINARY,
  VARCHAR,
} from '../types/trino-type.ts';

/** A function call whose name is known: its arguments as nodes, for a rule that rewrites them as it needs. */
export interface Call {
  readonly name: string;
  readonly node: SyntaxNode;
  readonly nodes: readonly SyntaxNode[];
  readonly context: Context;
  /** The arguments rewritten; throws for lambdas, which have no value of their own. */
  readonly values: () => readonly Typed[];
}

/** Rewrites one call: checks its arguments and gives DuckDB text of the same meaning. */
export type CallRule = (call: Call) => Typed;

/** A table of rules by function name. */
export type CallRules = Readonly<Record<string, CallRule>>;

const TYPES: Readonly<Record<string, TrinoType>> = {
  boolean: BOOLEAN,
  integer: INTEGER,
  bigint: BIGINT,
  double: DOUBLE,
  varchar: VARCHAR,
  varbinary: VARBINARY,
  date: DATE,
  timestamp: TIMESTAMP,
  'array(varchar)': arrayOf(VARCHAR),
  'array(bigint)': arrayOf(BIGINT),
};

function typeNamed(name: string): TrinoType {
  const type = TYPES[name.trim()];
  if (type === undefined) throw new TypeError(`no type ${name}`);
  return type;
}

/** One way to call a function: the types of its parameters, of its result, and the DuckDB text. */
export interface Signature {
  readonly parameters: readonly TrinoType[];
  readonly result: TrinoType;
  readonly emit: (...parameters: readonly string[]) => string;
}

/** A signature written short: `signature('varchar, bigint', 'varchar', (s, n) => …)`. */
export function signature(
  parameters: string,
  result: string,
  emit: (...parameters: string[]) => string,
): Signature {
  const types = parameters === '' ? [] : parameters.split(', ').map(typeNamed);
  return { parameters: types, result: typeNamed(result), emit: (...values) => emit(...values) };
}

function fits(one: Signature, values: readonly Typed[]): boolean {
  return (
    one.parameters.length === values.length &&
    one.parameters.every((type, index) => {
      const value = values[index];
      return value !== undefined && tryCoerce(value, type) !== undefined;
    })
  );
}

/** The error for arguments that no form of a function takes. */
export function wrongArguments(call: Call, allowed: string): Error {
  const found = call
    .values()
    .map((value) => formatType(value.type))
    .join(', ');
  return problemAt(
    call.node,
    'sql_type_mismatch',
    `${call.name}(${found}) was found, allowed is ${allowed}`,
    'cast the arguments',
  );
}

function shown(name: string, one: Signature): string {
  return `${name}(${one.parameters.map(formatType).join(', ')})`;
}

/** The rule of a function with fixed signatures: the first that takes the arguments is used. */
export function fixed(...signatures: readonly Signature[]): CallRule {
  return (call) => {
    const values = call.values();
    const one = signatures.find((each) => fits(each, values));
    if (one === undefined)
      throw wrongArguments(call, signatures.map((each) => shown(call.name, each)).join(' or '));
    const parameters = values.map((value, index) => coerce(value, one.parameters[index] ?? value.type).sql);
    return { sql: one.emit(...parameters), type: one.result, node: call.node };
  };
}

/** The rule of a function with one signature. */
export function one(parameters: string, result: string, emit: (...parameters: string[]) => string): CallRule {
  return fixed(signature(parameters, result, emit));
}

/** The text of an argument that must be a literal: formats, units, patterns. */
export function literalText(call: Call, index: number, allowed: string): string {
  const value = call.values()[index];
  if (typeof value?.constant === 'string' && value.type.kind === 'varchar') return value.constant;
  const found = value === undefined ? 'nothing' : describe(value);
  throw problemAt(
    value?.node ?? call.node,
    'sql_not_portable',
    `${found} was found as argument ${index + 1} of ${call.name}, a text literal is allowed (${allowed})`,
    'write it out',
  );
}

/** The arguments, exactly as many as allowed. */
export function requireCount(call: Call, least: number, most = least): readonly Typed[] {
  const values = call.values();
  if (values.length >= least && values.length <= most) return values;
  const allowed = least === most ? `${least}` : `${least} to ${most}`;
  throw problemAt(
    call.node,
    'sql_type_mismatch',
    `${call.name} with ${values.length} arguments was found, ${allowed} are allowed`,
    'give as many',
  );
}

/** An argument by position, after its number was checked. */
export function argument(values: readonly Typed[], index: number): Typed {
  const value = values[index];
  if (value === undefined) throw new TypeError(`no argument ${index}`);
  return value;
}

/** A result whose DuckDB type is not the Trino type's own, cast to it. */
export function result(call: Call, sql: string, type: TrinoType, isExact = true): Typed {
  return { sql: isExact ? sql : castSql(sql, type), type, node: call.node };
}

/** True where both are of one type. */
export function isType(value: Typed, type: TrinoType): boolean {
  return sameType(value.type, type);
}

/** The refusal of a function that has no form of the same meaning, with what to use instead. */
export function refuse(why: string, advice: string): CallRule {
  return (call) => {
    throw problemAt(call.node, 'sql_not_portable', `${call.name} ${why}`, advice);
  };
}
