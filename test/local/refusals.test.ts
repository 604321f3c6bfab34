import { chmodSync, mkdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Outcome, Place } from './command.ts';
import { CheckForm, ErrorForm, RunForm, SettingsForm } from './json-forms.ts';
import { writeSmallCompany } from './small-company.ts';

const HEADER = 'order_id,ordered_at,buyer_id,product_id,product_kind,quantity,unit_price';
const NOBODY = 65_534;

/** Calls that are wrong, each with what the sentence must say; all end with status 2. */
const WRONG: readonly (readonly [string, readonly string[], RegExp])[] = [
  ['an unknown verb', ['runn'], /^pelanggan: runn is not a verb; .*; did you mean run\?$/m],
  ['a verb of later', ['propose', 'x.csv'], /the verb propose is not there yet/],
  [
    'an unknown option',
    ['run', '--raww', 'raw'],
    /option --raww is unknown to run; .*; did you mean --raw\?$/m,
  ],
  [
    'an option of later',
    ['run', '--raw', 'raw', '--lake', 'l', '--watch'],
    /option --watch of run is not there yet/,
  ],
  ['a stack', ['query', '--stack', 'x', 'select 1'], /option --stack of query is not there yet/],
  ['an option without its value', ['run', '--raw'], /option --raw of run needs a value/],
  ['a missing option', ['run', '--raw', 'raw'], /run needs --lake DIR; for example: pelanggan run --raw/],
  [
    'a missing folder',
    ['run', '--raw', 'no', '--lake', 'l'],
    /folder no is not there; make it, or give another name/,
  ],
  [
    'a file for a folder',
    ['run', '--raw', 'raw/orders/orders.csv', '--lake', 'l'],
    /is a file, not a folder/,
  ],
  ['a lake among raw files', ['run', '--raw', 'raw', '--lake', 'raw/l'], /lie one in the other/],
  ['a folder for a file', ['check', 'raw/orders'], /raw\/orders is a folder; give the names of files/],
  ['a missing file', ['check', 'no.csv'], /file no\.csv is not there; give the name of a file/],
  ['no file', ['ingest', '--lake', 'l'], /ingest needs the name of a file/],
  [
    'an unknown layout',
    ['check', 'raw/orders/orders.csv', '--layout', 'canonica'],
    /layout canonica is unknown; allowed are canonical/,
  ],
  [
    'an unknown data set',
    ['check', 'raw/orders/orders.csv', '--dataset', 'order'],
    /data set order is unknown; .*; did you mean orders\?/,
  ],
  [
    'an unknown setting',
    ['settings', '--set', 'curency=IDR'],
    /setting curency is unknown, .*; did you mean currency\?/,
  ],
  ['a wrong setting', ['settings', '--set', 'new_days=often'], /setting new_days cannot be "often"/],
  ['a setting without a value', ['settings', '--set', 'new_days'], /--set new_days is not name=value/],
  ['a missing site', ['settings', '--site', 'no'], /site no is not a folder/],
  ['a missing lake', ['query', '--lake', 'no', 'select 1'], /folder no is not there/],
  [
    'a folder that is no lake',
    ['query', '--lake', 'raw', 'select 1'],
    /raw is not a lake; make one with: pelanggan run/,
  ],
  [
    'an unknown format',
    ['query', '--lake', 'raw', 'select 1', '--format', 'cvs'],
    /format cvs is unknown; .*; did you mean csv\?/,
  ],
  [
    'Parquet output',
    ['query', '--lake', 'raw', 'select 1', '--format', 'parquet'],
    /--format parquet is not there yet/,
  ],
  [
    'the schema published',
    ['query', '--lake', 'raw', 'select 1', '--schema', 'published'],
    /the schema published is not there yet/,
  ],
  ['no statement', ['query', '--lake', 'raw'], /query needs one statement in quotes, 0 were found/],
];

