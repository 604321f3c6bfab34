import { DATASET_NAMES, type Dataset, type DatasetName, findDateColumn } from './dataset.ts';
import { DATASETS } from './datasets/catalogue.ts';
import { LAKE_TYPES } from './fields.ts';
import { PelangganError } from './problem.ts';
import type { Words } from './words.ts';

/** One column of a lake table: its type in Athena's words and what it means. */
export interface LakeColumn {
  readonly name: string;
  readonly type: string;
  readonly meaning: Words;
}

/** A table of the lake: where its Parquet objects lie, by which folders they are split, and its columns. */
export interface LakeTable {
  readonly name: string;
  /** Key prefix of its objects, ending in `/`. */
  readonly prefix: string;
  /** Folders `name=value` below the prefix, outermost first; columns of type varchar after all others. */
  readonly partitions: readonly string[];
  readonly columns: readonly LakeColumn[];
}

const column = (name: string, type: string, en: string, id: string): LakeColumn => ({
  name,
  type,
  meaning: { en, id },
});

const FILE_ID = column(
  'file_id',
  'varchar',
  'File of the record: raw key, @, start of its SHA-256',
  'Berkas asal: kunci, @, awal SHA-256',
);
const TAKE_ID = column(
  'take_id',
  'varchar',
  'Taking-in that wrote the row; the ledger names the one in force',
  'Proses yang menulis baris; buku besar menyebut yang berlaku',
);
const RECORD_NUMBER = column(
  'record_number',
  'bigint',
  'Number of the record in its file, 1 after the header',
  'Nomor catatan dalam berkas, 1 setelah judul',
);
const DATASET = column('dataset', 'varchar', 'Data set', 'Himpunan data');
const LAYOUT = column('layout', 'varchar', 'Layout of the file', 'Tata letak berkas');
const SHOP = column('shop', 'varchar', 'Shop', 'Toko');

const PROVENANCE: readonly LakeColumn[] = [
  SHOP,
  column('brand', 'varchar', 'Brand', 'Merek'),
  LAYOUT,
  FILE_ID,
  TAKE_ID,
  RECORD_NUMBER,
  column('ingested_at', 'timestamp(3)', "Arrival of the file's version, UTC", 'Waktu berkas tiba, UTC'),
  column(
    'export_id',
    'varchar',
    'Export the file is a part of; else the file itself',
    'Ekspor asal berkas; kalau bukan bagian, berkas itu sendiri',
  ),
  column(
    'window_end',
    'timestamp(3)',
    'End of the period the export covers, where the layout tells',
    'Akhir masa yang dicakup ekspor, bila diketahui',
  ),
];

const KIND_BASIS = column(
  'product_kind_basis',
  'varchar',
  'What told goods from service: reference, row, category or default',
  'Dasar jenis produk: rujukan, baris, kategori atau bawaan',
);
const REPLACES = column(
  'replaces',
  'varchar',
  'What a later export replaces: line or order',
  'Yang diganti ekspor berikutnya: baris atau pesanan',
);

function factColumns(dataset: Dataset): LakeColumn[] {
  const columns: LakeColumn[] = [];
  for (const field of dataset.fields.values()) {
    if (field.isPersonal || field.name === 'shop' || field.name === 'brand') continue;
    if (dataset.role === 'stated' && field.name === 'role') continue;
    columns.push({ name: field.name, type: LAKE_TYPES[field.kind], meaning: field.meaning });
    const date = findDateColumn(dataset, field.name);
    if (date !== undefined) columns.push(column(date, 'date', 'Business date', 'Tanggal usaha'));
  }
  for (const person of Object.keys(dataset.people)) {
    columns.push(
      column(
        `${person}_ref`,
        'varchar',
        `Keyed reference of the ${person}`,
        `Rujukan bersandi untuk ${person}`,
      ),
    );
  }
  if (dataset.role === 'activity') columns.push(KIND_BASIS);
  if (dataset.name === 'orders') columns.push(REPLACES);
  return [...columns, ...PROVENANCE];
}

function datasetTable(name: DatasetName): LakeTable {
  const dataset = DATASETS[name];
  const partitions = dataset.role === 'none' ? [] : ['role', 'month'];
  return { name: `lake_${name}`, prefix: `lake/${name}/`, partitions, columns: factColumns(dataset) };
}

const REJECTED: LakeTable = {
  name: 'lake_rejected',
  prefix: 'rejected/',
  partitions: [],
  columns: [
    FILE_ID,
    TAKE_ID,
    DATASET,
    RECORD_NUMBER,
    column(
      'line_number',
      'bigint',
      'Line on which the record begins, header 1',
      'Baris awal catatan, judul 1',
    ),
    column(
      'field',
      'varchar',
      'Field at fault; NULL where the whole record is',
      'Kolom yang salah; NULL bila seluruh catatan',
    ),
    column('problem', 'varchar', 'What is wrong with it', 'Apa yang salah'),
  ],
};

