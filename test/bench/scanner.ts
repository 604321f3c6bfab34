import { DelimitedScanner } from '../../functions/ingest/read/delimited-scanner.ts';
import { JsonArrayScanner } from '../../functions/ingest/read/json-array-scanner.ts';
import { JsonLinesScanner } from '../../functions/ingest/read/json-lines-scanner.ts';

/**
 * Prints how many MB/s the scanners read, on one core, of generated order lines in memory: `node test/bench/scanner.ts`.
 * The first of the five turns warms up; the median of the others is printed.
 */
const LINES = 400_000;
const CHUNK_BYTES = 65_536;

interface Pushed {
  push(chunk: Uint8Array): void;
  finish(): void;
}

const columns = [
  'order_id',
  'line',
  'ordered_at',
  'status',
  'shop',
  'buyer_id',
  'buyer_name',
  'phone',
  'email',
  'sku',
  'product',
  'kind',
  'category',
  'quantity',
  'unit_price',
  'line_amount',
  'discount',
  'currency',
  'promo',
  'address',
];

function orderLine(i: number, name: string): string[] {
  return [
    `ORD-${1_000_000 + i}`,
    `${(i % 5) + 1}`,
    '2026-02-01T08:30:12+07:00',
    'paid',
    'Toko Satu',
    `BUY-${(i * 7919) % 100_000}`,
    name,
    '+628123456789',
    `pembeli${i % 9999}@example.com`,
    `SKU-${i % 500}`,
    'Susu formula 800 g',
    'goods',
    'Kebutuhan bayi',
    '2',
    '125000.00',
    '250000.00',
    '10000.00',
    'IDR',
    'HEMAT10',
    `Jl. Contoh No. ${i % 99} Bandung`,
  ];
}

function generate(head: string, toLine: (i: number) => string, tail = ''): Buffer {
  return Buffer.from(head + Array.from({ length: LINES }, (_, i) => toLine(i)).join('\n') + tail);
}

function toJson(i: number): string {
  return JSON.stringify(Object.fromEntries(columns.map((name, at) => [name, orderLine(i, 'Pembeli')[at]])));
}

function measure(name: string, source: Buffer, open: (count: () => void) => Pushed): void {
  const speeds = Array.from({ length: 5 }, () => {
    let records = 0;
    const scanner = open(() => records++);
    const from = performance.now();
    for (let at = 0; at < source.length; at += CHUNK_BYTES)
      scanner.push(source.subarray(at, at + CHUNK_BYTES));
    scanner.finish();
    const speed = source.length / 1000 / (performance.now() - from);
    if (records !== LINES) throw new Error(`${name}: ${records} records instead of ${LINES}`);
    return speed;
  });
  const [, second = 0, third = 0] = speeds.slice(1).toSorted((a, b) => a - b);
  console.log(`${name.padEnd(22)} ${Math.round((second + third) / 2)} MB/s`);
}

const delimited = (onRecord: () => void): Pushed =>
  new DelimitedScanner({ dialect: { delimiter: 44, quote: 34 }, hasHeader: true, onRecord });
const header = `${columns.join(',')}\n`;
const quoted = (i: number): string => `"${orderLine(i, 'Pembeli').join('","')}"`;

measure(
  'delimited',
  generate(header, (i) => orderLine(i, 'Pembeli').join(',')),
  delimited,
);
measure('delimited, quoted', generate(header, quoted), delimited);
measure(
  'delimited, not ASCII',
  generate(header, (i) => orderLine(i, 'Pémbéli').join(',')),
  delimited,
);
measure('NDJSON', generate('', toJson), (onRecord) => new JsonLinesScanner({ onRecord }));
measure(
  'JSON array',
  generate('[', (i) => `${i > 0 ? ',' : ''}${toJson(i)}`, ']'),
  (onRecord) => new JsonArrayScanner({ onRecord }),
);
