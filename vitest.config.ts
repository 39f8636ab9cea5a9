import { defineConfig } from 'vitest/config';

const shared = { environment: 'node' as const, testTimeout: 20_000, hookTimeout: 30_000 };

/** Stories are slow for what they are: whole commands over sockets and real repositories. */
const SLOW = ['test/**/*.slow.test.ts', 'test/cmd/stories/*.test.ts'];

/** `fast` is what `npm run check` runs; `slow` starts processes, binds many sockets or makes long histories. */
export default defineConfig({
  test: {
    pool: 'forks',
    // No file changes what another one sees, and a process for each of them costs more than its tests.
    isolate: false,
    maxWorkers: '100%',
    projects: [
      {
        test: {
          ...shared,
          name: 'fast',
          include: ['test/**/*.test.ts'],
          exclude: [...SLOW, 'test/exam/**'],
        },
      },
      {
        test: {
          ...shared,
          name: 'slow',
          include: SLOW,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
