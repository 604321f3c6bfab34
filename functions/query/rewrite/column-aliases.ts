import { childrenOf, findChild, type SyntaxNode } from '../parse/syntax-node.ts';
import { IDENTIFIERS, identifierOf } from './identifier.ts';
import { problemAt } from './problem-at.ts';

/** The names of `(a, b)` after an alias; undefined where there is no such list. */
export function columnAliases(node: SyntaxNode): readonly string[] | undefined {
  const list = findChild(node, 'ColumnAliases');
  return list === undefined ? undefined : childrenOf(list, ...IDENTIFIERS).map(identifierOf);
}

/** The columns under new names; throws where the list is longer or shorter than the columns. */
export function renameColumns<T extends { readonly name: string | undefined }>(
  columns: readonly T[],
  names: readonly string[] | undefined,
  node: SyntaxNode,
): readonly T[] {
  if (names === undefined) return columns;
  if (names.length !== columns.length) {
    throw problemAt(
      node,
      'sql_type_mismatch',
      `${names.length} column names were found for ${columns.length} columns, as many are allowed`,
      'name each column',
    );
  }
  return columns.map((column, index) => ({ ...column, name: names[index] }));
}
