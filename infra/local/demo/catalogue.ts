import type { DemoProduct, ShopName } from './model.ts';

type Item = readonly [name: string, category: string, price: number, marks?: string];

// Marks: c reports its own use, t tailored, u not in the shop's product list.
const GOODS: readonly Item[] = [
  ['Biji Kopi Gayo 250 g', 'Biji Kopi', 95_000],
  ['Biji Kopi Toraja 250 g', 'Biji Kopi', 105_000],
  ['Biji Kopi Kintamani 500 g', 'Biji Kopi', 180_000],
  ['Biji Kopi Campuran Rumah 1 kg', 'Biji Kopi', 240_000],
  ['Mesin Espreso Pintar Rumah', 'Mesin Kopi', 4_750_000, 'c'],
  ['Mesin Kopi Pintar Kantor', 'Mesin Kopi', 9_500_000, 'c'],
  ['Mesin Kopi Tetes Pintar', 'Mesin Kopi', 1_850_000, 'c'],
  ['Penggiling Pintar', 'Penggiling', 1_250_000, 'c'],
  ['Penggiling Tangan', 'Penggiling', 325_000],
  ['Teko Leher Angsa', 'Alat Seduh', 275_000],
  ['Saringan Kertas 100 lembar', 'Alat Seduh', 45_000],
  ['Timbangan Seduh Pintar', 'Alat Seduh', 465_000, 'c'],
  ['Cangkir Keramik', 'Cangkir dan Botol', 65_000],
  ['Botol Minum Pintar', 'Cangkir dan Botol', 385_000, 'c'],
  ['Sirup Karamel Crème', 'Sirup dan Susu', 89_000],
  ['Susu Gandum Café 1 L', 'Sirup dan Susu', 42_000],
  ['Cokelat Bubuk 500 g', 'Cokelat dan Teh', 78_000],
  ['Teh Melati 200 g', 'Cokelat dan Teh', 36_000],
  ['Botol Anak Pintar', 'Perlengkapan Anak', 295_000, 'c'],
  ['Gelas Belajar Anak', 'Perlengkapan Anak', 75_000],
  ['Karet Penyekat', 'Suku Cadang', 25_000],
  ['Kepala Seduh', 'Suku Cadang', 550_000],
  ['Kapsul Percobaan', 'Biji Kopi', 15_000, 'u'],
  ['Tas Kanvas', 'Cangkir dan Botol', 55_000, 'u'],
];
const SERVICES: readonly Item[] = [
  ['Pemasangan Mesin', 'Pemasangan', 350_000],
  ['Perawatan Berkala', 'Perawatan', 275_000, 'c'],
  ['Kontrak Perawatan Tahunan', 'Perawatan', 2_900_000, 'ct'],
  ['Pelatihan Barista', 'Pelatihan', 1_500_000, 'c'],
  ['Kelas Seduh Daring', 'Pelatihan', 225_000, 'c'],
  ['Rancangan Sudut Kopi', 'Rancangan', 6_500_000, 't'],
  ['Konsultasi Menu', 'Rancangan', 1_200_000, 'tu'],
];

/** What a shop sells, and the parts of it that the generator picks from. */
export interface Catalogue {
  readonly all: readonly DemoProduct[];
  readonly goods: readonly DemoProduct[];
  readonly services: readonly DemoProduct[];
  readonly connectedGoods: readonly DemoProduct[];
  readonly usedServices: readonly DemoProduct[];
  /** The first product of each category of goods, in a fixed order. */
  readonly firstOfCategory: readonly DemoProduct[];
}

/** Gives the catalogue of a shop: both sell the same things, numbered in opposite orders, so that ids collide. */
export function makeCatalogue(shop: ShopName): Catalogue {
  const items = [...GOODS, ...SERVICES];
  const all = items.map((item, index) => {
    const number = shop === 'jakarta' ? index + 1 : items.length - index;
    return makeProduct(item, index < GOODS.length ? 'goods' : 'service', number);
  });
  const goods = all.filter((product) => product.kind === 'goods');
  const services = all.filter((product) => product.kind === 'service');
  const categories = [...new Set(goods.map((product) => product.category))];
  return {
    all,
    goods,
    services,
    connectedGoods: goods.filter((product) => product.isConnected),
    usedServices: services.filter((product) => product.isConnected),
    firstOfCategory: categories.flatMap((name) => goods.find((product) => product.category === name) ?? []),
  };
}

function makeProduct(item: Item, kind: DemoProduct['kind'], number: number): DemoProduct {
  const [name, category, price, marks = ''] = item;
  return {
    id: `K-${String(number).padStart(3, '0')}`,
    name,
    kind,
    category,
    price,
    isTailored: marks.includes('t'),
    isConnected: marks.includes('c'),
    isUnlisted: marks.includes('u'),
  };
}
