import type { QueryResult } from '../../../functions/query/query-engine.ts';
import { writeCsv } from '../../../functions/query/result-csv.ts';
import { writeJson } from '../../../functions/query/result-json.ts';
import { PelangganError } from '../../../schemas/problem.ts';
import { openToRead } from '../lake-access.ts';
import { LakeEngine } from '../lake-engine.ts';
import { didYouMean } from '../nearest.ts';
import { withScratch } from '../scratch.ts';
import { formatTable, showValue } from '../table.ts';
import {
  EXIT,
  findOption,
  type Given,
  LAKE_OPTIONS,
  notThereYet,
  requireOption,
  type Streams,
  type Verb,
} from '../verb.ts';

const FORMATS = ['table', 'csv', 'json', 'parquet'] as const;
/** Rows of a table that a person still reads; the rest is for --format csv or json. */
const SHOWN_ROWS = 200;

export const query: Verb = {
  name: 'query',
  meaning:
    'answers one statement in Athena SQL over the views and the tables lake_…; nothing is ever written',
  usage: 'pelanggan query --lake DIR "SELECT …" [--format table|csv|json]',
  example:
    'pelanggan query --lake demo/lake "select roles, party_count, paid_amount from role_overlap order by party_count desc"',
  words: 'SQL',
  options: {
    ...LAKE_OPTIONS,
    format: { type: 'string', value: 'F', meaning: 'table (the default), csv or json' },
    schema: {
      type: 'string',
      value: 'S',
      meaning: 'live (the default); published comes with a later version',
    },
    describe: { type: 'boolean', meaning: 'columns and their meanings', isLater: true },
  },
  async run(given, streams) {
    const lakeFolder = requireOption(given, 'lake', query);
    const format = readFormat(given);
    requireLive(given);
    const [sql, ...more] = given.rest;
    if (sql === undefined || more.length > 0) {
      throw new PelangganError(
        'sql_missing',
        `query needs one statement in quotes, ${given.rest.length} were found; for example: ${query.example}`,
        { found: given.rest.length },
      );
    }
    const { settings, site } = await openToRead(lakeFolder, given);
    return withScratch(async (scratch) => {
      const engine = await LakeEngine.open(lakeFolder, settings, site.sqlFolder, scratch);
      try {
        await engine.prepare(sql);
        await write(await engine.engine.run(sql), format, settings.locale, streams);
        return EXIT.done;
      } finally {
        await engine.close();
      }
    });
  },
};

function readFormat(given: Given): 'table' | 'csv' | 'json' {
  const format = findOption(given, 'format') ?? (given.options['json'] === true ? 'json' : 'table');
  if (format === 'parquet') throw notThereYet('--format parquet');
  if (format === 'table' || format === 'csv' || format === 'json') return format;
  throw new PelangganError(
    'format_unknown',
    `format ${format} is unknown; allowed are table, csv, json${didYouMean(format, FORMATS)}`,
    { found: format },
  );
}

function requireLive(given: Given): void {
  const schema = findOption(given, 'schema') ?? 'live';
  if (schema === 'published') throw notThereYet('the schema published');
  if (schema !== 'live')
    throw new PelangganError('schema_unknown', `schema ${schema} is unknown; allowed is live`, {
      found: schema,
    });
}

async function write(
  result: QueryResult,
  format: 'table' | 'csv' | 'json',
  locale: string,
  streams: Streams,
): Promise<void> {
  if (format === 'table') {
    await writeTable(result, locale, streams);
    return;
  }
  const text =
    format === 'json' ? writeJson(result.columns, result.rows()) : writeCsv(result.columns, result.rows());
  for await (const piece of text) {
    if (!streams.out.write(piece)) await new Promise((done) => streams.out.once('drain', done));
  }
}

async function writeTable(result: QueryResult, locale: string, streams: Streams): Promise<void> {
  const rows: string[][] = [];
  let count = 0;
  for await (const row of result.rows()) {
    if (count++ < SHOWN_ROWS)
      rows.push(row.map((value, i) => showValue(value, locale, result.columns[i]?.type)));
  }
  const right = new Set(
    result.columns
      .filter(({ type }) => /^(bigint|integer|smallint|tinyint|double|real|decimal)/.test(type))
      .map(({ name }) => name),
  );
  streams.out.write(
    formatTable(
      result.columns.map(({ name }) => name),
      rows,
      { width: streams.width, right },
    ),
  );
  const hidden = count - rows.length;
  if (hidden > 0)
    streams.messages.write(`${hidden.toLocaleString(locale)} more rows; see them all with --format csv\n`);
}
