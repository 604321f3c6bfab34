import type { Dataset } from '../../schemas/dataset.ts';
import { ORDER_STATUSES } from '../../schemas/datasets/orders.ts';
import { type CopyPlan, lakeTableOf } from './copy-sql.ts';

/**
 * Gives the query of the records that lose to another of the same key: `record_number` and `is_duplicate` (equal to the
 * winner in every field). `rows` is a relation of lake rows. The greatest status_at wins, then the later status, then
 * the last in the file.
 */
export function losersSql(plan: CopyPlan, rows: string): string {
  const table = lakeTableOf(plan.dataset);
  const key = ['shop', ...plan.dataset.key.map((name) => keyColumn(plan.dataset, name))].join(', ');
  const order: string[] = [];
  if (plan.dataset.versionInstant !== undefined) order.push(`${plan.dataset.versionInstant} desc nulls last`);
  if (plan.dataset.name === 'orders') order.push(`${statusRankSql()} desc`);
  order.push('record_number desc');
  const compared = table.columns.filter(({ name }) => name !== 'record_number').map(({ name }) => name);
  return `
    with ranked as (
      select record_number, row(${compared.join(', ')}) as content,
        first_value(record_number) over best as winner, first_value(row(${compared.join(', ')})) over best as winning
      from (${rows}) where not is_rejected
      window best as (partition by ${key} order by ${order.join(', ')} rows between unbounded preceding and unbounded following)
    )
    select record_number, content is not distinct from winning as is_duplicate from ranked where record_number <> winner`;
}

function keyColumn(dataset: Dataset, name: string): string {
  const person = Object.entries(dataset.people).find(([, fields]) => fields.id === name)?.[0];
  return person === undefined ? name : `${person}_ref`;
}

function statusRankSql(): string {
  const ranks = ORDER_STATUSES.map(
    (status, rank) => `when '${status}' then ${status === 'returned' ? rank - 1 : rank}`,
  );
  return `case status ${ranks.join(' ')} end`;
}
