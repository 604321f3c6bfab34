import { defineConfig } from 'vitest/config';

// The same zone as the ordinary tests: one that is not UTC.
process.env['TZ'] = 'America/St_Johns';

export default defineConfig({
  test: {
    include: ['test/trino/**/*.trino.ts'],
    globalSetup: ['test/trino/global-setup.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    fileParallelism: false,
    server: { deps: { inline: ['dt-sql-parser'] } },
  },
});
