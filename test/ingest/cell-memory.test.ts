import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CellMemory } from '../../functions/ingest/gate/cell-memory.ts';
import { NamedCells } from '../../functions/ingest/gate/cells.ts';

const NAMES = ['a', 'b'];

function cellsOf(a: string | undefined, b: string | undefined): NamedCells {
  const cells = new NamedCells(NAMES);
  cells.value = new Map([
    ['a', a],
    ['b', b],
  ]);
  return cells;
}

/** Gives what a memory says of cells, having told it their own text where it knew nothing. */
function recall(memory: CellMemory, a: string, b: string): string {
  const found = memory.find(cellsOf(a, b), undefined);
  const entry = found >= 0 ? found : memory.remember(Buffer.from(`${a}|${b}`, 'utf16le'), a.length);
  expect(memory.note(entry)).toBe(a.length);
  return Buffer.from(memory.bytes.subarray(memory.valueStart(entry), memory.valueEnd(entry))).toString(
    'utf16le',
  );
}

describe('CellMemory', () => {
  it('gives back what the same cells came to, through growth and forgetting', () => {
    const text = fc.string({ unit: fc.constantFrom('x', 'y', '\u001f', '\ud800', '\ufffd'), maxLength: 5 });
    const pairs = fc.array(fc.tuple(text, text), { maxLength: 1500, minLength: 500 });
    fc.assert(
      fc.property(pairs, fc.constantFrom(200, 5000, 1 << 20), (list, limit) => {
        const memory = new CellMemory([0, 1], limit);
        for (const [a, b] of list) expect(recall(memory, a, b)).toBe(`${a}|${b}`);
      }),
      { seed: 5, numRuns: 30 },
    );
  });

  it('tells where one cell ends and the next begins', () => {
    const memory = new CellMemory([0, 1]);
    expect(recall(memory, 'xy', '')).toBe('xy|');
    expect(memory.find(cellsOf('x', 'y'), undefined)).toBe(-1);
    expect(memory.find(cellsOf('xy', undefined), undefined)).toBe(0);
  });

  it('looks only at its own columns', () => {
    const memory = new CellMemory([1]);
    memory.find(cellsOf('x', 'same'), undefined);
    const entry = memory.remember(Buffer.from('value'), 1);
    expect(memory.find(cellsOf('other', 'same'), undefined)).toBe(entry);
  });
});
