import { choice, identifier, text } from '../fields.ts';

/** Goods are bought and used; services are given to a client. */
export const PRODUCT_KINDS = ['goods', 'service'] as const;

/** What every data set has: where the record comes from. */
export const sourceFields = {
  shop: identifier(
    "Shop; else the folder's, else the mapping's, else main",
    'Toko; kalau kosong, menurut folder atau pemetaan, atau main',
  ).optional(),
  brand: identifier('Brand under which it was sold or used', 'Merek').optional(),
};

/** Where it happened, as coarse as facts may hold. */
export const placeFields = {
  city: text('City', 'Kota').optional(),
  region: text('Province or region', 'Provinsi atau wilayah').optional(),
  country: text('Country', 'Negara').optional(),
};

/** Which product an order line or a usage event is about. */
export const productFields = {
  product_id: identifier('The product, as the shop numbers it', 'Nomor produk dari toko'),
  product_name: text('Name of the product', 'Nama produk').optional(),
  product_kind: choice(
    PRODUCT_KINDS,
    'Goods or service; the product reference comes first',
    'Barang atau jasa; rujukan produk lebih dulu',
  ).optional(),
  product_category: text('Category of the product', 'Kategori produk').optional(),
};
