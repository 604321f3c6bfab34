import { describe, expect, it } from 'vitest';
import { Settings } from '../../schemas/settings.ts';
import { SETTINGS_COLUMNS, settingsVersion, settingsViewSql } from '../../schemas/settings-view.ts';

const defaults = Settings.parse({});

describe('the view settings', () => {
  it('has a column for every setting but the map of categories, and the version last', () => {
    const names = SETTINGS_COLUMNS.map((column) => column.name);
    const expected = Object.keys(Settings.shape).filter((name) => name !== 'category_kinds');
    expect(names).toEqual([...expected, 'settings_version']);
  });

  it('types counts and days as integer, shares as double, and as_of as date', () => {
    const types = Object.fromEntries(SETTINGS_COLUMNS.map((column) => [column.name, column.type]));
    expect(types).toMatchObject({
      time_zone: 'varchar',
      products_are_company_wide: 'boolean',
      max_file_bytes: 'bigint',
      new_days: 'integer',
      thrifty_min_share: 'double',
      loyal_min_dates: 'integer',
      week_start: 'varchar',
      as_of: 'date',
      settings_version: 'varchar',
    });
  });

  it('casts every value, a quote doubled and an absent date NULL', () => {
    const sql = settingsViewSql({ ...defaults, time_zone: "O'Zone", thrifty_min_share: 0.65 });
    expect(sql).toContain("cast('O''Zone' as varchar) as time_zone");
    expect(sql).toContain('cast(0.65 as double) as thrifty_min_share');
    expect(sql).toContain('cast(null as date) as as_of');
    expect(sql).toContain('cast(30 as integer) as new_days');
  });

  it('gives a date where as_of is set', () => {
    expect(settingsViewSql({ ...defaults, as_of: '2026-01-31' })).toContain(
      "cast('2026-01-31' as date) as as_of",
    );
  });
});

describe('the version of the rules', () => {
  it('changes with a threshold and is 8 hexadecimal digits', () => {
    expect(settingsVersion(defaults)).toMatch(/^[0-9a-f]{8}$/);
    expect(settingsVersion({ ...defaults, new_days: 31 })).not.toBe(settingsVersion(defaults));
  });

  it('stays with another date or another setting of taking in', () => {
    const other = { ...defaults, as_of: '2026-01-31', max_file_bytes: 5000 };
    expect(settingsVersion(other)).toBe(settingsVersion(defaults));
  });
});
