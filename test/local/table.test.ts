import { describe, expect, it } from 'vitest';
import { formatTable, showAmount, showValue } from '../../infra/local/table.ts';

describe('formatTable', () => {
  it('aligns columns, numbers to the right', () => {
    const text = formatTable(
      ['name', 'count'],
      [
        ['a', '1'],
        ['longer', '1.000'],
      ],
      {
        width: 80,
        right: new Set(['count']),
      },
    );
    expect(text).toBe('name    count\n──────  ─────\na           1\nlonger  1.000\n');
  });

  it('cuts the longest column, with a mark, to fit a narrow terminal', () => {
    const text = formatTable(['id', 'text'], [['7', 'x'.repeat(50)]], { width: 20 });
    expect(text.split('\n')[2]).toBe(`7   ${'x'.repeat(15)}…`);
  });
});

describe('showValue', () => {
  it.each([
    [null, '', '–'],
    [1234567n, 'bigint', '1.234.567'],
    [0.125, 'double', '0,125'],
    ['12345678901234567.8900', 'decimal(38,4)', '12.345.678.901.234.567,89'],
    ['2026-01-05', 'date', '2026-01-05'],
    [[1n, 2n], 'array(bigint)', '["1","2"]'],
  ])('writes %s of type %s as %s in Indonesian', (value, type, text) => {
    expect(showValue(value, 'id-ID', type)).toBe(text);
  });

  it('writes amounts without decimals', () => {
    expect(showAmount('1234.5600', 'en-GB')).toBe('1,235');
  });
});
