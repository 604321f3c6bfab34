import type { SyntaxNode } from '../parse/syntax-node.ts';
import type { TrinoType } from '../types/trino-type.ts';
import type { Scope } from './scope.ts';
import type { Typed } from './typed.ts';

/** A column of a query's answer: its name (none where Athena would write `_col0`), type, and name inside DuckDB. */
export interface OutputColumn {
  readonly name: string | undefined;
  readonly type: TrinoType;
  readonly sqlName: string;
}

/** A query rewritten: DuckDB text without a final order of its own unless asked for, and its columns. */
export interface RewrittenQuery {
  readonly sql: string;
  readonly columns: readonly OutputColumn[];
}

/** The columns of every table and view that a statement may read. */
export type Catalogue = ReadonlyMap<string, readonly { readonly name: string; readonly type: TrinoType }[]>;

/** Gives each relation of a statement a name of its own, so that no inner name can hide an outer one. */
export class RelationNames {
  readonly #used = new Map<string, number>();

  /** The wanted name, or the name with a number where it is taken. */
  take(wanted: string): string {
    const count = (this.#used.get(wanted) ?? 0) + 1;
    this.#used.set(wanted, count);
    return count === 1 ? wanted : `${wanted}#${count}`;
  }
}

/** Everything that the meaning of an expression depends on at its place in the statement. */
export interface Context {
  readonly catalogue: Catalogue;
  readonly names: RelationNames;
  readonly scope: Scope;
  /** Common table expressions in sight, by name; `sqlName` is their name inside DuckDB. */
  readonly tables: ReadonlyMap<
    string,
    { readonly sqlName: string; readonly columns: readonly OutputColumn[] }
  >;
  /** Names that win over columns: parameters of lambdas, and output columns inside ORDER BY. */
  readonly variables: ReadonlyMap<string, Typed>;
  /** Windows of the WINDOW clause. */
  readonly windows: ReadonlyMap<string, SyntaxNode>;
}
