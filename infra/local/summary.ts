import type { Settings } from '../../schemas/settings.ts';
import { formatFiles } from './file-table.ts';
import { cureOfUnknownKind, UNKNOWN_KIND } from './kind-cure.ts';
import type { LakeEngine } from './lake-engine.ts';
import { formatTable, showAmount, showValue } from './table.ts';
import type { RunAnswer } from './verbs/run.ts';

export interface SummaryOptions {
  readonly answer: RunAnswer;
  readonly engine: LakeEngine;
  readonly settings: Settings;
  readonly rawFolder: string;
  readonly lakeFolder: string;
  /** Files taken in again because the product reference changed. */
  readonly again: number;
  readonly width: number;
}

/** Months shown: enough to see where things go. */
const MONTHS = 6;

/** Gives what a person wants to know after a run, in the order in which questions come up. */
export async function formatSummary(options: SummaryOptions): Promise<string> {
  const { answer, settings, width } = options;
  const unchanged = answer.files.filter(({ status }) => status === 'unchanged').length;
  const parts = [
    title('Files'),
    formatFiles(answer.files, settings.locale, width),
    ...(unchanged > 0
      ? [`${unchanged} of ${answer.files.length} were taken in before and have not changed\n`]
      : []),
    ...(options.again > 0
      ? [`${options.again} were taken in again, because the product reference changed\n`]
      : []),
    ...(await rejections(options)),
    ...(await people(options)),
    ...(await characteristics(options)),
    ...(await months(options)),
    ...checks(answer),
    next(options),
  ];
  return parts.join('');
}

function title(text: string): string {
  return `\n${text}\n`;
}

async function rejections({ engine, answer, settings, width }: SummaryOptions): Promise<string[]> {
  const rows = await engine.rows(
    'select problem, field, count(*) as record_count from rejected_rows group by problem, field order by count(*) desc, problem, field limit 8',
  );
  if (rows.length === 0) return [];
  const shown = rows.map((row) => [
    String(row['problem']),
    String(row['field'] ?? 'whole record'),
    showValue(row['record_count'], settings.locale),
  ]);
  return [
    title('Most frequent reasons for rejection'),
    formatTable(['problem', 'field', 'records'], shown, { width, right: new Set(['records']) }),
    ...(await cures(engine, answer)),
  ];
}

async function cures(engine: LakeEngine, { files }: RunAnswer): Promise<string[]> {
  const rows = await engine.rows(
    `select file_id, dataset, count(*) as record_count from rejected_rows where problem = '${UNKNOWN_KIND}' group by file_id, dataset`,
  );
  return rows.flatMap((row) => {
    const file = files.find(
      ({ file_id, dataset }) => file_id === row['file_id'] && dataset === row['dataset'],
    );
    if (file === undefined) return [];
    return cureOfUnknownKind(file.path, Number(row['record_count']), file.record_count) ?? [];
  });
}

async function people({ engine, settings, width }: SummaryOptions): Promise<string[]> {
  const [sums] = await engine.rows(`
    select
      count_if(is_payer) as payer_count, count_if(is_user or is_client and usage_count > 0) as user_count,
      count_if(is_payer and (is_user or is_client and usage_count > 0)) as both_count, count(*) as party_count
    from parties`);
  const overlap = await engine.rows(
    'select roles, party_count, paid_amount from role_overlap order by party_count desc, roles',
  );
  if (overlap.length === 0) return [title('Who pays and who uses'), 'nobody yet\n'];
  const show = (name: string) => showValue(sums?.[name], settings.locale);
  const sentence = `${show('payer_count')} pay, ${show('user_count')} use, ${show('both_count')} do both\n`;
  const rows = overlap.map((row) => [
    String(row['roles']),
    showValue(row['party_count'], settings.locale),
    showAmount(row['paid_amount'], settings.locale),
  ]);
  const amount = `paid (${settings.currency})`;
  return [
    title('Who pays and who uses'),
    sentence,
    formatTable(['roles', 'parties', amount], rows, { width, right: new Set(['parties', amount]) }),
  ];
}

async function characteristics({ engine, settings, width }: SummaryOptions): Promise<string[]> {
  const names = ['new', 'potential', 'impulsive', 'thrifty', 'loyal', 'growing'];
  const counts = names.map(
    (name) =>
      `count_if(is_${name}) as ${name}_count, count_if(primary_characteristic = '${name}') as primary_${name}`,
  );
  const [row] = await engine.rows(
    `select ${counts.join(', ')}, count_if(primary_characteristic = 'ordinary') as ordinary_count from characteristics`,
  );
  const lines = names.map((name) => [
    name,
    showValue(row?.[`${name}_count`], settings.locale),
    showValue(row?.[`primary_${name}`], settings.locale),
  ]);
  lines.push(['ordinary', '', showValue(row?.['ordinary_count'], settings.locale)]);
  return [
    title('The six characteristics'),
    formatTable(['characteristic', 'parties', 'as primary'], lines, {
      width,
      right: new Set(['parties', 'as primary']),
    }),
  ];
}

async function months({ engine, settings, width }: SummaryOptions): Promise<string[]> {
  const rows = await engine.rows(
    `select month, revenue, orders, active_buyers, active_users, active_clients, is_complete from monthly_totals order by month desc limit ${MONTHS}`,
  );
  if (rows.length === 0) return [];
  const revenue = `revenue (${settings.currency})`;
  const columns = ['month', revenue, 'orders', 'buyers', 'users', 'clients'];
  const shown = rows
    .toReversed()
    .map((row) => [
      `${String(row['month']).slice(0, 7)}${row['is_complete'] === true ? '' : ' (so far)'}`,
      showAmount(row['revenue'], settings.locale),
      ...['orders', 'active_buyers', 'active_users', 'active_clients'].map((name) =>
        showAmount(row[name], settings.locale),
      ),
    ]);
  return [title('The last months'), formatTable(columns, shown, { width, right: new Set(columns.slice(1)) })];
}

function checks(answer: RunAnswer): string[] {
  const bad = answer.checks.filter(({ failed_row_count }) => failed_row_count > 0);
  const lines = bad.map(
    ({ name, severity, failed_row_count }) => `${severity}: ${name}: ${failed_row_count} rows\n`,
  );
  return [
    title('Checks'),
    `${answer.checks.length - bad.length} of ${answer.checks.length} checks found nothing\n`,
    ...lines,
  ];
}

function next({ lakeFolder, rawFolder }: SummaryOptions): string {
  return [
    title(`The lake lies in ${lakeFolder}. What next`),
    `  npx pelanggan query --lake ${lakeFolder} "select * from characteristics where is_loyal limit 5"`,
    `  npx pelanggan query --lake ${lakeFolder} "select problem, count(*) as records from rejected_rows group by problem"`,
    `  npx pelanggan verify --lake ${lakeFolder}`,
    `  npx pelanggan run --raw ${rawFolder} --lake ${lakeFolder}      again: only what is new or changed`,
    '  npx pelanggan --help\n',
  ].join('\n');
}
