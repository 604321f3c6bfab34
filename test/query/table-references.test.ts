import { describe, expect, test } from 'vitest';
import { tableReferences } from '../../functions/query/table-references.ts';

describe('the tables that a query reads', () => {
  test.each([
    ['select 1', []],
    ['select * from b join a using (id)', ['a', 'b']],
    ['select * from a union all select * from b except table c', ['a', 'b', 'c']],
    [
      'select (select max(x) from b) from a where exists (select 1 from c) and y in (select z from d)',
      ['a', 'b', 'c', 'd'],
    ],
    ['with w as (select * from a) select * from w, b', ['a', 'b']],
    ['with a as (select * from a) select * from a', ['a']],
    ['with w as (select * from a), v as (select * from w) select * from v cross join w', ['a']],
    ['select * from (with w as (select 1) select * from w) t, w', ['w']],
    ['select * from live.a, A', ['a']],
    ['with w as (select 1 as x) select * from live.w', ['w']],
    ['select x from a cross join unnest(xs) as u(x) left join lateral (select * from b) on true', ['a', 'b']],
  ])('%s', (sql, tables) => {
    expect(tableReferences(sql)).toEqual(tables);
  });

  test('of another schema are refused', () => {
    expect(() => tableReferences('select * from restricted.contacts')).toThrow(/restricted.contacts/);
  });
});
