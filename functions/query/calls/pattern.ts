/** What is known of a pattern: what the engines read differently in it, its groups, whether it can match nothing. */
export interface CheckedPattern {
  readonly problem: string | undefined;
  readonly groups: number;
  readonly matchesEmpty: boolean;
}

/** What Joni (Trino) and RE2 (DuckDB) read alike: one alternative for each piece of a pattern. */
const PIECE = new RegExp(
  [
    '\\\\[.*+?^$|()[\\]{}\\\\/-]', // an escaped sign
    '\\\\[dtnr]', // digits and common controls
    '\\[\\^?(?:\\\\[.*+?^$|()[\\]{}\\\\/dtnr-]|[^\\]\\\\[&])+\\]', // a class without sets in it
    '\\((?:\\?:)?', // a group
    '\\(\\?i\\)', // ignore case, at the beginning
    '\\)',
    '[|^$.]',
    '(?:[*+?]|\\{\\d{1,3}(?:,\\d{0,3})?\\})\\??', // repetition, greedy or not
    '[^\\\\*+?^$|()[\\]{}.]', // any other sign for itself
  ].join('|'),
  'yu',
);

const NOT_ALIKE: readonly (readonly [RegExp, string])[] = [
  [/\(\?[=!<]/, 'a look-around'],
  [/[*+?}]\+/, 'a possessive repetition'],
  [/\\[wWsSDbB]/, 'a class of letters, blanks or borders (\\w, \\s, \\D, \\b)'],
  [/\\[1-9]/, 'a back reference'],
  [/\\[pP]/, 'a Unicode class'],
  [/&&/, 'an intersection of classes'],
];

function firstProblem(pattern: string): string | undefined {
  for (const [shape, name] of NOT_ALIKE) if (shape.test(pattern)) return name;
  if (/\(\?i\)/.test(pattern.slice(4)) || /[^\x20-\x7e]/.test(pattern.replace(/^\(\?i\)/, ''))) {
    return 'a sign outside ASCII or a flag in the middle';
  }
  PIECE.lastIndex = 0;
  while (PIECE.lastIndex < pattern.length) {
    const at = PIECE.lastIndex;
    if (!PIECE.test(pattern)) return `"${pattern.slice(at, at + 8)}"`;
  }
  return undefined;
}

/** Checks a regular expression: only forms with one meaning on both engines have no `problem`. */
export function checkPattern(pattern: string): CheckedPattern {
  const problem = firstProblem(pattern);
  if (problem !== undefined) return { problem, groups: 0, matchesEmpty: false };
  const source = pattern.replace(/^\(\?i\)/, '');
  try {
    const matchesEmpty = new RegExp(source, 's').exec('')?.[0] === '';
    const groups = (new RegExp(`${source}|`, 's').exec('')?.length ?? 1) - 1;
    return { problem: undefined, groups, matchesEmpty };
  } catch {
    return { problem: 'a form that is no regular expression', groups: 0, matchesEmpty: false };
  }
}
