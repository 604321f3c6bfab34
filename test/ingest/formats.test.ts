import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { counts, only, type Row, Workbench } from './workbench.ts';

let bench: Workbench;
beforeEach(async () => {
  bench = await Workbench.create();
});
afterEach(() => bench.close());

/** Two good lines and one of quantity below zero; names and a place that not every encoding writes alike. */
const RECORDS = [
  {
    order_id: 'A',
    line_id: '1',
    ordered_at: '2024-02-01 10:00:00',
    buyer_name: 'Zoë Ångström',
    city: 'Málaga',
    product_id: 'P1',
    product_kind: 'goods',
    product_name: 'Tas, "besar"',
    quantity: '1',
    unit_price: '12.5',
  },
  {
    order_id: 'A',
    line_id: '2',
    ordered_at: '2024-02-01 10:00:00',
    buyer_name: 'Zoë Ångström',
    city: 'Málaga',
    product_id: 'P2',
    product_kind: 'service',
    product_name: 'dua\nbaris',
    quantity: '2',
    unit_price: '7',
  },
  {
    order_id: 'B',
    line_id: '1',
    ordered_at: '2024-02-02 11:00:00',
    buyer_name: 'Omar',
    city: '',
    product_id: 'P1',
    product_kind: 'goods',
    product_name: '',
    quantity: '-1',
    unit_price: '7',
  },
] as const;
const NAMES = Object.keys(RECORDS[0]);

function csv(delimiter = ',', lineEnd = '\n'): string {
  const cell = (text: string) =>
    /["\n]/.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text;
  const rows = RECORDS.map((record) => Object.values(record).map(cell).join(delimiter));
  return [NAMES.join(delimiter), ...rows, ''].join(lineEnd);
}

const ndjson = RECORDS.map((record) => `${JSON.stringify(record)}\n`).join('');
const utf8 = (text: string) => Buffer.from(text, 'utf8');

function utf16be(text: string): Buffer {
  return Buffer.from(`\ufeff${text}`, 'utf16le').swap16();
}

const FILES: readonly (readonly [string, string, () => Uint8Array | Promise<Uint8Array>])[] = [
  ['commas and line feeds', 'csv', () => utf8(csv())],
  ['semicolons and CRLF', 'csv', () => utf8(csv(';', '\r\n'))],
  ['tabs', 'tsv', () => utf8(csv('\t'))],
  ['pipes', 'txt', () => utf8(csv('|'))],
  ['a byte order mark', 'csv', () => utf8(`\ufeff${csv()}`)],
  ['UTF-16, little end first', 'csv', () => Buffer.from(`\ufeff${csv()}`, 'utf16le')],
  ['UTF-16, big end first', 'csv', () => utf16be(csv())],
  ['Windows-1252', 'csv', () => Buffer.from(csv(), 'latin1')],
  ['NDJSON', 'ndjson', () => utf8(ndjson)],
  ['a JSON array', 'json', () => utf8(JSON.stringify(RECORDS))],
  ['a JSON array on many lines', 'json', () => utf8(JSON.stringify(RECORDS, null, 2))],
  ['Parquet', 'parquet', parquet],
];

async function parquet(): Promise<Uint8Array> {
  const path = `${bench.folder}/made.parquet`;
  await bench.land('made.ndjson', ndjson);
  const types = NAMES.map((name) => `${name}: 'varchar'`).join(', ');
  await bench.database.run(
    `copy (select * from read_json('${bench.folder}/raw/made.ndjson', columns = {${types}})) to '${path}' (format parquet)`,
  );
  const { readFile } = await import('node:fs/promises');
  return readFile(path);
}

async function takenIn(
  key: string,
  content: Uint8Array,
): Promise<{ facts: Row[]; refused: Row[]; names: Row[] }> {
  await bench.land(key, content);
  expect(counts(only(await bench.takeIn(key)))).toEqual([3, 2, 1, 0, 0]);
  const columns =
    'order_id, line_id, ordered_at, city, product_name, quantity, line_amount, buyer_ref, record_number, role';
  return {
    facts: await bench.rows('lake/orders', columns, 'order by record_number'),
    refused: await bench.rows('rejected', 'record_number, field, problem'),
    names: await bench.rows('restricted/contacts', 'party_ref, name', 'order by name'),
  };
}

describe('every format', () => {
  it.each(FILES)('gives the same rows out of %s, plain and in gzip', async (_, extension, make) => {
    const content = await make();
    const plain = await takenIn(`orders/o.${extension}`, content);
    expect(
      plain.facts.map(({ city, product_name, line_amount, role }) => [city, product_name, line_amount, role]),
    ).toEqual([
      ['Málaga', 'Tas, "besar"', '12.5000', 'buyer'],
      ['Málaga', 'dua\nbaris', '14.0000', 'client'],
    ]);
    expect(plain.refused).toEqual([{ record_number: '3', field: 'quantity', problem: 'negative' }]);
    expect(plain.names.map(({ name }) => name)).toContain('Zoë Ångström');
    const other = await Workbench.create();
    const first = bench;
    bench = other;
    const packed = await takenIn(`orders/o.${extension}.gz`, gzipSync(content));
    bench = first;
    await other.close();
    expect(packed).toEqual(plain);
  });
});

describe('files that are refused', () => {
  const good = csv();
  const cases: readonly (readonly [string, string, string | Uint8Array, string])[] = [
    ['an empty file', 'orders/o.csv', '', 'file_empty'],
    ['an empty gzip', 'orders/o.csv.gz', gzipSync(''), 'file_empty'],
    ['gzip within gzip', 'orders/o.csv.gz', gzipSync(gzipSync(good)), 'file_nested'],
    ['a gzip that is cut', 'orders/o.csv.gz', gzipSync(good).subarray(0, 60), 'file_damaged'],
    ['a ZIP', 'orders/o.csv', Buffer.from('PK\u0003\u0004 and more', 'latin1'), 'format_not_there_yet'],
    ['an old Excel file', 'orders/o.xls', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'format_not_there_yet'],
    ['a cut Parquet', 'orders/o.parquet', 'PAR1 and no more', 'file_damaged'],
    ['an unknown layout', 'orders/o.csv', 'alpha,beta\n1,2\n', 'layout_unknown'],
    ['a column that stands twice', 'orders/o.csv', 'order_id,order_id\n1,2\n', 'header_duplicate'],
    ['more bytes than allowed', 'orders/o.csv', good.repeat(9), 'file_too_large'],
  ];

  it.each(cases)('say so: %s', async (_, key, content, code) => {
    await bench.land(key, content);
    const report = only(await bench.takeIn(key, { max_file_bytes: 1500 }));
    expect(report.status).toBe('refused');
    expect(report.problem?.code).toBe(code);
    expect(report.problem?.message).toContain(key);
    expect(counts(report)).toEqual([0, 0, 0, 0, 0]);
  });
});

it('names the columns that no field takes', async () => {
  await bench.land('orders/o.csv', csv().replace('city', 'kota_tujuan'));
  expect(only(await bench.takeIn('orders/o.csv')).unknown_columns).toEqual(['kota_tujuan']);
  await bench.land('orders/o.ndjson', ndjson.replaceAll('"city"', '"kota_tujuan"'));
  expect(only(await bench.takeIn('orders/o.ndjson')).unknown_columns).toEqual(['kota_tujuan']);
});
