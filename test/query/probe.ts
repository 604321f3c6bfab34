import { readFileSync, writeFileSync } from 'node:fs';

/** What a real Trino answered: columns with its own type names and rows as its protocol writes them, or its error. */
export type ProbeAnswer =
  | { readonly columns: readonly string[]; readonly rows: readonly (readonly unknown[])[] }
  | { readonly error: string };

/** One question of the corpus. `refused` is the code of the refusal where ours is no answer, and why. */
export interface Probe {
  readonly name: string;
  readonly sql: string;
  readonly trino: ProbeAnswer;
  readonly refused?: string;
  readonly why?: string;
}

const FILE = new URL('./probes.ndjson', import.meta.url);

/** Every probe of the corpus, in order. */
export function readProbes(): readonly Probe[] {
  const lines = readFileSync(FILE, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as Probe);
}

/** Writes the corpus, one probe on each line, so that a changed answer is one changed line. */
export function writeProbes(probes: readonly Probe[]): void {
  writeFileSync(FILE, probes.map((probe) => `${JSON.stringify(probe)}\n`).join(''));
}
