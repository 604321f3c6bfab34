import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { Writable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { IngestDatabase } from '../../functions/ingest/ingest-database.ts';
import { main } from '../../infra/local/main.ts';

/** Stands for a person in every cell that names one; it may lie in `restricted/` and nowhere else. */
const MARKER = 'Zzmarwah';
const BUSY_MACHINE_MS = 300_000;

const ORDER = {
  order_id: 'O1',
  ordered_at: '2026-01-05',
  buyer_id: MARKER,
  buyer_name: MARKER,
  buyer_email: `${MARKER}@example.com`,
  buyer_phone: '',
  address: MARKER,
  product_id: 'P1',
  product_kind: 'goods',
  quantity: '1',
  unit_price: '500',
  currency: 'IDR',
  status: 'paid',
};
const COLUMNS = Object.keys(ORDER) as (keyof typeof ORDER)[];
/** Columns in which the marker names a person or is wrong; an order and a product may be called anything. */
const NAMING_OR_TYPED = COLUMNS.filter((name) => name !== 'order_id' && name !== 'product_id');
const HEADER = `${COLUMNS.join(',')}\n`;

function line(change: Partial<typeof ORDER> = {}): string {
  return `${Object.values({ ...ORDER, ...change }).join(',')}\n`;
}

/** Raw files that fail in every way a file or a record can, each with the marker in what fails. */
const RAW: Readonly<Record<string, string | Uint8Array>> = {
  'orders/good.csv': HEADER + line(),
  'orders/each-cell.csv':
    HEADER + NAMING_OR_TYPED.map((name, i) => line({ order_id: `E${i}`, [name]: MARKER })).join(''),
  'orders/open-quote.csv':
    HEADER + line({ order_id: 'Q1', buyer_name: `"${MARKER}` }) + line({ order_id: 'Q2' }),
  'orders/few-cells.csv': `${HEADER}O1,${MARKER}\n`,
  'orders/cut.csv': `${HEADER}${line({ order_id: 'C1' })}C2,2026-01-05,${MARKER}`,
  'orders/bytes.csv': Buffer.concat([
    Buffer.from(`${HEADER}${line({ order_id: 'X1' })}X2,2026-01-05,${MARKER}`),
    Buffer.from([0xff, 0xfe, 0x0a]),
  ]),
  'orders/broken.csv.gz': gzipSync(HEADER + line()).subarray(0, -9),
  'orders/torn.json': `[{"order_id":"${MARKER}"},{"order_id": ${MARKER}`,
  'orders/lines.ndjson': [
    JSON.stringify({ ...ORDER, order_id: 'L1', quantity: MARKER }),
    `{"order_id":"L2","ordered_at":"2026-01-05","product_id":"P1","quantity":"1","buyer_name": "${MARKER}`,
    `"${MARKER}"`,
  ].join('\n'),
  'orders/no.parquet': `PAR1${MARKER.repeat(10)}PAR1`,
  'orders/prose.csv': `${MARKER}\n`,
  'parties/parties.csv': [
    'party_id,name,email,phone,birth_date',
    `${MARKER},${MARKER},${MARKER}@example.com,,1700-01-01`,
    `${MARKER},${MARKER},${MARKER},${MARKER},${MARKER}\n`,
  ].join('\n'),
};

let folder = '';

/** Calls the command within this process; gives all that it wrote, to a person and as JSON. */
async function call(args: readonly string[]): Promise<string> {
  const pieces: string[] = [];
  const stream = new Writable({
    write(chunk, _, done) {
      pieces.push(String(chunk));
      done();
    },
  });
  await main(args, { out: stream, messages: stream, width: 1000 });
  return pieces.join('');
}

function filesUnder(name: string): string[] {
  return readdirSync(join(folder, name), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Tells of each Parquet file whether one of its rows holds the marker, however it is written. */
async function findMarked(paths: readonly string[]): Promise<string[]> {
  const database = await IngestDatabase.open(join(folder, 'scratch'));
  const marked: string[] = [];
  for (const path of paths) {
    const [row] = await database.rows(
      `select count(*) from read_parquet('${path}', hive_partitioning = false) as taken where contains(lower(cast(taken as varchar)), '${MARKER.toLowerCase()}')`,
    );
    if (Number(row?.[0]) > 0) marked.push(path);
  }
  database.close();
  return marked;
}

describe('a person', { timeout: BUSY_MACHINE_MS }, () => {
  let told = '';

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'pelanggan-personal-'));
    mkdirSync(join(folder, 'scratch'));
    for (const [name, content] of Object.entries(RAW)) {
      mkdirSync(dirname(join(folder, 'raw', name)), { recursive: true });
      writeFileSync(join(folder, 'raw', name), content);
    }
    const [raw, lake] = [join(folder, 'raw'), join(folder, 'lake')];
    const files = filesUnder('raw');
    told = await call(['check', ...files]);
    told += await call(['check', ...files, '--json']);
    told += await call(['run', '--raw', raw, '--lake', lake]);
    told += await call(['ingest', ...files, '--lake', lake, '--json']);
  }, BUSY_MACHINE_MS);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is named in no answer and no message, whatever fails', () => {
    for (const name of Object.keys(RAW)) expect(told).toContain(name);
    expect(told.toLowerCase()).not.toContain(MARKER.toLowerCase());
  });

  it('is named in no ledger entry and no settings of the lake', () => {
    const texts = filesUnder('lake').filter((path) => path.endsWith('.json'));
    expect(texts.length).toBeGreaterThan(Object.keys(RAW).length);
    for (const path of texts)
      expect(readFileSync(path, 'utf8').toLowerCase()).not.toContain(MARKER.toLowerCase());
  });

  it('is named in Parquet of restricted alone', async () => {
    const marked = await findMarked(filesUnder('lake').filter((path) => path.endsWith('.parquet')));
    const inside = marked.filter((path) => path.includes(`${sep}restricted${sep}`));
    expect(inside.length).toBeGreaterThan(1);
    expect(marked).toEqual(inside);
  });
});
