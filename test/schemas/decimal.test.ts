import { describe, expect, it } from 'vitest';
import { multiplyUnits, type NumberFormat, normaliseDecimal, toUnits } from '../../schemas/decimal.ts';

const INDONESIAN: NumberFormat = { decimal: ',', group: '.', affixes: ['Rp'] };
const ENGLISH: NumberFormat = { decimal: '.', group: ',' };

describe('normaliseDecimal', () => {
  it.each([
    ['Rp1.250.000', '1250000'],
    ['Rp 1.250.000,50', '1250000.5'],
    ['225.000', '225000'],
    ['-Rp2.500', '-2500'],
    ['12,5', '12.5'],
    // Three digits after the last mark, or it is no group: never guessed.
    ['1.25', undefined],
    ['1.2500', undefined],
    ['1250.000', undefined],
    ['1,2,3', undefined],
    ['Rp', undefined],
  ])('reads the Indonesian %j as %j', (raw, expected) => {
    expect(normaliseDecimal(raw, INDONESIAN)).toBe(expected);
  });

  it('reads group marks of another locale only where the mapping states them', () => {
    expect(normaliseDecimal('2,024,994', ENGLISH)).toBe('2024994');
    expect(normaliseDecimal('2,024,994')).toBeUndefined();
  });
});

describe('rounding that a mapping asks for', () => {
  it.each([
    ['0.0000000000000004440892', '0'],
    ['3.8600000000000003', '3.86'],
    ['2.00005', '2.0001'],
    ['-2.00005', '-2.0001'],
    ['1.5', '1.5'],
  ])('reads %s to four decimals as %s', (raw, expected) => {
    expect(normaliseDecimal(raw, { decimal: '.', round: 4 })).toBe(expected);
  });

  it('may leave no decimals at all', () => {
    expect(normaliseDecimal('1.5', { decimal: '.', round: 0 })).toBe('2');
  });
});

describe('toUnits', () => {
  it.each([
    ['1.5', 15_000n],
    ['0.00005', 1n],
    ['0.000049', 0n],
    ['-0.00005', -1n],
    ['99999999999999.9999', 999_999_999_999_999_999n],
  ])('gives %s in units of 10^-4 as %s', (plain, units) => {
    expect(toUnits(plain, 4)).toBe(units);
  });
});

describe('multiplyUnits', () => {
  it('rounds half away from zero, as decimals in SQL are', () => {
    // 0.0005 × 0.1 = 0.00005
    expect(multiplyUnits(5n, 1_000n)).toBe(1n);
    expect(multiplyUnits(-5n, 1_000n)).toBe(-1n);
    // 0.0004 × 0.1 = 0.00004
    expect(multiplyUnits(4n, 1_000n)).toBe(0n);
  });
});
