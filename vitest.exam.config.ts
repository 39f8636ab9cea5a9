import { defineConfig } from 'vitest/config';

/** Tests over material from outside this repository; `npm run exam -- DIR` says where it lies. */
export default defineConfig({
  test: {
    name: 'exam',
    environment: 'node',
    pool: 'forks',
    include: ['test/exam/**/*.test.ts'],
    testTimeout: 300_000,
  },
});
