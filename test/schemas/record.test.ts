import { describe, expect, it } from 'vitest';
import type { DatasetName } from '../../schemas/dataset.ts';
import { DATASETS } from '../../schemas/datasets/catalogue.ts';
import { plainNotation } from '../../schemas/normalise.ts';
import { checkRecord, type RecordContext } from '../../schemas/record.ts';
import { requireZone } from '../../schemas/zone.ts';

const notation = plainNotation(requireZone('Asia/Jakarta'), 'ID');

const context: RecordContext = {
  earliestInstant: '2019-12-31 17:00:00.000',
  latestInstant: '2026-02-01 16:59:59.999',
  earliestDate: '2020-01-01',
  latestDate: '2026-02-01',
  productKind: (shop, product) => (shop === 'main' && product === 'known' ? 'service' : undefined),
  categoryKinds: { tea: 'goods' },
  defaultProductKind: 'none',
  shop: 'main',
};

const ORDER = {
  order_id: 'o1',
  ordered_at: '2025-05-01',
  product_id: 'p1',
  product_kind: 'goods',
  quantity: '2',
  unit_price: '500',
};
const USE = { used_at: '2025-05-01', user_id: 'u1', product_id: 'p1', product_kind: 'goods' };

function check(
  dataset: DatasetName,
  record: Record<string, string | undefined>,
  changed: Partial<RecordContext> = {},
) {
  return checkRecord(DATASETS[dataset], (name) => ({ text: record[name], notation }), {
    ...context,
    ...changed,
  });
}

function problems(
  dataset: DatasetName,
  record: Record<string, string | undefined>,
  changed: Partial<RecordContext> = {},
): string[] {
  return check(dataset, record, changed).problems.map(({ field, problem }) => `${field}: ${problem}`);
}

describe('checkRecord', () => {
  it('gives canonical values and no problem for a good record', () => {
    const { values, problems: found } = check('orders', {
      ...ORDER,
      status: 'PAID',
      buyer_email: 'A@Example.com',
    });
    expect(found).toEqual([]);
    expect(values).toEqual({
      ...ORDER,
      ordered_at: '2025-04-30 17:00:00.000',
      status: 'paid',
      buyer_email: 'a@example.com',
    });
  });

  it.each([
    [{ order_id: ' ' }, 'order_id: required'],
    [{ order_id: 'x'.repeat(201) }, 'order_id: too_long'],
    [{ city: 'x'.repeat(1001) }, 'city: too_long'],
    [{ status: 'selesai' }, 'status: not_allowed'],
    [{ quantity: 'two' }, 'quantity: not_a_number'],
    [{ quantity: '-2' }, 'quantity: negative'],
    [{ unit_price: '100000000000000' }, 'unit_price: too_large'],
    [{ unit_price: '1.23456' }, 'unit_price: too_many_decimals'],
    [{ unit_price: undefined }, 'unit_price: any_of_missing'],
    [{ ordered_at: 'yesterday' }, 'ordered_at: not_an_instant'],
    [{ ordered_at: '2019-12-31T23:59:59+07:00' }, 'ordered_at: before_earliest_month'],
    [{ ordered_at: '2026-02-02T00:00:00+07:00' }, 'ordered_at: after_arrival'],
    [{ buyer_email: 'nobody' }, 'buyer_email: not_an_email'],
    [{ buyer_phone: '12' }, 'buyer_phone: not_a_phone'],
    [{ currency: 'RUP' }, 'currency: not_a_currency'],
    [{ is_tailored: 'maybe' }, 'is_tailored: not_a_flag'],
    [{ discount_amount: '1001' }, 'discount_amount: discount_exceeds_price'],
    [{ quantity: '99999999999999', unit_price: '2' }, 'line_amount: too_large'],
    [{ product_kind: undefined }, 'product_kind: product_kind_unknown'],
  ])('refuses an order line with %j', (change, problem) => {
    expect(problems('orders', { ...ORDER, ...change })).toEqual([problem]);
  });

  it.each([
    [{ ordered_at: '2020-01-01T00:00:00+07:00' }, 'the first instant of earliest_month'],
    [{ ordered_at: '2026-02-01T23:59:59+07:00' }, 'the last second of the business day of arrival'],
    [{ quantity: '0' }, 'a quantity of 0'],
    [{ discount_amount: '1000' }, 'a discount of all'],
    [{ unit_price: undefined, line_amount: '7' }, 'a line amount without a price'],
    [{ product_kind: undefined, product_id: 'known' }, 'a kind from the product reference'],
    [{ product_kind: undefined, product_category: 'tea' }, 'a kind from the category'],
    [{ buyer_name: 'S***i', buyer_phone: '******45' }, 'masked values, which are absent'],
    [{ order_id: 'x'.repeat(200) }, 'an identifier of 200 characters'],
    [{ city: '😀'.repeat(1000) }, 'a text of 1,000 characters outside the basic plane'],
  ])('accepts an order line with %j: %s', (change: Record<string, string | undefined>, _why: string) => {
    expect(problems('orders', { ...ORDER, ...change })).toEqual([]);
  });

  it("takes the deployment's default kind last", () => {
    const unknown = { ...ORDER, product_kind: undefined };
    expect(problems('orders', unknown, { defaultProductKind: 'goods' })).toEqual([]);
  });

  it('needs somebody who uses', () => {
    expect(problems('usage', USE)).toEqual([]);
    expect(problems('usage', { ...USE, user_id: undefined })).toEqual(['user_id: any_of_missing']);
    expect(problems('usage', { ...USE, user_id: '****' })).toEqual(['user_id: any_of_missing']);
  });

  it('lets plans lie ahead and births lie far back, but not beyond reason', () => {
    const campaign = {
      campaign_id: 'c',
      purpose: 'promotion',
      starts_on: '2026-03-01',
      ends_on: '2100-12-31',
    };
    expect(problems('campaigns', campaign)).toEqual([]);
    expect(problems('campaigns', { ...campaign, ends_on: '2101-01-01' })).toEqual(['ends_on: too_far_ahead']);
    expect(problems('parties', { party_id: 'p', birth_date: '1900-01-01' })).toEqual([]);
    expect(problems('parties', { party_id: 'p', birth_date: '1899-12-31' })).toEqual([
      'birth_date: before_earliest',
    ]);
    expect(problems('parties', { party_id: 'p', birth_date: '2026-02-02' })).toEqual([
      'birth_date: after_arrival',
    ]);
  });

  it('tells every fault of a record, each once', () => {
    const record = { ...ORDER, order_id: undefined, quantity: 'x', status: 'nope' };
    expect(problems('orders', record).sort()).toEqual([
      'order_id: required',
      'quantity: not_a_number',
      'status: not_allowed',
    ]);
  });
});