/** Statements that are refused, each with the code; all end with status 2. */
const REFUSED_SQL: readonly (readonly [string, string, string])[] = [
  ['a query that writes', 'delete from lake_orders', 'sql_not_read_only'],
  ['a query that makes a table', 'create table x as select 1 as a', 'sql_not_read_only'],
  ['what only DuckDB understands', 'select * exclude (a) from orders', 'sql_grammar'],
  ['a function Athena has not', 'select list_sort(array[1]) as a', 'sql_function_unknown'],
  [
    'a comparison Athena refuses',
    "select order_id from lake_orders where quantity = 'x'",
    'sql_type_mismatch',
  ],
  ['an unknown view', 'select 1 as a from party_role', 'sql_name_unknown'],
  ['two columns of one name', 'select 1 as a, 1 as a', 'sql_column_twice'],
];

describe('wrong use', () => {
  const place = new Place();
  let outcomes: Outcome[];
  beforeAll(async () => {
    writeSmallCompany(place);
    outcomes = await place.callMany(WRONG.map(([, args]) => args));
  });
  afterAll(() => place.remove());

  it.each(WRONG.map(([what, , sentence], at) => ({ what, sentence, at })))(
    '$what is refused with what to do',
    ({ sentence, at }) => {
      expect(outcomes[at]).toEqual({ code: 2, out: '', messages: expect.stringMatching(sentence) });
    },
  );

  it('is one JSON document with --json', async () => {
    const { code, out } = await place.call(['run', '--raw', 'no', '--lake', 'l', '--json']);
    expect(ErrorForm.parse(JSON.parse(out)).error).toMatchObject({ code: 'folder_not_found' });
    expect(code).toBe(2);
  });

  it('makes no lake', () => {
    expect(place.state('.').filter((line) => !line.includes('raw'))).toEqual([]);
  });
});

describe('a bad file', () => {
  const place = new Place();
  afterAll(() => place.remove());

  const check = async (name: string, content: string, args: readonly string[] = []) => {
    place.write(`raw/${name}`, content);
    const { code, out } = await place.call(['check', `raw/${name}`, '--json', ...args]);
    const [file] = CheckForm.parse(JSON.parse(out)).files;
    if (file === undefined) throw new Error('check told of no file');
    return { code, ...file };
  };

  it('is refused when empty', async () => {
    const { code, problem } = await check('orders/empty.csv', '');
    expect(problem).toEqual({
      code: 'file_empty',
      message: expect.stringMatching(/^raw file orders\/empty\.csv .*empty/),
    });
    expect(code).toBe(1);
  });

  it('is refused when a column stands twice in its header', async () => {
    const { problem } = await check('orders/twice.csv', `${HEADER},quantity\n`);
    expect(problem?.message).toContain('orders/twice.csv has one name for its columns');
  });

  it('is refused when nobody knows its layout, with the nearest and what it lacks', async () => {
    const { problem } = await check('orders/strange.csv', 'order_id,ordered_at,product_id\n1,2,3\n');
    expect(problem?.message).toContain('nearest is canonical orders, which also needs quantity');
  });

  it('loses just the lines that repeat the header', async () => {
    const row = '2026-01-05,B1,P1,goods,1,500';
    const found = await check('orders/again.csv', `${HEADER}\nO1,${row}\n${HEADER}\nO2,${row}\n`);
    expect(found).toMatchObject({ code: 0, record_count: 3, accepted_count: 2, rejected_count: 1 });
    expect(found.problems).toContainEqual({
      field: 'quantity',
      problem: 'not_a_number',
      count: 1,
      first_record_number: 2,
    });
  });

  it('says which setting cures a file of unknown product kinds', async () => {
    place.write('raw/orders/kinds.csv', `${HEADER}\nO1,2026-01-05,B1,P1,,1,500\n`);
    const { out } = await place.call(['check', 'raw/orders/kinds.csv']);
    expect(out).toContain('default_product_kind=goods');
    const cured = await place.call([
      'check',
      'raw/orders/kinds.csv',
      '--set',
      'default_product_kind=goods',
      '--json',
    ]);
    expect(CheckForm.parse(JSON.parse(cured.out)).files[0]).toMatchObject({ accepted_count: 1 });
  });

  it('is told and left for the next run when it cannot be read', async (context) => {
    if (process.getuid?.() !== 0) {
      context.skip('only the superuser can call the command as a user who may not read a file');
    }
    const locked = new Place();
    try {
      locked.write('raw/orders/locked.csv', `${HEADER}\n`);
      locked.write('raw/orders/open.csv', `${HEADER}\nO1,2026-01-05,B1,P1,goods,1,500\n`);
      chmodSync(locked.path('raw/orders/locked.csv'), 0o000);
      chmodSync(locked.folder, 0o777);
      const { code, out } = await locked.call(['run', '--raw', 'raw', '--lake', 'lake', '--json'], {
        uid: NOBODY,
      });
      const { files } = RunForm.parse(JSON.parse(out));
      expect(files.map(({ path, status }) => [path, status])).toEqual([
        ['orders/locked.csv', 'refused'],
        ['orders/open.csv', 'loaded'],
      ]);
      expect(files[0]?.problem?.message).toContain(
        'orders/locked.csv cannot be read (EACCES): permission is denied',
      );
      expect(code).toBe(1);
    } finally {
      locked.remove();
    }
  });
});

