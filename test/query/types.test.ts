import { describe, expect, test } from 'vitest';
import { commonType, isCoercible } from '../../functions/query/types/common-type.ts';
import { duckDbType } from '../../functions/query/types/duckdb-type.ts';
import { parseType } from '../../functions/query/types/parse-type.ts';
import { formatType } from '../../functions/query/types/trino-type.ts';

describe('a type', () => {
  test.each([
    ['varchar', 'VARCHAR'],
    ['decimal(18,4)', 'DECIMAL(18,4)'],
    ['timestamp(3)', 'TIMESTAMP'],
    ['array(bigint)', 'BIGINT[]'],
    ['map(varchar, double)', 'MAP(VARCHAR, DOUBLE)'],
    ['row(a integer, b array(date))', 'STRUCT("a" INTEGER, "b" DATE[])'],
  ])('is written back as it was read, and has a form in DuckDB: %s', (text, duckDb) => {
    expect(formatType(parseType(text))).toBe(text);
    expect(duckDbType(parseType(text))).toBe(duckDb);
  });

  test.each(['char(5)', 'timestamp(9)', 'time', 'ipaddress', 'uuid'])(
    'that the engines do not share is refused: %s',
    (text) => {
      expect(() => parseType(text)).toThrow(expect.objectContaining({ code: 'sql_not_portable' }));
    },
  );

  test('of more than 38 digits is refused', () => {
    expect(() => parseType('decimal(39,2)')).toThrow(expect.objectContaining({ code: 'sql_type_mismatch' }));
  });
});

describe('the common type', () => {
  test.each([
    ['integer', 'bigint', 'bigint'],
    ['integer', 'decimal(5,2)', 'decimal(12,2)'],
    ['bigint', 'decimal(5,2)', 'decimal(21,2)'],
    ['decimal(10,4)', 'decimal(12,2)', 'decimal(14,4)'],
    ['decimal(10,4)', 'double', 'double'],
    ['bigint', 'real', 'real'],
    ['date', 'timestamp(3)', 'timestamp(3)'],
    ['timestamp(0)', 'timestamp(6)', 'timestamp(6)'],
    ['array(integer)', 'array(double)', 'array(double)'],
  ])('of %s and %s is %s', (left, right, common) => {
    const types = [parseType(left), parseType(right)] as const;
    const both = [commonType(types[0], types[1]), commonType(types[1], types[0])];
    expect(both.map((type) => type && formatType(type))).toEqual([common, common]);
  });

  test.each([
    ['varchar', 'integer'],
    ['varchar', 'date'],
    ['boolean', 'integer'],
    ['date', 'bigint'],
    ['array(integer)', 'array(varchar)'],
    ['array(integer)', 'integer'],
  ])('of %s and %s is none', (left, right) => {
    expect(commonType(parseType(left), parseType(right))).toBeUndefined();
  });

  test('is reached from the narrower side only', () => {
    expect(isCoercible(parseType('integer'), parseType('bigint'))).toBe(true);
    expect(isCoercible(parseType('bigint'), parseType('integer'))).toBe(false);
    expect(isCoercible(parseType('decimal(5,2)'), parseType('decimal(5,1)'))).toBe(false);
  });
});
