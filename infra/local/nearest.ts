/** Gives the known word that is most like a given one, where any is like it at all (edits for a third of its letters). */
export function findNearest(word: string, known: readonly string[]): string | undefined {
  const [best] = known
    .map((name) => ({ name, edits: countEdits(word, name) }))
    .toSorted((a, b) => a.edits - b.edits);
  return best !== undefined && best.edits <= Math.max(1, Math.ceil(word.length / 3)) ? best.name : undefined;
}

/** Gives the words of a refusal: ` (did you mean …?)`, or nothing. */
export function didYouMean(word: string, known: readonly string[]): string {
  const nearest = findNearest(word, known);
  return nearest === undefined ? '' : `; did you mean ${nearest}?`;
}

/** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment distance). */
function countEdits(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  const at = (i: number, j: number): number => rows[i]?.[j] ?? 0;
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let edits = Math.min(at(i - 1, j) + 1, (row[j - 1] ?? 0) + 1, at(i - 1, j - 1) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        edits = Math.min(edits, at(i - 2, j - 2) + 1);
      row.push(edits);
    }
  }
  return at(a.length, b.length);
}
