import {
  childAt,
  childrenOf,
  findChild,
  findOnChain,
  hasToken,
  type SyntaxNode,
  sourceOf,
} from '../parse/syntax-node.ts';
import type { Context } from './context.ts';
import { IDENTIFIERS, identifierOf } from './identifier.ts';
import { requireComparable, rewriteColumnEquality, rewriteCondition } from './predicate.ts';
import { problemAt } from './problem-at.ts';
import type { ScopeColumn } from './scope.ts';
import { type Typed, unify } from './typed.ts';

/** A relation in DuckDB's words with the columns it shows, in the order of `*`. */
export interface Relation {
  readonly sql: string;
  readonly columns: readonly ScopeColumn[];
}

function requireOne(columns: readonly ScopeColumn[], name: string, node: SyntaxNode): Typed {
  const [column, other] = columns.filter((each) => each.name === name);
  if (column === undefined || other !== undefined) {
    const count = column === undefined ? 'no relation' : 'several relations';
    throw problemAt(
      node,
      'sql_name_unknown',
      `using (${name}): the column is in ${count} on one side, one is allowed`,
      'use join … on',
    );
  }
  return { sql: column.sql, type: column.type, node };
}

interface SharedColumn {
  readonly condition: string;
  readonly column: ScopeColumn;
}

// After USING the shared column has no relation before its name, and is the left one's where there is a left row.
function share(name: string, type: string, left: Relation, right: Relation, node: SyntaxNode): SharedColumn {
  const [a, b] = unify(
    [requireOne(left.columns, name, node), requireOne(right.columns, name, node)],
    `using (${name})`,
  );
  if (a === undefined || b === undefined) throw new TypeError('using without columns');
  requireComparable(a);
  const sql = type === 'RIGHT' ? b.sql : type === 'FULL' ? `coalesce(${a.sql}, ${b.sql})` : a.sql;
  return { condition: `${a.sql} = ${b.sql}`, column: { name, qualifier: undefined, type: a.type, sql } };
}

function joinUsing(criteria: SyntaxNode, type: string, left: Relation, right: Relation): Relation {
  const names = childrenOf(criteria, ...IDENTIFIERS).map(identifierOf);
  const shared = names.map((name) => share(name, type, left, right, criteria));
  const rest = [...left.columns, ...right.columns].filter(
    (column) => column.name === undefined || !names.includes(column.name),
  );
  return {
    sql: `${left.sql} ${type} JOIN ${right.sql} ON ${shared.map((each) => `(${each.condition})`).join(' AND ')}`,
    columns: [...shared.map((each) => each.column), ...rest],
  };
}

function conditionSql(node: SyntaxNode, context: Context): string {
  return node.kind === 'JoinColumnEquality'
    ? rewriteColumnEquality(node, context).sql
    : rewriteCondition(node, context).sql;
}

function isDerived(node: SyntaxNode): boolean {
  return (
    findOnChain(childAt(node, -2), 'Unnest') !== undefined ||
    /^(unnest|lateral)\b/i.test(sourceOf(childAt(node, -2)))
  );
}

/** Two relations joined: CROSS, INNER, LEFT, RIGHT or FULL, by ON or USING. */
export function joinRelations(
  node: SyntaxNode,
  type: string,
  left: Relation,
  right: Relation,
  context: Context,
): Relation {
  const columns = [...left.columns, ...right.columns];
  if (type === 'CROSS') return { sql: `${left.sql} CROSS JOIN ${right.sql}`, columns };
  const criteria = findChild(node, 'JoinCriteria');
  if (criteria === undefined)
    throw problemAt(node, 'sql_grammar', 'a join without on or using was found', 'say how its rows meet');
  if (hasToken(criteria, 'USING')) return joinUsing(criteria, type, left, right);
  const condition = childAt(criteria, 1);
  if (isDerived(node) && sourceOf(condition).toLowerCase() !== 'true') {
    throw problemAt(
      condition,
      'sql_not_portable',
      'a join with unnest or lateral on a condition was found, on true is allowed',
      'filter in where',
    );
  }
  const scope = { columns, outer: context.scope.outer };
  return {
    sql: `${left.sql} ${type} JOIN ${right.sql} ON ${conditionSql(condition, { ...context, scope })}`,
    columns,
  };
}
