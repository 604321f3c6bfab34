import { innermost, type SyntaxNode } from '../parse/syntax-node.ts';
import { problemAt } from './problem-at.ts';

/** The name that an identifier stands for, in lower case: Athena's names know no case, quoted or not. */
export function identifierOf(node: SyntaxNode): string {
  const text = innermost(node).text;
  if (node.kind === 'BackQuotedIdentifier' || node.kind === 'DigitIdentifier') {
    throw problemAt(
      node,
      'sql_grammar',
      `identifier ${text} was found, letters or double quotes are allowed`,
      'put it into double quotes',
    );
  }
  const name = text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text;
  return name.toLowerCase();
}

/** Kinds of node that hold one identifier. */
export const IDENTIFIERS = [
  'UnquotedIdentifier',
  'QuotedIdentifier',
  'BackQuotedIdentifier',
  'DigitIdentifier',
] as const;
