import { describe, expect, it } from 'vitest';
import { formatTable, showAmount, showValue } from '../../infra/local/table.ts';

const RIGHT = new Set(['parties']);

describe('a table', () => {
  it('puts text to the left, numbers to the right, without blanks at the end of a line', () => {
    const rows = [
      ['buyer', '219'],
      ['buyer+user', '1.726'],
    ];
    expect(formatTable(['roles', 'parties'], rows, { width: 80, right: RIGHT }).split('\n')).toEqual([
      'roles       parties',
      '──────────  ───────',
      'buyer           219',
      'buyer+user    1.726',
      '',
    ]);
  });

  it('has its header alone where there are no rows', () => {
    expect(formatTable(['roles', 'parties'], [], { width: 80 })).toBe('roles  parties\n─────  ───────\n');
  });

  it('cuts the longest column with a mark on a narrow terminal', () => {
    const table = formatTable(['file', 'parties'], [['orders/shop=jakarta/january.csv', '3']], {
      width: 30,
      right: RIGHT,
    });
    expect(table.split('\n')[2]).toBe('orders/shop=jakarta/…        3');
    for (const line of table.split('\n')) expect([...line].length).toBeLessThanOrEqual(30);
  });

  it('keeps eight places of each column however narrow the terminal is', () => {
    const table = formatTable(['a', 'b'], [['0123456789', '0123456789']], { width: 4 });
    expect(table.split('\n')[2]).toBe('0123456…  0123456…');
  });

  it('counts characters, not halves of them', () => {
    const [, , first, second] = formatTable(
      ['name', 'n'],
      [
        ['😀😀', '1'],
        ['ab', '2'],
      ],
      { width: 40 },
    ).split('\n');
    expect(first).toBe('😀😀    1');
    expect(second).toBe('ab    2');
  });
});

describe('a value', () => {
  it('is grouped as the locale has it', () => {
    expect(showValue(1234567, 'id-ID')).toBe('1.234.567');
    expect(showValue(1234567, 'en-US')).toBe('1,234,567');
    expect(showValue(9007199254740993n, 'id-ID')).toBe('9.007.199.254.740.993');
    expect(showValue(0.12345, 'id-ID')).toBe('0,1235');
  });

  it('is a dash for NULL, and JSON for lists and maps, large integers in them too', () => {
    expect(showValue(null, 'id-ID')).toBe('–');
    expect(showValue({ days: [1n, 2n] }, 'id-ID')).toBe('{"days":["1","2"]}');
  });

  it('keeps a text as it is, and an amount without its decimals', () => {
    expect(showValue('2026-01-05', 'id-ID')).toBe('2026-01-05');
    expect(showAmount('1793318086.6386', 'id-ID')).toBe('1.793.318.087');
    expect(showAmount(null, 'id-ID')).toBe('–');
  });
});
