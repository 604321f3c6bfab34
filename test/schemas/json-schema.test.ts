import { describe, expect, it } from 'vitest';
import { DATASETS } from '../../schemas/datasets/catalogue.ts';
import { dictionaryOf, jsonSchemaOf } from '../../schemas/json-schema.ts';

interface Shape {
  readonly required: readonly string[];
  readonly properties: Readonly<Record<string, Record<string, unknown>>>;
  readonly allOf?: readonly unknown[];
}

describe('jsonSchemaOf', () => {
  const orders = jsonSchemaOf(DATASETS.orders) as unknown as Shape;

  it('requires just what the data set requires', () => {
    expect(orders.required).toEqual(['order_id', 'ordered_at', 'product_id', 'quantity']);
    expect(orders.allOf).toEqual([{ anyOf: [{ required: ['unit_price'] }, { required: ['line_amount'] }] }]);
  });

  it('says of each field what it means and may hold', () => {
    expect(orders.properties['quantity']).toMatchObject({
      type: ['number', 'string'],
      minimum: 0,
      description: 'How many; 0 or more',
    });
    expect(orders.properties['status']).toMatchObject({
      enum: ['pending', 'paid', 'shipped', 'completed', 'cancelled', 'returned'],
      default: 'completed',
    });
    expect(orders.properties['order_id']).toMatchObject({ maxLength: 200 });
  });

  it('has every field of every data set, each with a description', () => {
    for (const dataset of Object.values(DATASETS)) {
      const { properties } = jsonSchemaOf(dataset) as unknown as Shape;
      expect(Object.keys(properties)).toEqual([...dataset.fields.keys()]);
      for (const property of Object.values(properties))
        expect(property['description']).toEqual(expect.any(String));
    }
  });
});

describe('dictionaryOf', () => {
  it('tells what is required, alone or in a group, and what is personal', () => {
    const entries = new Map(dictionaryOf(DATASETS.orders).map((entry) => [entry.field, entry]));
    expect(entries.get('order_id')).toMatchObject({ required: 'yes', isPersonal: false });
    expect(entries.get('unit_price')).toMatchObject({ required: 'one of unit_price, line_amount' });
    expect(entries.get('buyer_phone')).toMatchObject({ required: 'no', isPersonal: true, kind: 'phone' });
    expect(entries.get('currency')).toMatchObject({ defaultValue: 'setting currency' });
  });

  it('words every field in both languages', () => {
    for (const dataset of Object.values(DATASETS)) {
      for (const { meaning } of dictionaryOf(dataset)) {
        expect(meaning.en.length).toBeGreaterThan(2);
        expect(meaning.id.length).toBeGreaterThan(2);
      }
    }
  });
});
