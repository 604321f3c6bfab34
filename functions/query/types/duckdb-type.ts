import { quote } from '../rewrite/quote.ts';
import type { RowField, TrinoType } from './trino-type.ts';

const NAMES: Readonly<Record<string, string>> = {
  unknown: 'INTEGER',
  boolean: 'BOOLEAN',
  tinyint: 'TINYINT',
  smallint: 'SMALLINT',
  integer: 'INTEGER',
  bigint: 'BIGINT',
  real: 'FLOAT',
  double: 'DOUBLE',
  varchar: 'VARCHAR',
  varbinary: 'BLOB',
  date: 'DATE',
  json: 'JSON',
  timestamp: 'TIMESTAMP',
  instant: 'TIMESTAMP WITH TIME ZONE',
  'interval day to second': 'INTERVAL',
  'interval year to month': 'INTERVAL',
};

/** The name under which DuckDB holds a row's field: its own, or `field0`, `field1` … by position. */
export function fieldName(field: RowField, index: number): string {
  return field.name ?? `field${index}`;
}

/** The DuckDB type that holds exactly the values of a Trino type, as DuckDB itself writes it. */
export function duckDbType(type: TrinoType): string {
  switch (type.kind) {
    case 'decimal':
      return `DECIMAL(${type.precision},${type.scale})`;
    case 'array':
      return `${duckDbType(type.element)}[]`;
    case 'map':
      return `MAP(${duckDbType(type.key)}, ${duckDbType(type.value)})`;
    case 'row':
      return `STRUCT(${type.fields.map((field, index) => `${quote(fieldName(field, index))} ${duckDbType(field.type)}`).join(', ')})`;
    default:
      return NAMES[type.kind] ?? type.kind;
  }
}
