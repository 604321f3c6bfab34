import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NamedCells } from '../../functions/ingest/gate/cells.ts';
import { compileReader } from '../../functions/ingest/gate/field-reader.ts';
import { type FieldSource, Mapping } from '../../schemas/mapping.ts';
import { counts, Workbench } from './workbench.ts';

const COLUMNS = ['a', 'b', 'c'];
const EMPTY = Mapping.parse({
  layout: 'toko',
  description: { en: 'x', id: 'x' },
  recognise: { columns: ['a'] },
  datasets: [{ dataset: 'products', fields: { product_id: 'a', product_kind: 'b' } }],
});

function reader(source: FieldSource) {
  const places = new Map(COLUMNS.map((name, at) => [name, at]));
  return compileReader(source, EMPTY, places, { timeZone: 'Asia/Jakarta', country: 'ID' });
}

/** Gives what a source reads out of a record of cells a, b and c. */
function read(source: FieldSource, ...texts: (string | undefined)[]): string | undefined {
  const cells = new NamedCells(COLUMNS);
  cells.value = new Map(COLUMNS.map((name, i) => [name, texts[i]]));
  return reader(source).read(cells);
}

describe('a mapped field', () => {
  it('is a column as it stands, or absent where the file lacks it', () => {
    expect(read('b', 'x', ' y ')).toBe(' y ');
    expect(read('d', 'x')).toBeUndefined();
    expect(read({ column: 'b' }, 'x', 'y')).toBe('y');
  });

  it('is a constant, or columns joined without the empty ones', () => {
    expect(read({ constant: 'goods' })).toBe('goods');
    expect(read({ columns: ['a', 'b', 'c'] }, ' Jalan ', ' ', '5')).toBe('Jalan 5');
    expect(read({ columns: ['a', 'c'], join: '-' }, 'x', 'y', 'z')).toBe('x-z');
    expect(read({ columns: ['a', 'c'] }, '', 'y', undefined)).toBeUndefined();
  });

  it('is absent for a text that means nothing, whatever its case', () => {
    expect(read({ column: 'a', absent: ['N/A', '-'] }, ' n/a ')).toBeUndefined();
    expect(read({ column: 'a', absent: ['N/A', '-'] }, 'n/ab')).toBe('n/ab');
  });

  it('keeps the first group of a pattern, or nothing', () => {
    expect(read({ column: 'a', extract: '^#(\\d+)' }, '#12 b')).toBe('12');
    expect(read({ column: 'a', extract: '^#(\\d+)' }, '12')).toBeUndefined();
  });

  it('is one part of a split text', () => {
    expect(read({ column: 'a', split: { by: '|', part: 2 } }, 'x | y | z')).toBe('y');
    expect(read({ column: 'a', split: { by: '|', part: 4 } }, 'x | y | z')).toBeUndefined();
  });

  it('is looked up without regard to case, and stays where it is not listed', () => {
    const values = { Selesai: 'completed' };
    expect(read({ column: 'a', values }, 'SELESAI')).toBe('completed');
    expect(read({ column: 'a', values }, 'lain')).toBe('lain');
  });

  it('goes through absent, extract, split and values in this order', () => {
    const source = {
      column: 'a',
      absent: ['-'],
      extract: '=(.*)$',
      split: { by: ',', part: 2 },
      values: { b: 'goods' },
    };
    expect(read(source, 'kind=a, b')).toBe('goods');
    expect(read(source, '-')).toBeUndefined();
  });

  it('says which columns it depends on', () => {
    expect(reader('b').columns).toEqual([1]);
    expect(reader({ columns: ['c', 'd', 'a'] }).columns).toEqual([2, 0]);
    expect(reader({ constant: 'x' }).columns).toEqual([]);
  });
});

describe('a layout of several data sets', () => {
  let bench: Workbench;
  beforeEach(async () => {
    bench = await Workbench.create();
  });
  afterEach(() => bench.close());

  const layout = {
    layout: 'aplikasi',
    description: { en: 'events of an app', id: 'kejadian aplikasi' },
    recognise: { columns: ['id', 'waktu', 'aksi'] },
    skip: [{ column: 'id', in: ['JUMLAH'] }],
    actions: { column: 'aksi', to: { Tonton: 'usage', lihat: 'interactions', tutup: 'ignore' } },
    datasets: [
      {
        dataset: 'usage',
        fields: {
          event_id: 'id',
          used_at: { column: 'waktu', date: 'dd/MM/yyyy HH:mm' },
          user_id: 'orang',
          product_id: 'barang',
          product_kind: { constant: 'service' },
        },
      },
      {
        dataset: 'interactions',
        fields: {
          interaction_id: 'id',
          started_at: { column: 'waktu', date: 'dd/MM/yyyy HH:mm' },
          party_id: 'orang',
          channel: { constant: 'web' },
          kind: { constant: 'browse' },
        },
      },
      { dataset: 'parties', when: [{ column: 'orang', is_empty: false }], fields: { party_id: 'orang' } },
    ],
  };
  const text = [
    'id,waktu,aksi,orang,barang,sisa',
    'E1,01/02/2024 10:00,tonton,U1,P1,x',
    'E2,01/02/2024 11:00,LIHAT,U2,,x',
    'E3,01/02/2024 12:00,tutup,,,x',
    'E4,01/02/2024 13:00,beli,U1,P1,x',
    'E5,31/02/2024 10:00,tonton,U1,P1,x',
    'JUMLAH,,,,,',
    'E6,01/02/2024 14:00,lihat,,,x',
    '',
  ].join('\n');

  it('sends each record where its action says, skips what is none, and accounts for all', async () => {
    await bench.land('kejadian.csv', text);
    const reports = await bench.takeIn('kejadian.csv', {}, [layout]);
    const told = reports.map((report) => [report.dataset, ...counts(report), report.skipped_count]);
    // E4 has an unlisted action: refused once, under the first data set. E3 makes no record; JUMLAH is skipped.
    // E6 names nobody, which an interaction must. U1 stands in E1 and E5: one party, once a duplicate.
    expect(told).toEqual([
      ['usage', 3, 1, 2, 0, 0, 2],
      ['interactions', 2, 1, 1, 0, 0, 0],
      ['parties', 3, 2, 0, 1, 0, 0],
    ]);
    expect(reports[0]?.unknown_columns).toEqual(['sisa']);
    expect(
      await bench.rows('rejected', 'dataset, record_number, field, problem', 'order by 1 desc, 2'),
    ).toEqual([
      { dataset: 'usage', record_number: '4', field: null, problem: 'action_unknown' },
      { dataset: 'usage', record_number: '5', field: 'used_at', problem: 'not_an_instant' },
      { dataset: 'interactions', record_number: '7', field: 'party_id', problem: 'any_of_missing' },
    ]);
    expect(await bench.rows('lake/usage', 'event_id, used_at, role')).toEqual([
      { event_id: 'E1', used_at: '2024-02-01 03:00:00', role: 'client' },
    ]);
  });
});
