import { z } from 'zod';
import { defineDataset } from '../dataset.ts';
import {
  address,
  amount,
  choice,
  currency,
  email,
  flag,
  identifier,
  instant,
  personId,
  personName,
  phone,
  text,
} from '../fields.ts';
import { placeFields, productFields, sourceFields } from './shared-fields.ts';

/** Order statuses from the least to the most final: of two equal versions the later one wins. */
export const ORDER_STATUSES = ['pending', 'paid', 'shipped', 'completed', 'cancelled', 'returned'] as const;

/** The statuses under which a line is paid; only such lines count in amounts, orders and dates. */
export const PAID_STATUSES = ['paid', 'shipped', 'completed'] as const;

export const Order = z.object({
  order_id: identifier('The order, as the shop numbers it', 'Nomor pesanan dari toko'),
  line_id: identifier(
    'The line within the order; else its position',
    'Baris dalam pesanan; kalau kosong, urutannya',
  ).optional(),
  ordered_at: instant('When the order was placed', 'Waktu pesanan dibuat'),
  status: choice(ORDER_STATUSES, 'How far the line has come', 'Status baris pesanan').default('completed'),
  status_at: instant(
    'When the status was reached; the newest version of a line wins',
    'Waktu status tercapai; versi terbaru yang berlaku',
  ).optional(),
  buyer_id: personId("Who pays, by the shop's own number", 'Pembayar menurut nomor di toko').optional(),
  buyer_name: personName('Name of who pays', 'Nama pembayar').optional(),
  buyer_email: email('E-mail of who pays', 'Surel pembayar').optional(),
  buyer_phone: phone('Phone of who pays', 'Telepon pembayar').optional(),
  recipient_id: personId('Who receives the goods or the service', 'Penerima barang atau jasa').optional(),
  recipient_name: personName('Name of who receives', 'Nama penerima').optional(),
  recipient_email: email('E-mail of who receives', 'Surel penerima').optional(),
  recipient_phone: phone('Phone of who receives', 'Telepon penerima').optional(),
  address: address('Street address of delivery', 'Alamat pengiriman').optional(),
  ...placeFields,
  postal_code: address('Postal code of delivery', 'Kode pos pengiriman').optional(),
  ...productFields,
  is_tailored: flag(
    'Made or adapted for this customer',
    'Dibuat atau disesuaikan untuk pelanggan ini',
  ).optional(),
  quantity: amount('How many; 0 or more', 'Jumlah; 0 atau lebih'),
  unit_price: amount('Price of one before discount', 'Harga satuan sebelum diskon').optional(),
  line_amount: amount(
    'What is paid for the line after discount, tax as charged, without shipping and platform fees; else quantity × unit_price − discount_amount',
    'Yang dibayar untuk baris ini setelah diskon, pajak apa adanya, tanpa ongkir dan biaya platform; kalau kosong, jumlah × harga satuan − diskon',
  ).optional(),
  discount_amount: amount('Discount funded by the seller', 'Diskon yang ditanggung penjual').default('0'),
  platform_discount_amount: amount(
    'Discount funded by the platform',
    'Diskon yang ditanggung platform',
  ).optional(),
  cashback_amount: amount('Cashback promised for the line', 'Cashback untuk baris ini').optional(),
  cost_amount: amount('What the line cost the seller', 'Biaya pokok baris ini').optional(),
  returned_quantity: amount('How many came back', 'Jumlah yang dikembalikan').optional(),
  refunded_amount: amount('How much was paid back', 'Uang yang dikembalikan').optional(),
  refunded_at: instant('When it was paid back', 'Waktu uang dikembalikan').optional(),
  currency: currency(
    'Currency of every amount of the line',
    'Mata uang semua nilai baris ini',
    'currency',
  ).optional(),
  promotion_code: identifier('Promotion or voucher code', 'Kode promosi atau kupon').optional(),
  channel: text('Where the order came in', 'Saluran masuknya pesanan').optional(),
  salesperson_id: personId('Who sold it', 'Penjual yang melayani').optional(),
  referrer_id: personId('Who brought the buyer', 'Siapa yang membawa pembeli').optional(),
  ...sourceFields,
});
export type Order = z.infer<typeof Order>;

/** One row per order line. */
export const orders = defineDataset({
  name: 'orders',
  grain: { en: 'one row per order line', id: 'satu baris untuk setiap baris pesanan' },
  schema: Order,
  anyOf: [['unit_price', 'line_amount']],
  people: {
    buyer: {
      id: 'buyer_id',
      name: 'buyer_name',
      email: 'buyer_email',
      phone: 'buyer_phone',
      address: ['address', 'city', 'postal_code'],
    },
    recipient: {
      id: 'recipient_id',
      name: 'recipient_name',
      email: 'recipient_email',
      phone: 'recipient_phone',
      address: ['address', 'city', 'postal_code'],
      unlessSameAs: 'buyer',
    },
    salesperson: { id: 'salesperson_id' },
    referrer: { id: 'referrer_id' },
  },
  key: ['order_id', 'line_id'],
  keyFallback: 'position',
  happened: 'ordered_at',
  dateColumn: 'ordered_date',
  otherDates: { refunded_at: 'refunded_date' },
  role: 'activity',
  versionInstant: 'status_at',
});
