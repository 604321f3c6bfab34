import { describe, expect, it } from 'vitest';
import { findNearest } from '../../infra/local/nearest.ts';

describe('findNearest', () => {
  it.each([
    ['runn', 'run'],
    ['qurey', 'query'],
    ['verfy', 'verify'],
    ['propos', undefined],
    ['zzz', undefined],
  ])('finds for %s: %s', (word, nearest) => {
    expect(findNearest(word, ['run', 'query', 'verify', 'settings'])).toBe(nearest);
  });
});