const LEDGER: LakeTable = {
  name: 'lake_ledger',
  prefix: 'ledger/current/',
  partitions: [],
  columns: [
    FILE_ID,
    TAKE_ID,
    DATASET,
    LAYOUT,
    SHOP,
    column('arrived_at', 'timestamp(3)', 'When the version landed, UTC', 'Waktu versi tiba, UTC'),
    column('record_count', 'bigint', 'Records that the mapping made', 'Catatan yang dihasilkan'),
    column('written_count', 'bigint', 'Records written', 'Catatan yang ditulis'),
    column('rejected_count', 'bigint', 'Records rejected', 'Catatan yang ditolak'),
    column(
      'duplicate_count',
      'bigint',
      'Records equal to another of the file',
      'Catatan kembar dalam berkas',
    ),
    column(
      'superseded_count',
      'bigint',
      'Records with a newer version in the file',
      'Catatan yang kalah baru dalam berkas',
    ),
    column(
      'skipped_count',
      'bigint',
      "Raw rows that make no record by the mapping's own rule",
      'Baris mentah yang bukan catatan',
    ),
    column(
      'status',
      'varchar',
      'loaded, replaced, refused, raw_gone or withdrawn',
      'loaded, replaced, refused, raw_gone atau withdrawn',
    ),
    column('problem', 'varchar', 'Why it was refused', 'Sebab ditolak'),
    column('is_in_force', 'boolean', 'The rows of this version count', 'Baris versi ini berlaku'),
  ],
};

const PRODUCT_KINDS: LakeTable = {
  name: 'lake_product_kinds',
  prefix: 'product_kinds/',
  partitions: [],
  columns: [
    FILE_ID,
    TAKE_ID,
    DATASET,
    SHOP,
    column('product_id', 'varchar', 'Product named by the file', 'Produk yang disebut berkas'),
    column(
      'product_kind',
      'varchar',
      'Kind its rows were given; NULL where they were rejected for lack of one',
      'Jenis yang diberikan; NULL bila ditolak',
    ),
    column('product_kind_basis', 'varchar', 'What told it', 'Dasarnya'),
  ],
};

const IDENTITIES: LakeTable = {
  name: 'lake_identities',
  prefix: 'identities/',
  partitions: [],
  columns: [
    column('party_ref', 'varchar', 'Reference of one identifier', 'Rujukan satu pengenal'),
    column('party_key', 'varchar', 'Party it belongs to', 'Pihak pemiliknya'),
  ],
};

const CONTACT_POINTS: LakeTable = {
  name: 'lake_contact_points',
  prefix: 'contact_points/',
  partitions: [],
  columns: [
    FILE_ID,
    TAKE_ID,
    column('party_ref', 'varchar', 'Reference of the party', 'Rujukan pihak'),
    column(
      'point_kind',
      'varchar',
      'What is shared by who holds the same point: email, phone, name, address or surname_address',
      'Jenis titik kontak: email, phone, name, address atau surname_address',
    ),
    column(
      'point_ref',
      'varchar',
      'Keyed reference of the point itself',
      'Rujukan bersandi titik kontak itu',
    ),
  ],
};

/** Every table that SQL may read; nothing in them tells who somebody is. */
export const LAKE_TABLES: readonly LakeTable[] = [
  ...DATASET_NAMES.map(datasetTable),
  REJECTED,
  LEDGER,
  PRODUCT_KINDS,
  CONTACT_POINTS,
  IDENTITIES,
];

/** Tables of the database `restricted`: who the references are, and the raw text of rejected records. */
export const RESTRICTED_TABLES: readonly LakeTable[] = [
  {
    name: 'contacts',
    prefix: 'restricted/contacts/',
    partitions: [],
    columns: [
      FILE_ID,
      TAKE_ID,
      column(
        'party_ref',
        'varchar',
        'Reference under which facts know the party',
        'Rujukan pihak dalam data',
      ),
      column(
        'field',
        'varchar',
        "Which of the file's fields it comes from: buyer, recipient, user …",
        'Asal: buyer, recipient, user …',
      ),
      column(
        'identifier_kind',
        'varchar',
        'Identifier the reference was made of: id, email, phone or name',
        'Pengenal pembuat rujukan: id, email, phone atau name',
      ),
      column('namespace', 'varchar', 'Namespace of the id', 'Ruang nama nomor'),
      column('id', 'varchar', 'Id', 'Nomor'),
      column('name', 'varchar', 'Name', 'Nama'),
      column('email', 'varchar', 'E-mail', 'Surel'),
      column('phone', 'varchar', 'Phone', 'Telepon'),
      column('address', 'varchar', 'Address', 'Alamat'),
      column('postal_code', 'varchar', 'Postal code', 'Kode pos'),
      column('birth_date', 'varchar', 'Date of birth', 'Tanggal lahir'),
    ],
  },
  {
    name: 'rejected_records',
    prefix: 'restricted/rejected_records/',
    partitions: [],
    columns: [
      FILE_ID,
      TAKE_ID,
      DATASET,
      RECORD_NUMBER,
      column('raw', 'varchar', 'The record as it landed', 'Catatan apa adanya'),
    ],
  },
];

/** Gives a table of the lake, or of the database `restricted`, by name; throws `schema_invalid` when there is none. */
export function requireTable(name: string): LakeTable {
  const table = [...LAKE_TABLES, ...RESTRICTED_TABLES].find((candidate) => candidate.name === name);
  if (table === undefined) throw new PelangganError('schema_invalid', `there is no table ${name}`);
  return table;
}
