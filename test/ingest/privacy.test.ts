import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DATASET_NAMES, type Dataset, type DatasetField } from '../../schemas/dataset.ts';
import { DATASETS } from '../../schemas/datasets/catalogue.ts';
import { counts, only, Workbench } from './workbench.ts';

let bench: Workbench;
beforeEach(async () => {
  bench = await Workbench.create();
});
afterEach(() => bench.close());

/** A text that stands nowhere else, in the form that each kind of personal field takes. */
const MARKER = 'zyxwvut';
const MARKED: Readonly<Record<string, string>> = {
  identifier: `${MARKER}-id`,
  name: `Nama ${MARKER}`,
  email: `${MARKER}@example.com`,
  phone: '+6281277788899',
  address: `Jalan ${MARKER} 5`,
  date: '1987-06-05',
};
const PLAIN: Readonly<Record<string, string>> = {
  instant: '2024-02-01 10:00:00',
  date: '2024-02-01',
  currency: 'IDR',
  flag: 'true',
};
const SECRETS = [MARKER, '81277788899', '1987-06-05'];

function marked(field: DatasetField): string {
  if (field.isPersonal) return MARKED[field.kind] ?? MARKER;
  return field.choices?.[0] ?? PLAIN[field.kind] ?? (field.name === 'handler_kind' ? 'person' : '1');
}

/** A good record, and for each personal field one in which it is spoilt but still tells who it is. */
function recordsOf(dataset: Dataset): Record<string, string>[] {
  const good = Object.fromEntries([...dataset.fields.values()].map((field) => [field.name, marked(field)]));
  const personal = [...dataset.fields.values()].filter(({ isPersonal }) => isPersonal);
  const spoilt = personal.map(({ name }) => ({ ...good, [name]: `${MARKER} `.repeat(200) }));
  return [good, ...spoilt];
}

const PUBLIC = ['lake', 'rejected', 'contact_points', 'product_kinds', 'ledger'];

it.each(
  DATASET_NAMES.filter((name) => [...DATASETS[name].fields.values()].some((field) => field.isPersonal)),
)('leaves no personal value of %s outside the restricted tables', async (name) => {
  const records = recordsOf(DATASETS[name]);
  const key = `${name}/o.ndjson`;
  await bench.land(key, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
  const report = only(await bench.takeIn(key));
  expect(counts(report)[1]).toBeGreaterThan(0);
  expect(counts(report)[2]).toBeGreaterThan(0);
  expect(JSON.stringify(report)).not.toContain(MARKER);
  // Parquet packs its texts: each object is read back as text before it is searched.
  expect(await secretsIn(PUBLIC)).toEqual([]);
  // What is looked for is really there, where few may look.
  expect(await secretsIn(['restricted'])).toEqual(expect.arrayContaining([MARKER]));
});

it('says nothing of a person in any refusal', async () => {
  await bench.land('parties/a.csv', `party_id,name,name\n1,${MARKER},${MARKER}\n`);
  await bench.land('parties/b.csv', `nama,alamat\n${MARKER},${MARKER}\n`);
  for (const key of ['parties/a.csv', 'parties/b.csv']) {
    const report = only(await bench.takeIn(key));
    expect(report.status).toBe('refused');
    expect(JSON.stringify(report)).not.toContain(MARKER);
  }
  expect(await secretsIn(['ledger'])).toEqual([]);
});

async function secretsIn(folders: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  for (const folder of folders) {
    const root = join(bench.folder, 'lake', folder);
    const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
    for (const entry of entries.filter((file) => file.isFile())) {
      const text = `${entry.name} ${await textOf(join(entry.parentPath, entry.name))}`;
      for (const secret of SECRETS) if (text.includes(secret)) found.add(secret);
    }
  }
  return [...found];
}

async function textOf(path: string): Promise<string> {
  if (!path.endsWith('.parquet')) return readFile(path, 'utf8');
  const rows = await bench.database.rows(
    `select cast(columns(*) as varchar) from read_parquet('${path}', hive_partitioning = false)`,
  );
  return rows.flat().join(' ');
}
