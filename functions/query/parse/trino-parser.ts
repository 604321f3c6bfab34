import { registerHooks } from 'node:module';
import { PelangganError } from '../../../schemas/problem.ts';
import { hasToken, type SyntaxNode, sourceOf } from './syntax-node.ts';

// The package is written for bundlers: its files name each other without `.js`, which plain Node does not resolve.
registerHooks({
  resolve(specifier, context, next) {
    const isBare =
      specifier.startsWith('.') &&
      !specifier.endsWith('.js') &&
      context.parentURL?.includes('/dt-sql-parser/');
    return next(isBare === true ? `${specifier}.js` : specifier, context);
  },
});

interface Tree {
  readonly constructor: { readonly name: string };
  readonly children?: readonly Tree[] | null;
  readonly symbol?: GrammarToken;
  readonly start?: GrammarToken | null;
}
interface GrammarToken {
  readonly type: number;
  readonly line: number;
  readonly column: number;
  readonly text?: string;
}
interface ErrorListener {
  syntaxError(
    recognizer: unknown,
    token: GrammarToken | null,
    line: number,
    column: number,
    text: string,
  ): void;
  reportAmbiguity(): void;
  reportAttemptingFullContext(): void;
  reportContextSensitivity(): void;
}
interface Recognizer {
  removeErrorListeners(): void;
  addErrorListener(listener: ErrorListener): void;
}
interface Runtime {
  readonly CharStreams: { fromString(text: string): unknown };
  readonly CommonTokenStream: new (lexer: unknown) => unknown;
  readonly PredictionMode: { readonly SLL: number; readonly LL: number };
}
type LexerClass = new (input: unknown) => Recognizer;
type ParserClass = new (
  tokens: unknown,
) => Recognizer & { program(): Tree; readonly interpreter: { predictionMode: number } };

// Only Trino's lexer and parser: the package's own entry loads eight dialects and takes five times as long.
const { TrinoSqlLexer } = (await import('dt-sql-parser/dist/lib/trino/TrinoSqlLexer.js')) as unknown as {
  TrinoSqlLexer: LexerClass;
};
const { TrinoSqlParser } = (await import('dt-sql-parser/dist/lib/trino/TrinoSqlParser.js')) as unknown as {
  TrinoSqlParser: ParserClass;
};
const { CharStreams, CommonTokenStream, PredictionMode } = (await import('antlr4ng')) as unknown as Runtime;

class FirstSyntaxError implements ErrorListener {
  syntaxError(
    _recognizer: unknown,
    token: GrammarToken | null,
    line: number,
    column: number,
    text: string,
  ): never {
    const found = token?.text === undefined || token.type === -1 ? 'the end' : `"${token.text}"`;
    const reason = text.replaceAll(/\s+/g, ' ').slice(0, 160);
    throw new PelangganError(
      'sql_grammar',
      `sql ${line}:${column + 1} is no Athena SQL: found ${found} (${reason}); correct the statement there`,
      { line, column: column + 1 },
    );
  }
  reportAmbiguity(): void {}
  reportAttemptingFullContext(): void {}
  reportContextSensitivity(): void {}
}

function toNode(tree: Tree): SyntaxNode {
  const token = tree.symbol;
  if (token !== undefined) {
    return {
      kind: 'Token',
      text: token.text ?? '',
      children: [],
      line: token.line,
      column: token.column + 1,
    };
  }
  return {
    kind: tree.constructor.name.replace(/^_?(.*?)Context$/, '$1'),
    text: '',
    children: (tree.children ?? []).map(toNode),
    line: tree.start?.line ?? 1,
    column: (tree.start?.column ?? 0) + 1,
  };
}

// The quick prediction of ANTLR fails on a few statements that are right; what it accepts is read as by the thorough one
// (Parr and others, "Adaptive LL(*) Parsing", 2014), which costs ten times as much and also words the errors.
function read(sql: string): readonly SyntaxNode[] {
  try {
    return readBy(sql, PredictionMode.SLL);
  } catch (error) {
    if (!(error instanceof PelangganError)) throw error;
    return readBy(sql, PredictionMode.LL);
  }
}

function readBy(sql: string, predictionMode: number): readonly SyntaxNode[] {
  const listener = new FirstSyntaxError();
  const lexer = new TrinoSqlLexer(CharStreams.fromString(sql));
  lexer.removeErrorListeners();
  lexer.addErrorListener(listener);
  const parser = new TrinoSqlParser(new CommonTokenStream(lexer));
  parser.removeErrorListeners();
  parser.addErrorListener(listener);
  parser.interpreter.predictionMode = predictionMode;
  return toNode(parser.program()).children.filter((child) => child.kind === 'Statements');
}

// The grammar takes statements one after the other without `;`, so a word too many begins a statement for it.
function secondStatement(first: SyntaxNode, second: SyntaxNode): PelangganError {
  const place = { line: second.line, column: second.column };
  const [statement = first] = first.children;
  if (hasToken(statement, ';')) {
    const message = `sql ${place.line}:${place.column} begins a second statement, one is allowed; run them one at a time`;
    return new PelangganError('sql_several_statements', message, place);
  }
  const found = sourceOf(second).split(' ')[0];
  const message = `sql ${place.line}:${place.column} is no Athena SQL: found "${found}" after the end of the statement; correct the statement there`;
  return new PelangganError('sql_grammar', message, place);
}

/**
 * The parse tree of one statement in Athena's grammar, a final `;` allowed.
 *
 * Throws `sql_grammar` with line and column, `sql_empty`, or `sql_several_statements`.
 */
export function parseStatement(sql: string): SyntaxNode {
  const [first, second] = read(sql);
  if (first === undefined) {
    throw new PelangganError('sql_empty', 'the sql text is empty; give one select statement', {});
  }
  if (second !== undefined) throw secondStatement(first, second);
  return first;
}
