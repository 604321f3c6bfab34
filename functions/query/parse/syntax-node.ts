/**
 * A node of Trino's parse tree, free of the parser that made it.
 *
 * `kind` is the grammar's own name of the rule (`ArithmeticBinary`, `FunctionCall`), or `Token`; `text` is the source
 * of a token and empty otherwise. Lines begin at 1, columns too.
 */
export interface SyntaxNode {
  readonly kind: string;
  readonly text: string;
  readonly children: readonly SyntaxNode[];
  readonly line: number;
  readonly column: number;
}

/** The first child of one of these kinds, if there is one. */
export function findChild(node: SyntaxNode, ...kinds: readonly string[]): SyntaxNode | undefined {
  return node.children.find((child) => kinds.includes(child.kind));
}

/** The first child of one of these kinds; the grammar says it is there. */
export function requireChild(node: SyntaxNode, ...kinds: readonly string[]): SyntaxNode {
  const found = findChild(node, ...kinds);
  if (found === undefined) throw new TypeError(`${node.kind} has no ${kinds.join(' or ')}`);
  return found;
}

/** Every child of one of these kinds, in order. */
export function childrenOf(node: SyntaxNode, ...kinds: readonly string[]): readonly SyntaxNode[] {
  return node.children.filter((child) => kinds.includes(child.kind));
}

/** The child at a position the grammar fixes. */
export function childAt(node: SyntaxNode, index: number): SyntaxNode {
  const child = node.children.at(index);
  if (child === undefined) throw new TypeError(`${node.kind} has no child ${index}`);
  return child;
}

/** The children that are no tokens, in order. */
export function branches(node: SyntaxNode): readonly SyntaxNode[] {
  return node.children.filter((child) => child.kind !== 'Token');
}

/** True where one of the node's own tokens is this keyword or sign. */
export function hasToken(node: SyntaxNode, text: string): boolean {
  return node.children.some((child) => child.kind === 'Token' && child.text.toUpperCase() === text);
}

/** The node's own tokens as upper-case text, in order: enough to tell `IS NOT NULL` from `IS NULL`. */
export function tokensOf(node: SyntaxNode): readonly string[] {
  return node.children.filter((child) => child.kind === 'Token').map((child) => child.text.toUpperCase());
}

/** The source of a node with single spaces between its tokens, for messages. */
export function sourceOf(node: SyntaxNode): string {
  if (node.kind === 'Token') return node.text;
  return node.children.map(sourceOf).join(' ');
}

/** The node below a chain of nodes with one child each: `Expression > Predicated > … > Lambda` gives `Lambda`. */
export function innermost(node: SyntaxNode): SyntaxNode {
  let current = node;
  while (current.children.length === 1 && current.children[0] !== undefined) current = current.children[0];
  return current;
}

/** The first node of a kind on the chain of only children from here down, if there is one. */
export function findOnChain(node: SyntaxNode, kind: string): SyntaxNode | undefined {
  let current: SyntaxNode | undefined = node;
  while (current !== undefined) {
    if (current.kind === kind) return current;
    current = current.children.length === 1 ? current.children[0] : undefined;
  }
  return undefined;
}

/** Every node below (and with) this one, parents first. */
export function* walk(node: SyntaxNode): Generator<SyntaxNode> {
  yield node;
  for (const child of node.children) yield* walk(child);
}
