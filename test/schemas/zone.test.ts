import { describe, expect, it } from 'vitest';
import { businessDate, endOfBusinessDay, startOfMonth } from '../../schemas/instant.ts';
import { requireZone } from '../../schemas/zone.ts';

const iso = (text: string) => Date.parse(text);

describe('Zone', () => {
  it('knows the fixed offsets of Indonesia', () => {
    expect(requireZone('Asia/Jakarta').offsetAt(iso('2026-06-01T00:00:00Z'))).toBe(7 * 3_600_000);
    expect(requireZone('Asia/Makassar').offsetAt(iso('2026-06-01T00:00:00Z'))).toBe(8 * 3_600_000);
    expect(requireZone('Asia/Jayapura').offsetAt(iso('2026-06-01T00:00:00Z'))).toBe(9 * 3_600_000);
  });

  it('follows summer time to the second', () => {
    const berlin = requireZone('Europe/Berlin');
    expect(berlin.offsetAt(iso('2026-03-29T00:59:59Z'))).toBe(3_600_000);
    expect(berlin.offsetAt(iso('2026-03-29T01:00:00Z'))).toBe(2 * 3_600_000);
  });

  it('takes the first of two times that a clock shows twice, and moves on one that it skips', () => {
    const berlin = requireZone('Europe/Berlin');
    expect(berlin.toUtc(iso('2026-10-25T02:30:00Z'))).toBe(iso('2026-10-25T00:30:00Z'));
    expect(berlin.toUtc(iso('2026-03-29T02:30:00Z'))).toBe(iso('2026-03-29T01:30:00Z'));
  });

  it('agrees with Intl over a hundred years', () => {
    const format = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/St_Johns', dateStyle: 'short' });
    const zone = requireZone('America/St_Johns');
    for (let at = iso('1930-01-01T02:30:00Z'); at < iso('2030-01-01T00:00:00Z'); at += 37 * 3_600_000) {
      expect(businessDate(at, zone)).toBe(format.format(at));
    }
  });

  it('refuses a name that nobody knows', () => {
    expect(() => requireZone('Asia/Atlantis')).toThrow(expect.objectContaining({ code: 'setting_invalid' }));
  });
});

describe('business days', () => {
  const jakarta = requireZone('Asia/Jakarta');

  it('begin and end at midnight of the business zone', () => {
    expect(businessDate(iso('2026-01-31T17:00:00Z'), jakarta)).toBe('2026-02-01');
    expect(businessDate(iso('2026-01-31T16:59:59.999Z'), jakarta)).toBe('2026-01-31');
    expect(endOfBusinessDay(iso('2026-01-31T17:00:00Z'), jakarta)).toBe(iso('2026-02-01T16:59:59.999Z'));
    expect(startOfMonth('2026-02', jakarta)).toBe(iso('2026-01-31T17:00:00Z'));
  });
});
