import { defineConfig } from 'vitest/config';

const shared = {
  environment: 'node' as const,
  testTimeout: 20_000,
  hookTimeout: 30_000,
  // A process for each file costs more than its tests. What modules remember is only what they would find again.
  isolate: false,
  // GitHub's parser imports JSON in a way that node does not take.
  server: { deps: { inline: [/@actions\/workflow-parser/] } },
};

/** Longer series of what the suite tries in short: `npm run sweep`. */
const SWEEPS = ['test/**/*.sweep.test.ts'];

/** Stories are slow for what they are: whole commands over sockets and real repositories. */
const SLOW = ['test/**/*.slow.test.ts', 'test/cmd/stories/!(*.sweep).test.ts'];

/** `fast` is what `npm run check` runs; `slow` starts processes, binds many sockets or makes long histories. */
export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: '100%',
    projects: [
      {
        test: {
          ...shared,
          name: 'fast',
          include: ['test/**/*.test.ts'],
          exclude: [...SLOW, ...SWEEPS, 'test/exam/**'],
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
      {
        test: {
          ...shared,
          name: 'sweep',
          include: SWEEPS,
          testTimeout: 300_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
