import fc from 'fast-check';
import { expect, it } from 'vitest';
import { scanDelimited } from './scan-delimited.ts';

const value = fc.string({ unit: fc.constantFrom('a', 'b', '1', ' ', ',', '"', 'é'), maxLength: 5 });
const field = fc
  .tuple(value, fc.boolean())
  .map(([text, isQuoted]) => (isQuoted || /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text));

/** Lines of a well-formed file of `width` columns, each with a number of its own in front. */
function linesOf(width: number): fc.Arbitrary<string[]> {
  const fields = fc.array(field, { minLength: width - 1, maxLength: width - 1 });
  return fc
    .array(fields, { minLength: 20, maxLength: 40 })
    .map((lines) => lines.map((rest, i) => [`r${i}`, ...rest].join(',')));
}

/** Lines other than the damaged one, at `row`, that are not read as they stand. */
function findLost(lines: readonly string[], width: number, row: number, damaged: string): string[] {
  const text = lines
    .with(row, damaged)
    .map((line) => `${line}\n`)
    .join('');
  const { records } = scanDelimited(text, { hasHeader: false, fieldCount: width });
  const read = new Set(records.filter((record) => record.problem === undefined).map((record) => record.raw));
  return lines.filter((line, i) => i !== row && !read.has(Buffer.from(line).toString('latin1')));
}

it.each([3, 5, 10])('one byte changed costs its line and at most one other, at %i columns', (width) => {
  const marks = fc.constantFrom('"', '"', ',', '\n', '\r', 'x', '');
  fc.assert(
    fc.property(linesOf(width), fc.nat(), fc.nat(), marks, fc.boolean(), (lines, n, m, mark, isInsert) => {
      const row = n % lines.length;
      const line = lines[row] ?? '';
      const at = m % (line.length + 1);
      const damaged = line.slice(0, at) + mark + line.slice(at + (isInsert ? 0 : 1));
      expect(findLost(lines, width, row, damaged).length).toBeLessThanOrEqual(1);
    }),
    { numRuns: 2000, seed: 20260209 },
  );
});
