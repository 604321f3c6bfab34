import { z } from 'zod';
import { defineDataset } from '../dataset.ts';
import { amount, choice, currency, flag, identifier, text } from '../fields.ts';
import { PRODUCT_KINDS, sourceFields } from './shared-fields.ts';

export const Product = z.object({
  product_id: identifier('The product, as the shop numbers it', 'Nomor produk dari toko'),
  product_name: text('Name of the product', 'Nama produk').optional(),
  product_kind: choice(PRODUCT_KINDS, 'Goods or service', 'Barang atau jasa'),
  product_category: text('Category', 'Kategori').optional(),
  is_tailored: flag(
    'Made or adapted for each customer',
    'Dibuat atau disesuaikan untuk tiap pelanggan',
  ).optional(),
  unit_price: amount('List price', 'Harga daftar').optional(),
  cost_amount: amount('Cost of one', 'Biaya pokok satuan').optional(),
  currency: currency('Currency of the amounts', 'Mata uang', 'currency').optional(),
  ...sourceFields,
});
export type Product = z.infer<typeof Product>;

/** One row per product. */
export const products = defineDataset({
  name: 'products',
  grain: { en: 'one row per product', id: 'satu baris untuk setiap produk' },
  schema: Product,
  key: ['product_id'],
  role: 'none',
});
