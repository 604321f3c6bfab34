import { defineConfig } from 'vitest/config';

// A fixed zone that is not UTC: a test that passes only in UTC would hide a fault in business dates.
process.env['TZ'] = 'America/St_Johns';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/trino/**'],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    server: { deps: { inline: ['dt-sql-parser'] } },
  },
});
