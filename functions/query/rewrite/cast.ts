import { branches, childAt, hasToken, type SyntaxNode } from '../parse/syntax-node.ts';
import { duckDbType, fieldName } from '../types/duckdb-type.ts';
import { type NamedType, readType } from '../types/read-type.ts';
import {
  formatType,
  isFloating,
  isInteger,
  isNumber,
  sameType,
  type TrinoType,
} from '../types/trino-type.ts';
import type { Context } from './context.ts';
import { rewriteExpression } from './expression.ts';
import { problemAt } from './problem-at.ts';
import { quote, quoteText } from './quote.ts';
import { castSql, type Typed } from './typed.ts';

interface Cast {
  readonly sql: string;
  readonly from: TrinoType;
  readonly to: TrinoType;
  readonly isTry: boolean;
}
type CastRule = (cast: Cast) => string | undefined;

const checked = ({ sql, to, isTry }: Cast): string =>
  `${isTry ? 'TRY_CAST' : 'CAST'}(${sql} AS ${duckDbType(to)})`;

/** Text is read by a macro that knows Trino's forms: malformed text is an error (NULL under try_cast). */
const fromText = (kind: string, cast: Cast): string =>
  checked({ ...cast, sql: `trino_${kind}_text(${cast.sql}, ${cast.isTry})` });

const toInteger: CastRule = (cast) => {
  if (cast.from.kind === 'varchar') return fromText('integer', cast);
  if (isFloating(cast.from)) return checked({ ...cast, sql: `round(${cast.sql})` });
  return isNumber(cast.from) || cast.from.kind === 'boolean' ? checked(cast) : undefined;
};

const toDouble: CastRule = (cast) => {
  if (cast.from.kind === 'varchar') return fromText('double', cast);
  return isNumber(cast.from) || cast.from.kind === 'boolean' ? checked(cast) : undefined;
};

// A double goes through its shortest text: its binary value would round 1.005 to 1.00, Trino gives 1.01.
const toDecimal: CastRule = (cast) => {
  if (cast.from.kind === 'varchar') return fromText('decimal', cast);
  if (isFloating(cast.from)) return checked({ ...cast, sql: `CAST(${cast.sql} AS VARCHAR)` });
  return isNumber(cast.from) || cast.from.kind === 'boolean' ? checked(cast) : undefined;
};

const toBoolean: CastRule = (cast) => {
  if (cast.from.kind === 'varchar') return fromText('boolean', cast);
  return isNumber(cast.from) ? checked(cast) : undefined;
};

const toDate: CastRule = (cast) => {
  if (cast.from.kind === 'varchar') return fromText('date', cast);
  const isLocal = cast.from.kind === 'timestamp' || (cast.from.kind === 'instant' && cast.from.isUtc);
  return isLocal ? checked({ ...cast, sql: `CAST(${cast.sql} AS TIMESTAMP)` }) : undefined;
};

const toTimestamp: CastRule = (cast) => {
  const { from, to, sql, isTry } = cast;
  if (to.kind !== 'timestamp') return undefined;
  if (from.kind === 'date') return checked(cast);
  if (from.kind === 'varchar')
    return `trino_round_timestamp(${fromText('timestamp', { sql, from, to, isTry })}, ${10 ** (6 - to.precision)})`;
  const isLocal = from.kind === 'timestamp' || (from.kind === 'instant' && from.isUtc);
  if (!isLocal) return undefined;
  const local = `CAST(${sql} AS TIMESTAMP)`;
  return from.precision <= to.precision
    ? local
    : `trino_round_timestamp(${local}, ${10 ** (6 - to.precision)})`;
};

/** A decimal without digits before the point is written `.05` by DuckDB and `0.05` by Trino. */
function decimalText(sql: string, from: TrinoType & { kind: 'decimal' }): string | undefined {
  if (from.scale < from.precision) return `CAST(${sql} AS VARCHAR)`;
  return from.precision === 38
    ? undefined
    : `CAST(CAST(${sql} AS DECIMAL(${from.precision + 1},${from.scale})) AS VARCHAR)`;
}

