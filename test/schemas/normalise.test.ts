import { describe, expect, it } from 'vitest';
import type { FieldKind } from '../../schemas/fields.ts';
import { normaliseField, plainNotation } from '../../schemas/normalise.ts';
import { requireZone } from '../../schemas/zone.ts';

const notation = plainNotation(requireZone('Asia/Jakarta'), 'ID');

/** Kind, text as it lands, the form the lake holds; undefined where it cannot be read. */
const CASES: readonly [FieldKind, string, string | undefined][] = [
  ['identifier', '  A-1\t', 'A-1'],
  ['identifier', '\u00a0579\u3000', '579'],
  ['text', 'e\u0301', '\u00e9'],
  ['free_text', 'x'.repeat(10_001), `${'x'.repeat(9_999)}…`],
  ['name', ' Siti   Rahma ', 'Siti Rahma'],
  ['email', 'Ani.B@Example.COM', 'ani.b@example.com'],
  ['email', 'ani@localhost', undefined],
  ['email', 'ani b@example.com', undefined],
  ['phone', '0812-3456-7890', '+6281234567890'],
  ['phone', '62 812 3456 7890', '+6281234567890'],
  ['phone', '+65 6123 4567', '+6561234567'],
  ['phone', '12', undefined],
  ['instant', '2026-02-01T08:30:00+07:00', '2026-02-01 01:30:00.000'],
  ['instant', '2026-02-01 08:30', '2026-02-01 01:30:00.000'],
  ['instant', '2026-02-01', '2026-01-31 17:00:00.000'],
  ['instant', '2026-02-01T01:30:00.123456Z', '2026-02-01 01:30:00.123'],
  ['instant', '2026-02-01 08:30:00 +0700', '2026-02-01 01:30:00.000'],
  ['instant', '2026-02-30 08:30:00', undefined],
  ['instant', '2026-02-01T24:00:00Z', undefined],
  ['instant', '0026-02-01 08:30:00', undefined],
  ['instant', '01/02/2026 08:30', undefined],
  ['date', '2024-02-29', '2024-02-29'],
  ['date', '2023-02-29', undefined],
  ['date', '2026-02-01T20:00:00Z', '2026-02-02'],
  ['amount', '0012.50', '12.5'],
  ['amount', '1.50000', '1.5'],
  ['amount', '99999999999999.9999', '99999999999999.9999'],
  ['amount', '100000000000000', undefined],
  ['amount', '1.23456', undefined],
  ['amount', '-1', undefined],
  ['amount', '-0', '0'],
  ['amount', '1e3', undefined],
  ['amount', '0x10', undefined],
  ['amount', '1_000', undefined],
  ['amount', '+3', undefined],
  ['amount', '5.', undefined],
  ['amount', '.5', undefined],
  ['amount', '٣', undefined],
  ['amount', 'NaN', undefined],
  ['number', '-4.25', '-4.25'],
  ['rate', '15500.12345678', '15500.12345678'],
  ['rate', '0', undefined],
  ['flag', 'Ya', 'true'],
  ['flag', '0', 'false'],
  ['flag', 'maybe', undefined],
  ['choice', ' PAID ', 'paid'],
  ['currency', 'idr', 'IDR'],
  ['currency', 'RUP', undefined],
];

describe('normaliseField', () => {
  it.each(CASES)('reads %s %j as %j', (kind, raw, expected) => {
    expect(normaliseField(kind, raw, notation)).toBe(expected);
  });
});
