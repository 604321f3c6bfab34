import { once } from 'node:events';
import { createWriteStream } from 'node:fs';

/**
 * Writes `count` order lines, one in a hundred dirty, as a shop's CSV: 20 columns, 100,000 invented buyers. Gives the
 * record numbers of the dirty ones.
 */
export async function writeDirtyOrders(path: string, count: number, seed = 42): Promise<number[]> {
  let state = seed;
  const next = (limit: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return Math.floor(((state >>> 8) / 16_777_216) * limit);
  };
  const out = createWriteStream(path, { highWaterMark: 1 << 20 });
  out.write(`${COLUMNS.join(',')}\n`);
  const dirty: number[] = [];
  let chunk = '';
  for (let i = 0; i < count; i++) {
    const cells = orderLine(i, next);
    if (next(100) === 0) {
      dirty.push(i + 1);
      spoil(cells, next);
    }
    chunk += `${cells.join(',')}\n`;
    if (chunk.length < 1 << 20) continue;
    if (!out.write(chunk)) await once(out, 'drain');
    chunk = '';
  }
  out.end(chunk);
  await once(out, 'finish');
  return dirty;
}

/** The columns of the file, in order. */
export const COLUMNS = [
  'order_id',
  'line_id',
  'ordered_at',
  'status',
  'status_at',
  'buyer_id',
  'buyer_name',
  'buyer_email',
  'buyer_phone',
  'recipient_name',
  'city',
  'product_id',
  'product_name',
  'product_kind',
  'product_category',
  'quantity',
  'unit_price',
  'discount_amount',
  'currency',
  'channel',
] as const;

const CITIES = ['Jakarta', 'Bandung', 'Surabaya', 'Medan', 'Denpasar'];
const CHANNELS = ['whatsapp', 'instagram', 'web', 'store'];
const SYLLABLES = ['ra', 'ni', 'to', 'wa', 'di', 'su', 'le', 'ma', 'ki', 'po'];

function orderLine(i: number, next: (limit: number) => number): string[] {
  const order = Math.floor(i / 3);
  const buyer = (order * 7919) % 100_000;
  // Every fourth order goes to one of two people the buyer knows.
  const recipient = order % 4 === 0 ? `${SYLLABLES[buyer % 7]}${SYLLABLES[(order >> 2) % 2]} ${buyer}` : '';
  const product = next(2000);
  const day = Math.floor(order / 400) % 1800;
  const at = new Date(Date.UTC(2021, 0, 1) + day * 86_400_000 + next(86_400) * 1000)
    .toISOString()
    .slice(0, 19);
  const name = `${SYLLABLES[buyer % 10]}${SYLLABLES[Math.floor(buyer / 10) % 10]} ${SYLLABLES[Math.floor(buyer / 100) % 10]}${buyer}`;
  const isService = product % 9 === 0;
  return [
    `ORD-${order}`,
    String((i % 3) + 1),
    `${at}+07:00`,
    'completed',
    `${at}+07:00`,
    `B${buyer}`,
    name,
    `b${buyer}@example.com`,
    `0812${String(10_000_000 + buyer)}`,
    recipient,
    CITIES[buyer % 5] ?? '',
    `P${product}`,
    `"Produk nomor ${product}, isi ${1 + next(9)}"`,
    isService ? 'service' : 'goods',
    `kategori ${product % 17}`,
    String(1 + next(5)),
    String((1 + next(500)) * 500),
    String(next(3) * 100),
    'IDR',
    CHANNELS[next(4)] ?? '',
  ];
}

/** One fault each, of the kinds that shops really deliver. */
function spoil(cells: string[], next: (limit: number) => number): void {
  const faults: (() => void)[] = [
    () => (cells[0] = ''),
    () => (cells[2] = '2024-02-30 10:00:00'),
    () => (cells[2] = '02/03/2024'),
    () => (cells[3] = 'selesai'),
    () => (cells[7] = 'not an address'),
    () => (cells[8] = '12'),
    () => (cells[11] = ''),
    () => (cells[13] = ''),
    () => (cells[15] = '1e3'),
    () => (cells[15] = '-2'),
    () => (cells[16] = 'Rp5000'),
    () => (cells[17] = '99999999'),
    () => (cells[18] = 'RUP'),
    () => (cells[6] = '"lone quote'),
    () => cells.pop(),
    () => cells.push('more'),
    () => (cells[4] = '2099-01-01T00:00:00Z'),
    () => (cells[15] = ''),
    () => (cells[16] = '1.23456'),
  ];
  faults[next(faults.length)]?.();
}
