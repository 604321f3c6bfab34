import {
  childAt,
  childrenOf,
  findChild,
  hasToken,
  requireChild,
  type SyntaxNode,
  sourceOf,
} from '../parse/syntax-node.ts';
import { identifierOf } from '../rewrite/identifier.ts';
import { problemAt } from '../rewrite/problem-at.ts';
import type { RowField, SimpleKind, TrinoType } from './trino-type.ts';

const SIMPLE: Readonly<Record<string, SimpleKind>> = {
  boolean: 'boolean',
  tinyint: 'tinyint',
  smallint: 'smallint',
  integer: 'integer',
  int: 'integer',
  bigint: 'bigint',
  real: 'real',
  double: 'double',
  varbinary: 'varbinary',
  date: 'date',
  json: 'json',
};

/** A type as a cast names it, and the length of `varchar(n)`, which a cast cuts to. */
export interface NamedType {
  readonly type: TrinoType;
  readonly length: number | undefined;
}

const NO_LENGTH = { length: undefined };

/** The type that a syntax node names; throws `sql_not_portable` for types that the two engines do not share. */
export function readType(node: SyntaxNode): NamedType {
  switch (node.kind) {
    case 'RowType':
      return { type: { kind: 'row', fields: childrenOf(node, 'RowField').map(readField) }, ...NO_LENGTH };
    case 'DoublePrecisionType':
      return { type: { kind: 'double' }, ...NO_LENGTH };
    case 'DateTimeType':
      return { type: readTimestamp(node), ...NO_LENGTH };
    case 'ArrayType':
    case 'LegacyArrayType':
      return { type: { kind: 'array', element: elementType(typesIn(node), 0, node) }, ...NO_LENGTH };
    case 'GenericType':
      return readGeneric(node);
    default:
      throw problemAt(
        node,
        'sql_not_portable',
        `type ${sourceOf(node)} is not held alike by both engines`,
        'use varchar, integer, bigint, double, decimal, boolean, date or timestamp(3)',
      );
  }
}

/** Kinds of node that name a type. */
export const TYPE_NODES: readonly string[] = [
  'RowType',
  'DoublePrecisionType',
  'DateTimeType',
  'TimeType',
  'IntervalType',
  'ArrayType',
  'LegacyArrayType',
  'LegacyMapType',
  'GenericType',
];

function typesIn(node: SyntaxNode): readonly SyntaxNode[] {
  return childrenOf(node, ...TYPE_NODES);
}

function elementType(nodes: readonly SyntaxNode[], index: number, parent: SyntaxNode): TrinoType {
  const node = nodes[index];
  if (node === undefined) {
    throw problemAt(
      parent,
      'sql_grammar',
      `type ${sourceOf(parent)} lacks a parameter`,
      'name the type it holds',
    );
  }
  const { type, length } = readType(node);
  if (length !== undefined) {
    throw problemAt(
      node,
      'sql_not_portable',
      `varchar(${length}) inside another type`,
      'write varchar without a length there',
    );
  }
  return type;
}

function readField(node: SyntaxNode): RowField {
  const type = elementType(typesIn(node), 0, node);
  return { name: typesIn(node)[0] === childAt(node, 0) ? undefined : identifierOf(childAt(node, 0)), type };
}

function readTimestamp(node: SyntaxNode): TrinoType {
  const parameter = findChild(node, 'TypeParameter');
  const precision = parameter === undefined ? 3 : Number(sourceOf(parameter));
  if (!(precision <= 6)) {
    throw problemAt(
      node,
      'sql_not_portable',
      `timestamp precision ${precision} was found, 0 to 6 are kept by both engines`,
      'use timestamp(3)',
    );
  }
  return hasToken(node, 'WITH')
    ? { kind: 'instant', precision, isUtc: false }
    : { kind: 'timestamp', precision };
}

function readGeneric(node: SyntaxNode): NamedType {
  const name = identifierOf(requireChild(node, 'UnquotedIdentifier', 'QuotedIdentifier'));
  const parameters = childrenOf(node, 'TypeParameter');
  const nested = parameters.flatMap((parameter) => typesIn(parameter));
  const numbers = parameters.map((parameter) => Number(sourceOf(parameter)));
  if (name === 'array')
    return { type: { kind: 'array', element: elementType(nested, 0, node) }, ...NO_LENGTH };
  if (name === 'map') {
    return {
      type: { kind: 'map', key: elementType(nested, 0, node), value: elementType(nested, 1, node) },
      ...NO_LENGTH,
    };
  }
  if (name === 'varchar') return { type: { kind: 'varchar' }, length: numbers[0] };
  if (name === 'decimal') return { type: readDecimal(node, numbers), ...NO_LENGTH };
  const kind = SIMPLE[name];
  if (kind !== undefined && parameters.length === 0) return { type: { kind }, ...NO_LENGTH };
  throw problemAt(
    node,
    'sql_not_portable',
    `type ${sourceOf(node)} is not held alike by both engines`,
    'use varchar, integer, bigint, double, decimal, boolean, date or timestamp(3)',
  );
}

function readDecimal(node: SyntaxNode, [precision = 38, scale = 0]: readonly number[]): TrinoType {
  if (precision < 1 || precision > 38 || scale > precision) {
    throw problemAt(
      node,
      'sql_type_mismatch',
      `decimal(${precision},${scale}) was found, 1 to 38 digits are allowed and no more of them after the point`,
      'choose a smaller type',
    );
  }
  return { kind: 'decimal', precision, scale };
}
