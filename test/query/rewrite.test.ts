import { describe, expect, test } from 'vitest';
import type { Catalogue } from '../../functions/query/rewrite/context.ts';
import { rewriteStatement, rewriteToDuckDb } from '../../functions/query/rewrite.ts';
import { formatType } from '../../functions/query/types/trino-type.ts';

const CATALOGUE: Catalogue = new Map([
  [
    'orders',
    [
      { name: 'order_id', type: { kind: 'varchar' } },
      { name: 'quantity', type: { kind: 'bigint' } },
      { name: 'price', type: { kind: 'decimal', precision: 18, scale: 4 } },
      { name: 'order_date', type: { kind: 'date' } },
    ],
  ],
]);

const columnsOf = (sql: string): string[] =>
  rewriteStatement(sql, CATALOGUE).columns.map(
    (column) => `${column.name ?? '?'} ${formatType(column.type)}`,
  );

function refusalOf(sql: string): { code: unknown; message: string } {
  try {
    rewriteToDuckDb(sql, CATALOGUE);
  } catch (error) {
    return { code: (error as { code?: unknown }).code, message: (error as Error).message };
  }
  throw new Error(`accepted: ${sql}`);
}

describe('the columns of an answer', () => {
  test('have names and types in Athena words', () => {
    expect(columnsOf('select order_id, quantity as n, price * 2 as double_price, 1 + 1 from orders')).toEqual(
      ['order_id varchar', 'n bigint', 'double_price decimal(28,4)', '? integer'],
    );
  });

  test('come in the order of the tables for a star', () => {
    expect(columnsOf('select o.*, 1 as one from orders o')).toEqual([
      'order_id varchar',
      'quantity bigint',
      'price decimal(18,4)',
      'order_date date',
      'one integer',
    ]);
  });

  test('are merged by using, and lose their relation', () => {
    expect(columnsOf('select * from (values (1, 2)) a(k, x) join (values (1, 3)) b(k, y) using (k)')).toEqual(
      ['k integer', 'x integer', 'y integer'],
    );
    expect(refusalOf('select a.k from (values 1) a(k) join (values 1) b(k) using (k)').code).toBe(
      'sql_name_unknown',
    );
  });

  test('take the common type of both sides of a union', () => {
    expect(columnsOf('select quantity as a from orders union all select 1.5')).toEqual(['a decimal(20,1)']);
  });
});

describe('a refusal says where, what was found and what to do', () => {
  test.each([
    [
      'select nosuch from orders',
      'sql_name_unknown',
      /^sql 1:8: column nosuch is unknown, there are order_id/,
    ],
    [
      'select\n  quantity as a,\n  a + 1 as b\nfrom orders',
      'sql_name_unknown',
      /^sql 3:3: column a is unknown/,
    ],
    ['select order_id as a, count(*) from orders group by a', 'sql_name_unknown', /group|unknown/],
    [
      "select 1 from orders where order_date >= '2024-01-01'",
      'sql_type_mismatch',
      /mixes date and varchar.*cast/,
    ],
    ['select 1 from orders where order_id = 1', 'sql_type_mismatch', /mixes varchar and integer/],
    ["select coalesce(quantity, 'a') from orders", 'sql_type_mismatch', /coalesce mixes bigint and varchar/],
    ["select case when true then 1 else 'a' end", 'sql_type_mismatch', /case mixes/],
    ["select quantity from orders where quantity in (1, 'a')", 'sql_type_mismatch', /list of in mixes/],
    ["select 1 union all select 'a'", 'sql_type_mismatch', /column 1 is integer on one side and varchar/],
    ['select strlen(order_id) from orders', 'sql_function_unknown', /function strlen/],
    ["select * from read_csv('x.csv')", 'sql_grammar', /no Athena SQL/],
    ['select price / 2 from orders', 'sql_not_portable', /cast both to double first$/],
    ['select avg(price) from orders', 'sql_not_portable', /cast to double first$/],
    ['select approx_distinct(order_id) from orders', 'sql_not_portable', /count\(distinct x\)$/],
    [
      'delete from orders',
      'sql_not_read_only',
      /statement delete was found, select, with, values and table are allowed/,
    ],
    ['create table t as select 1', 'sql_not_read_only', /create/],
    ['insert into orders select * from orders', 'sql_not_read_only', /insert/],
    ['set session a = 1', 'sql_not_read_only', /set/],
    ['describe orders', 'sql_not_read_only', /--describe/],
    ['select 1; drop table orders', 'sql_several_statements', /^sql 1:11/],
    ['select 1 1', 'sql_grammar', /^sql 1:10 is no Athena SQL: found "1"/],
    ['', 'sql_empty', /give one select/],
    ['select * from published.orders', 'not_there_yet', /published is not there yet/],
    ['select * from restricted.contacts', 'sql_name_unknown', /restricted.contacts/],
    ['select * from order', 'sql_grammar', /order/],
    ['select * from orderz', 'sql_name_unknown', /there are orders/],
  ])('%s', (sql, code, message) => {
    const refusal = refusalOf(sql);
    expect(refusal.code).toBe(code);
    expect(refusal.message).toMatch(message);
  });

  test('names line and column in its details', () => {
    expect(() => rewriteToDuckDb('select\n 1 +\n nosuch', CATALOGUE)).toThrow(
      expect.objectContaining({ details: { line: 3, column: 2 } }),
    );
  });
});

describe('a schema before a table', () => {
  test('may be live', () => {
    expect(columnsOf('select quantity from live.orders')).toEqual(['quantity bigint']);
  });
});
