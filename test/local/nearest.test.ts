import { describe, expect, it } from 'vitest';
import { didYouMean, findNearest } from '../../infra/local/nearest.ts';

const VERBS = ['demo', 'run', 'ingest', 'check', 'query', 'verify', 'settings'];

describe('the nearest word', () => {
  it.each([
    ['querry', 'query'],
    ['injest', 'ingest'],
    ['setings', 'settings'],
    ['chekc', 'check'],
    ['rnu', 'run'],
  ])('of %s is %s: a letter more, another, less, or two swapped', (word, nearest) => {
    expect(findNearest(word, VERBS)).toBe(nearest);
  });

  it('is none where nothing is like it', () => {
    expect(findNearest('banana', VERBS)).toBeUndefined();
    expect(findNearest('anything', [])).toBeUndefined();
  });

  it('is asked for in words, or passed over in silence', () => {
    expect(didYouMean('demmo', VERBS)).toContain('did you mean demo?');
    expect(didYouMean('banana', VERBS)).toBe('');
  });
});
