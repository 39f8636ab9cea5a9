import { fileURLToPath } from 'node:url';
import { defineConfig, mergeConfig } from 'vite';
import base from '../../../vite.config.ts';

const top = fileURLToPath(new URL('../../..', import.meta.url));

/** The bundle of the action: as the command line's, but with every package inside except DuckDB's native library. */
export default mergeConfig(
  { ...base, build: { ...base.build, rollupOptions: {} }, ssr: {} },
  defineConfig({
    root: top,
    build: {
      outDir: process.env['CHRON_ACTION_OUT'] ?? '.github/actions/chron/dist',
      target: 'node24',
      rollupOptions: {
        input: { action: '.github/actions/chron/action.ts', chron: 'cmd/main.ts' },
        external: [/^node:/, /^@duckdb\//],
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
    ssr: { noExternal: true, external: ['@duckdb/node-api'] },
  }),
);
