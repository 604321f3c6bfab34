import { describe, expect, test } from 'vitest';
import { checkPattern } from '../../functions/query/calls/pattern.ts';

describe('a pattern that both engines read alike', () => {
  test.each([
    'abc',
    '^[a-z]+$',
    '(\\d{4})-(\\d{2})',
    '(?i)abc',
    'a|b',
    '[^,]+',
    'a{2,3}?',
    '\\.',
    '[\\s,]+',
    'a\\-b',
  ])('is taken: %s', (pattern) => {
    expect(checkPattern(pattern).problem).toBeUndefined();
  });

  test.each([
    'a(?=b)',
    '(?<=a)b',
    'a++',
    '(a)\\1',
    '\\p{L}',
    '\\bword',
    '[a-c&&b]',
    '[[:alpha:]]',
    'é',
    'a(?i)b',
    '(a',
    '*a',
  ])('is refused where they do not: %s', (pattern) => {
    expect(checkPattern(pattern).problem).toBeTypeOf('string');
  });
});

describe('what is known of a pattern', () => {
  test('counts its groups', () => {
    expect(checkPattern('(a)(?:b)(c|d)').groups).toBe(2);
  });

  test.each([
    ['a*', true],
    ['a+', false],
    ['a?|b', true],
    ['(?i)x*', true],
  ])('tells whether it matches the empty text: %s', (pattern, matchesEmpty) => {
    expect(checkPattern(pattern).matchesEmpty).toBe(matchesEmpty);
  });

  test.each([
    ['(a)?b', true],
    ['(a)|b', true],
    ['(a)*', true],
    ['(a*)b', false],
    ['(a)b[|?]', false],
  ])('tells whether a group may be absent: %s', (pattern, hasOptionalGroup) => {
    expect(checkPattern(pattern).hasOptionalGroup).toBe(hasOptionalGroup);
  });

  test('tells whether it speaks of the end', () => {
    expect([checkPattern('a$').hasEnd, checkPattern('a\\$').hasEnd, checkPattern('[$]').hasEnd]).toEqual([
      true,
      false,
      false,
    ]);
  });

  test('gives RE2 the vertical tab among the blanks', () => {
    expect(checkPattern('\\s').duckDb).toBe('[\\t\\n\\x0B\\f\\r ]');
    expect(checkPattern('[\\s,]').duckDb).toBe('[\\t\\n\\x0B\\f\\r ,]');
  });
});
