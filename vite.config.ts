import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, transformWithEsbuild, type Plugin } from 'vite';

/** All that reads and checks rule texts. What was found in a text is kept only while none of it changes. */
const LANGUAGE = [
  'lib/yaral',
  'lib/udm',
  'lib/diagnostics',
  'lib/repo/known-heads.ts',
  'cmd/broken-texts.ts',
  'package-lock.json',
];

function languageId(): string {
  const hash = createHash('sha256');
  for (const place of LANGUAGE) {
    const at = fileURLToPath(new URL(place, import.meta.url));
    const files = place.includes('.')
      ? ['']
      : readdirSync(at, { recursive: true, encoding: 'utf8' })
          .filter((name) => name.endsWith('.ts'))
          .map((name) => `/${name}`);
    for (const file of files.toSorted()) {
      hash
        .update(`${place}${file}\0`)
        .update(readFileSync(`${at}${file}`))
        .update('\0');
    }
  }
  return hash.digest('hex').slice(0, 16);
}

/**
 * Parts that are loaded together by nearly all who load one of them: a file costs more to find and open than what is in
 * these. What a part imports goes with it, unless it is a part of another line.
 */
const TOGETHER: readonly (readonly [chunk: string, files: RegExp])[] = [
  [
    'start',
    /\/(?:cmd\/(?:chron|command|paint|settings)|lib\/(?:text|errors|report\/(?:actions-safe|check-view|layout|styled)|diagnostics\/render-diagnostic))\.ts$|commonjsHelpers/,
  ],
  [
    'tokens',
    /\/lib\/(?:diagnostics\/(?:lines|message|messages.*|reporter)|yaral\/(?:ast|brackets|characters|cursor|header|lexer|outline|parser|parser-\w+|scan.*|sections|string-value|symbols-names|token|walk))\.ts$/,
  ],
  [
    'rule-files',
    /\/(?:cmd\/(?:place|rule-files)|lib\/repo\/(?:file-tree|layout|list-limits|list-names|list-text|lists|problem|read-text|rule-names|rule-texts|table-text|tables))\.ts$/,
  ],
  [
    'fields',
    /\/lib\/(?:udm\/(?:path|schema|schema-data)|yaral\/(?:types|types-path|lints\/field|validations\/(?:match-window|names-meant|names-whole)))\.ts$/,
  ],
  ['language', /\/lib\/yaral\/analyze\.ts$/],
];

function together(id: string): string | undefined {
  return TOGETHER.find(([, files]) => files.test(id))?.[0];
}

/** Beside the chunk that opens it (lib/yaral/re2.ts). */
const RE2 = 'chunks/re2js.cjs';

/** Makes a file of the package that reads regular expressions, which a running check can load without waiting. */
const re2File: Plugin = {
  name: 're2-file',
  buildStart() {
    this.emitFile({ type: 'chunk', id: 're2js', fileName: RE2 });
  },
  // After the last change of any other plugin.
  generateBundle: {
    order: 'post',
    async handler(_options, bundle) {
      const chunk = bundle[RE2];
      if (chunk?.type !== 'chunk')
        throw new Error('the reader of regular expressions is not there');
      chunk.code = (
        await transformWithEsbuild(chunk.code, RE2, {
          format: 'cjs',
          minifyWhitespace: true,
          legalComments: 'none',
        })
      ).code;
    },
  },
};

/** Bundles the command line: one entry, and a chunk for each part that a command loads when it needs it. */
export default defineConfig({
  define: {
    CHRON_LANGUAGE: JSON.stringify(languageId()),
    CHRON_RE2: JSON.stringify('./re2js.cjs'),
  },
  plugins: [re2File],
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
        manualChunks: together,
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
