import type { Cell, SparseLake } from './lake-fixture.ts';

/** What a view must answer: some of its columns, in this order, and every row of them, in any order. */
export interface Expected {
  readonly view: string;
  readonly columns: string;
  readonly where?: string;
  readonly rows: readonly (readonly Cell[])[];
}

/** A rule of the domain computed by hand: a small lake, the settings that differ, and what views must answer. */
export interface ViewCase {
  readonly claim: string;
  readonly settings?: object;
  readonly lake: SparseLake;
  readonly expect: readonly Expected[];
}
