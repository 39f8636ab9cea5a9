import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** Bundles the command line: one entry, and a chunk for each part that a command loads when it needs it. */
export default defineConfig({
  resolve: {
    alias: [
      {
        find: /^string-width$/,
        replacement: fileURLToPath(new URL('cmd/string-width.ts', import.meta.url)),
      },
    ],
  },
  build: {
    ssr: true,
    target: 'node20',
    outDir: 'dist',
    emptyOutDir: true,
    minify: 'esbuild',
    rollupOptions: {
      input: { chron: 'cmd/main.ts' },
      // Large and rarely used: they stay packages and are imported when a tenant is asked or events are evaluated.
      external: [/^node:/, /^googleapis/, /^google-auth-library/, /^@duckdb\/node-api/],
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: 'chunks/[name]-[hash].js',
        banner: '',
      },
    },
  },
  // Less to read at every start; names stay, so that a stack says where it happened.
  esbuild: {
    minifyIdentifiers: false,
    minifySyntax: false,
    minifyWhitespace: true,
    legalComments: 'none',
  },
  ssr: { noExternal: true, external: ['googleapis', 'google-auth-library', '@duckdb/node-api'] },
});
