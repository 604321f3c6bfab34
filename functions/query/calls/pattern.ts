/** What is known of a pattern: what the engines read differently in it, its groups, whether it can match nothing. */
export interface CheckedPattern {
  readonly problem: string | undefined;
  /** The pattern as RE2 must read it. */
  readonly duckDb: string;
  readonly groups: number;
  readonly matchesEmpty: boolean;
  /** True where the pattern speaks of the end, which Joni sees before a final line feed too. */
  readonly hasEnd: boolean;
  /** True where a group may take no part in a match: NULL on Trino, and empty in DuckDB. */
  readonly hasOptionalGroup: boolean;
}

/** What Joni (Trino) and RE2 (DuckDB) read alike: one alternative for each piece of a pattern. */
const PIECE = new RegExp(
  [
    '\\\\[.*+?^$|()[\\]{}\\\\/-]', // an escaped sign
    '\\\\[dDwWsStnr]', // digits, letters, blanks (all of ASCII) and common controls
    '\\[\\^?(?:\\\\[.*+?^$|()[\\]{}\\\\/dwstnr-]|[^\\]\\\\[&])+\\]', // a class without sets in it
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
  [/\\[bB]/, 'a border of words (\\b)'],
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

// RE2 leaves the vertical tab out of its blanks.
const BLANKS = '\\t\\n\\x0B\\f\\r ';

function withBlanks(pattern: string): string {
  const classOf = (found: string): string =>
    found.replaceAll(/\\(.)/gs, (escaped, sign) => (sign === 's' ? BLANKS : escaped));
  return pattern.replaceAll(/\[(?:\\.|[^\]])*\]|\\./gs, (found) => {
    if (found === '\\s') return `[${BLANKS}]`;
    if (found === '\\S') return `[^${BLANKS}]`;
    return found.startsWith('[') ? classOf(found) : found;
  });
}

function refused(problem: string): CheckedPattern {
  return { problem, duckDb: '', groups: 0, matchesEmpty: false, hasEnd: false, hasOptionalGroup: false };
}

/** Checks a regular expression: only forms with one meaning on both engines have no `problem`. */
export function checkPattern(pattern: string): CheckedPattern {
  const problem = firstProblem(pattern);
  if (problem !== undefined) return refused(problem);
  const source = pattern.replace(/^\(\?i\)/, '');
  try {
    const matchesEmpty = new RegExp(source, 's').exec('')?.[0] === '';
    const groups = (new RegExp(`${source}|`, 's').exec('')?.length ?? 1) - 1;
    const plain = source.replaceAll(/\\.|\[(?:\\.|[^\]])*\]/g, '_');
    const hasOptionalGroup = /\||\)[?*]|\)\{0/.test(plain);
    return {
      problem: undefined,
      duckDb: withBlanks(pattern),
      groups,
      matchesEmpty,
      hasEnd: plain.includes('$'),
      hasOptionalGroup,
    };
  } catch {
    return refused('a form that is no regular expression');
  }
}
