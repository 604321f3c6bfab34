import { describe, expect, it } from 'vitest';
import { compileDatePattern } from '../../schemas/date-pattern.ts';
import { requireZone } from '../../schemas/zone.ts';

const jakarta = requireZone('Asia/Jakarta');

describe('compileDatePattern', () => {
  it.each([
    ['dd/MM/yyyy HH:mm:ss', '04/07/2022 11:46:09', '2022-07-04T04:46:09.000Z'],
    ['dd MMM yyyy HH:mm', '04 Jul 2022 11:46', '2022-07-04T04:46:00.000Z'],
    ['d MMMM yyyy', '17 Agustus 2025', '2025-08-16T17:00:00.000Z'],
    ['d MMM yy', '1 Des 25', '2025-11-30T17:00:00.000Z'],
    ['MM/dd/yyyy hh:mm a', '07/04/2022 12:05 AM', '2022-07-03T17:05:00.000Z'],
    ['MM/dd/yyyy hh:mm a', '07/04/2022 12:05 pm', '2022-07-04T05:05:00.000Z'],
    ['yyyy-MM-dd HH:mm:ss XXX', '2026-02-01 08:30:00 +0900', '2026-01-31T23:30:00.000Z'],
    ['yyyyMMdd', '20140128', '2014-01-27T17:00:00.000Z'],
  ])('reads %s: %s', (pattern, text, expected) => {
    const utc = compileDatePattern(pattern, jakarta)(text);
    expect(utc === undefined ? undefined : new Date(utc).toISOString()).toBe(expected);
  });

  it.each([
    ['dd/MM/yyyy', '31/02/2022'],
    ['dd/MM/yyyy', '4/7/2022'],
    ['d MMMM yyyy', '17 Augustus2025'],
    ['MM/dd/yyyy hh:mm a', '07/04/2022 13:05 PM'],
    ['dd/MM/yyyy', '04/07/2022 11:46'],
  ])('does not read %s: %s', (pattern, text) => {
    expect(compileDatePattern(pattern, jakarta)(text)).toBeUndefined();
  });

  it('refuses a pattern that names a part twice', () => {
    expect(() => compileDatePattern('dd/MM/dd', jakarta)).toThrow(
      expect.objectContaining({ code: 'mapping_invalid' }),
    );
  });
});