const toText: CastRule = ({ sql, from }) => {
  if (from.kind === 'decimal') return decimalText(sql, from);
  if (from.kind === 'date') return `CAST(trino_common_year(${sql}) AS VARCHAR)`;
  if (from.kind === 'timestamp') return `trino_write_timestamp(${sql}, ${from.precision})`;
  if (from.kind === 'boolean' || (isNumber(from) && !isFloating(from))) return `CAST(${sql} AS VARCHAR)`;
  return undefined;
};

const toArray: CastRule = ({ sql, from, to, isTry }) => {
  if (from.kind !== 'array' || to.kind !== 'array' || isTry) return undefined;
  if (from.element.kind === 'unknown') return castSql(sql, to);
  const element = castValue({ sql: 'e_', from: from.element, to: to.element, isTry });
  return element === undefined ? undefined : `list_transform(${sql}, lambda e_: ${element})`;
};

const toRow: CastRule = ({ sql, from, to, isTry }) => {
  if (from.kind !== 'row' || to.kind !== 'row' || isTry || from.fields.length !== to.fields.length)
    return undefined;
  const parts = to.fields.map((field, index) => {
    const source = from.fields[index] ?? field;
    const part = castValue({
      sql: `struct_extract(${sql}, ${quoteText(fieldName(source, index))})`,
      from: source.type,
      to: field.type,
      isTry,
    });
    return part === undefined ? undefined : `${quote(fieldName(field, index))} := ${part}`;
  });
  if (parts.includes(undefined)) return undefined;
  return `(CASE WHEN ${sql} IS NULL THEN NULL ELSE struct_pack(${parts.join(', ')}) END)`;
};

const toMap: CastRule = ({ sql, from, to }) => {
  if (from.kind !== 'map' || to.kind !== 'map') return undefined;
  return isNumber(from.value) && isNumber(to.value) && sameType(from.key, to.key) && isInteger(from.value)
    ? castSql(sql, to)
    : undefined;
};

const RULES: Readonly<Record<string, CastRule>> = {
  tinyint: toInteger,
  smallint: toInteger,
  integer: toInteger,
  bigint: toInteger,
  real: toDouble,
  double: toDouble,
  decimal: toDecimal,
  boolean: toBoolean,
  date: toDate,
  timestamp: toTimestamp,
  varchar: toText,
  array: toArray,
  row: toRow,
  map: toMap,
};

/** DuckDB text of a cast with Trino's meaning; undefined where no such text is known. */
export function castValue(cast: Cast): string | undefined {
  if (sameType(cast.from, cast.to)) return cast.sql;
  if (cast.from.kind === 'unknown') return castSql('NULL', cast.to);
  return RULES[cast.to.kind]?.(cast);
}

// Text is cut to the length; a number that needs more digits than it has is an error on Trino.
function cut(value: Typed, { length }: NamedType, isTry: boolean): string {
  if (length === undefined) return value.sql;
  if (value.type.kind === 'varchar' || value.type.kind === 'unknown') return `left(${value.sql}, ${length})`;
  return `trino_fit(${value.sql}, ${length}, ${isTry})`;
}

const ADVICE: Readonly<Record<string, string>> = {
  double: 'round it into a decimal first: cast(cast(x as decimal(18,2)) as varchar)',
  real: 'round it into a decimal first: cast(cast(x as decimal(18,2)) as varchar)',
};

/** `CAST` and `TRY_CAST`. */
export function rewriteCast(node: SyntaxNode, context: Context): Typed {
  const isTry = hasToken(node, 'TRY_CAST');
  const value = rewriteExpression(childAt(node, 2), context);
  const target = readType(branches(node).at(-1) ?? node);
  const sql = castValue({ sql: value.sql, from: value.type, to: target.type, isTry });
  if (sql === undefined) {
    throw problemAt(
      node,
      'sql_not_portable',
      `a cast from ${formatType(value.type)} to ${formatType(target.type)} does not give the same on both engines`,
      ADVICE[value.type.kind] ?? 'cast in another way',
    );
  }
  return { sql: cut({ ...value, sql }, target, isTry), type: target.type, node };
}