describe('over a lake that is there', () => {
  const place = new Place();
  beforeAll(async () => {
    writeSmallCompany(place);
    const made = await place.call([
      'ingest',
      'raw/orders/orders.csv',
      '--lake',
      'lake',
      '--set',
      'currency=USD',
    ]);
    expect(made.code).toBe(0);
  });
  afterAll(() => place.remove());

  it('refuses what Athena would refuse, and what writes', async () => {
    const calls = REFUSED_SQL.map(([, sql]) => ['query', '--lake', 'lake', sql, '--format', 'json']);
    const outcomes = await place.callMany(calls);
    const found = outcomes.map(({ code, out }) => [code, ErrorForm.parse(JSON.parse(out)).error.code]);
    expect(found).toEqual(REFUSED_SQL.map(([, , code]) => [2, code]));
  });

  it('remembers the settings under which files were taken in, and refuses others', async () => {
    const { out } = await place.call(['settings', '--lake', 'lake', '--json']);
    const { settings } = SettingsForm.parse(JSON.parse(out));
    expect(settings.find(({ name }) => name === 'currency')).toMatchObject({ value: 'USD', default: 'IDR' });
    const month = settings.find(({ name }) => name === 'earliest_month')?.value;
    expect(month).toMatch(/^\d{4}-\d{2}$/);
    const other = await place.call(['run', '--raw', 'raw', '--lake', 'lake', '--set', 'currency=IDR']);
    expect(other.messages).toContain('setting currency is "IDR", the lake was made with "USD"; leave it out');
    expect(other.code).toBe(2);
  });

  it('puts a call before the site, and the site before the defaults', async () => {
    place.write('site/settings.json', JSON.stringify({ new_days: 60, loyal_min_dates: 6 }));
    const { out } = await place.call(['settings', '--set', 'new_days=90', '--json']);
    const values = SettingsForm.parse(JSON.parse(out)).settings.map(({ name, value }) => [name, value]);
    expect(Object.fromEntries(values)).toMatchObject({
      new_days: 90,
      loyal_min_dates: 6,
      potential_days: 90,
    });
  });

  it('names the file and the place of a wrong mapping', async () => {
    mkdirSync(place.path('own/layouts'), { recursive: true });
    place.write('own/layouts/till.json', JSON.stringify({ layout: 'till' }));
    const { code, messages } = await place.call(['check', 'raw/orders/orders.csv', '--site', 'own']);
    expect(messages).toMatch(/mapping own\/layouts\/till\.json is wrong at \w+: .*; correct it/);
    expect(code).toBe(2);
  });
});
