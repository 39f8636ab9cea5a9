import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const TOP = resolve(import.meta.dirname, '..');
const LIB = join(TOP, 'lib');

interface Floor {
  readonly rooms: readonly string[];
  readonly packages: readonly string[];
}

/** Who may import whom: the floor plan of lib/README.md. `errors` and `text` are open to every room. */
const ROOMS: Readonly<Record<string, Floor>> = {
  model: { rooms: [], packages: ['zod'] },
  diagnostics: { rooms: [], packages: [] },
  ports: { rooms: ['model'], packages: [] },
  udm: { rooms: [], packages: [] },
  // node:module to load the reader of regular expressions at the first that needs it.
  yaral: { rooms: ['diagnostics', 'udm'], packages: ['re2js', 'node:module'] },
  evaluate: { rooms: ['model', 'diagnostics', 'udm', 'yaral'], packages: [] },
  wire: { rooms: ['model'], packages: ['zod'] },
  // diagnostics, because a parser reports to somebody.
  plan: { rooms: ['model', 'yaral', 'diagnostics'], packages: ['diff', 'node:crypto'] },
  gate: { rooms: ['model'], packages: ['node:crypto'] },
  report: { rooms: ['model', 'diagnostics', 'plan'], packages: ['diff', 'echarts'] },
  apply: { rooms: ['model', 'ports', 'plan', 'gate'], packages: [] },
  hunt: { rooms: ['model', 'ports', 'plan', 'gate'], packages: [] },
  replay: { rooms: ['model', 'diagnostics', 'ports', 'yaral', 'evaluate'], packages: [] },
  ruletest: { rooms: ['model', 'diagnostics', 'ports', 'yaral', 'evaluate'], packages: [] },
  secops: {
    rooms: ['model', 'ports', 'wire'],
    packages: ['google-auth-library', 'googleapis', 'undici', 'node:crypto', 'node:fs', 'node:net'],
  },
  github: { rooms: ['model', 'ports'], packages: [] },
  repo: {
    rooms: ['model', 'ports', 'diagnostics', 'yaral'],
    packages: ['simple-git', 'yaml', 'picomatch', 'zod', 'node:fs', 'node:path', 'node:crypto'],
  },
  store: {
    rooms: ['model', 'ports'],
    // node:os for the host that a lock's holder runs on.
    packages: ['node:fs', 'node:path', 'node:crypto', 'node:os'],
  },
  duckdb: {
    rooms: ['model', 'ports', 'diagnostics', 'udm'],
    // node:zlib and node:readline for gzipped lines, node:os for the folder that DuckDB spills into.
    packages: [
      '@duckdb/node-api',
      'node:fs',
      'node:path',
      'node:os',
      'node:events',
      'node:readline',
      'node:stream',
      'node:zlib',
    ],
  },
  emulator: {
    rooms: ['model', 'wire', 'ports', 'yaral'],
    packages: ['node:http', 'node:net', 'node:crypto'],
  },
};

/** Rooms without clock, random, process or network of their own. */
const PURE = [
  'model',
  'diagnostics',
  'udm',
  'ports',
  'yaral',
  'evaluate',
  'wire',
  'plan',
  'gate',
  'report',
];

const sources = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));

/** What a file imports: `room` for our own rooms, a package's name otherwise. */
function importsOf(file: string): { readonly to: string; readonly own: boolean }[] {
  const text = readFileSync(file, 'utf8');
  const specifiers = [
    ...text.matchAll(
      /(?:^|\n)\s*(?:(?:import|export)\s[^;']*?from\s|import\s|[^\n]*\bimport\()\s*'([^'\n]+)'/g,
    ),
  ].map((match) => match[1] ?? '');
  return specifiers.map((specifier) => {
    if (!specifier.startsWith('.')) return { to: packageOf(specifier), own: false };
    const target = relative(LIB, resolve(dirname(file), specifier)).replaceAll('\\', '/');
    return { to: target.includes('/') ? (target.split('/')[0] ?? '') : target, own: true };
  });
}

function packageOf(specifier: string): string {
  const [scope = '', name = ''] = specifier.split('/');
  if (scope.startsWith('node:')) return scope;
  return scope.startsWith('@') ? `${scope}/${name}` : scope;
}

function strangersIn(room: string, allowed: Floor): string[] {
  const open = new Set([...allowed.rooms, room, 'errors.ts', 'text.ts']);
  return sources(join(LIB, room)).flatMap((file) =>
    importsOf(file)
      .filter(({ to, own }) => !(own ? open.has(to) : allowed.packages.includes(to)))
      .map(({ to }) => `${relative(TOP, file)} imports ${to}`),
  );
}

describe.each(Object.entries(ROOMS))('lib/%s', (room, allowed) => {
  it('imports only what its floor allows', () => {
    expect(strangersIn(room, allowed)).toEqual([]);
  });
});

describe.each(PURE)('lib/%s is pure', (room) => {
  it('takes time only from its arguments', () => {
    const clocks = sources(join(LIB, room)).filter((file) =>
      /new Date\(\s*\)|Date\.now|Math\.random|(?<![.\w])process\.\w|performance\.now/.test(
        readFileSync(file, 'utf8'),
      ),
    );
    expect(clocks.map((file) => relative(TOP, file))).toEqual([]);
  });
});

describe('the house', () => {
  it('has a floor for every room', () => {
    const rooms = readdirSync(LIB, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(rooms.map((entry) => entry.name).toSorted()).toEqual(Object.keys(ROOMS).toSorted());
  });

  it('lets the hands, the errands and the street down the stairs only', () => {
    const upwards = sources(LIB).filter((file) =>
      /from '(\.\.\/)+cmd\//.test(readFileSync(file, 'utf8')),
    );
    expect(upwards).toEqual([]);
  });

  it('reads environment variables in one file', () => {
    const readers = [...sources(LIB), ...sources(join(TOP, 'cmd'))].filter((file) =>
      /process\.env/.test(readFileSync(file, 'utf8')),
    );
    expect(readers.map((file) => relative(TOP, file).replaceAll('\\', '/'))).toEqual([
      'cmd/main.ts',
    ]);
  });

  it('has no barrels', () => {
    const barrels = [...sources(LIB), ...sources(join(TOP, 'cmd'))].filter((file) =>
      /(^|\n)export (\*|\{[^}]*\}) from/.test(readFileSync(file, 'utf8')),
    );
    expect(barrels.map((file) => relative(TOP, file))).toEqual([]);
  });
});
