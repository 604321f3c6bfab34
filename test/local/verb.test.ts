import { describe, expect, it } from 'vitest';
import { helpOf, parseGiven, type Verb } from '../../infra/local/verb.ts';

const PACK: Verb = {
  name: 'pack',
  meaning: 'packs a box',
  usage: 'pelanggan pack --box DIR',
  example: 'pelanggan pack --box red',
  options: {
    box: { type: 'string', value: 'DIR', meaning: 'the box' },
    label: { type: 'string', value: 'TEXT', meaning: 'a label', isMultiple: true },
    tape: { type: 'boolean', meaning: 'with tape' },
    bow: { type: 'boolean', meaning: 'with a bow', isLater: true },
  },
  run: async () => 0,
};
const PACK_THINGS: Verb = { ...PACK, words: 'THING…' };

function refusal(verb: Verb, args: readonly string[]): unknown {
  try {
    return parseGiven(verb, args);
  } catch (error) {
    return error;
  }
}

describe('what a person gives to a verb', () => {
  it('is parted into options and words, in any order', () => {
    expect(
      parseGiven(PACK_THINGS, ['cup', '--box', 'red', '--label=a', 'pan', '--label', 'b', '--tape']),
    ).toEqual({
      options: { box: 'red', label: ['a', 'b'], tape: true },
      rest: ['cup', 'pan'],
    });
  });

  it('may hold words that look like options after --', () => {
    expect(parseGiven(PACK_THINGS, ['--', '--cup']).rest).toEqual(['--cup']);
  });

  it('is refused for a word where the verb takes none, with where it belongs', () => {
    expect(refusal(PACK, ['red'])).toMatchObject({
      code: 'argument_unknown',
      message: 'pack takes options alone, red was found; put it behind its option: pelanggan pack --box DIR',
    });
  });

  it('is refused for an unknown option, with the nearest', () => {
    expect(refusal(PACK, ['--bxo', 'red'])).toMatchObject({
      code: 'option_unknown',
      message: expect.stringContaining('did you mean --box?'),
    });
  });

  it('is refused for an option without its value, or with one where it takes none', () => {
    expect(refusal(PACK, ['--box'])).toMatchObject({ code: 'option_value_missing' });
    expect(refusal(PACK, ['--tape=yes'])).toMatchObject({ code: 'option_value_missing' });
  });

  it('is refused plainly for what comes later, which the help leaves out', () => {
    expect(refusal(PACK, ['--bow'])).toMatchObject({ code: 'not_there_yet' });
    expect(helpOf(PACK)).not.toContain('--bow');
    expect(helpOf(PACK)).toContain('--box DIR');
  });
});
