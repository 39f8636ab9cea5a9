import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { testRepository, type TestRepository } from '../helpers/repository.ts';
import { openGroups } from './runner/concurrency.ts';
import { onMain } from './runner/events.ts';
import { openReleaseTools, type ReleaseTools } from './runner/release-tools.ts';
import { startRun, type Again } from './runner/run.ts';
import { jobsIn, logOf } from './runner/tell.ts';
import type { Event, RunRecord, World } from './runner/world.ts';

const GITHUB = resolve(import.meta.dirname, '../../.github');
const REPOSITORY = 'chron-tools/chron';
const DONE = { 'build first': 'success', 'build second': 'success', publish: 'success' };

interface Yard {
  readonly origin: TestRepository;
  readonly tools: ReleaseTools;
  readonly asked: readonly string[];
  readonly release: (event?: Partial<Event>, again?: Again) => Promise<RunRecord>;
}

/** A repository with the sources of chron as far as a release looks at them. */
async function openYard(version = '1.2.3'): Promise<Yard> {
  const origin = await testRepository({
    'package.json': JSON.stringify({ name: 'chron', version: '1.2.3' }),
    '.gitignore': 'dist/\nnode_modules/\nsecond/\n',
    '.github/actions/chron/publish.sh': readFileSync(
      join(GITHUB, 'actions/chron/publish.sh'),
      'utf8',
    ),
  });
  origin.git('config', 'uploadpack.allowAnySHA1InWant', 'true');
  const tools = await openReleaseTools();
  const asked: string[] = [];
  const world: World = {
    repository: REPOSITORY,
    origin,
    chron: { repository: REPOSITORY, sha: origin.git('rev-parse', 'main').trim() },
    environments: {
      release: {
        refs: ['refs/heads/main'],
        review: (job) => {
          asked.push(job);
          return Promise.resolve('approved');
        },
      },
    },
    vars: {},
    variables: {
      ...tools.variables,
      // What would go to GitHub goes to the repository that stands for it.
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: `url.file://${origin.root}.insteadOf`,
      GIT_CONFIG_VALUE_0: `https://github.com/${REPOSITORY}`,
    },
    apiUrl: 'http://127.0.0.1:1',
    githubToken: () => 'ghs_release',
    openIssuer: () => ({}),
    stsUrl: 'http://127.0.0.1:1',
    tenantOf: () => ({}),
  };
  const text = readFileSync(join(GITHUB, 'workflows/release.yml'), 'utf8');
  const groups = openGroups();
  return {
    origin,
    tools,
    asked,
    release: (event = {}, again) =>
      startRun(
        '.github/workflows/release.yml',
        text,
        { ...onMain(origin, 'workflow_dispatch', { version }), ...event },
        world,
        groups,
        again,
      ).done,
  };
}

/** The commit of a tag, with its parent and its files. */
function tagged({ origin }: Yard, tag = 'v1.2.3'): readonly [string, string, readonly string[]] {
  const [commit = '', parent = ''] = origin.git('rev-parse', tag, `${tag}^`).split('\n');
  const files = origin.git('diff', '--name-only', parent, commit).split('\n').filter(Boolean);
  return [commit, parent, files];
}

it('what is on main becomes a tag with the bundle beside the sources, and a release with its checksums', async () => {
  const yard = await openYard();
  const main = yard.origin.git('rev-parse', 'main').trim();
  const run = await yard.release();

  expect(jobsIn(run), logOf(run)).toEqual(DONE);
  expect(yard.asked).toEqual(['publish']);
  const [commit, parent, files] = tagged(yard);
  expect(parent).toBe(main);
  expect(files).toEqual([
    '.github/actions/chron/dist/CONTENTS.md',
    '.github/actions/chron/dist/action.js',
    '.github/actions/chron/dist/checksums.txt',
    '.github/actions/chron/dist/node_modules/.hidden/duckdb.node',
  ]);
  expect(yard.origin.git('rev-parse', 'main').trim()).toBe(main);
  const { draft, notes, files: kept } = yard.tools.releases()['v1.2.3'] ?? {};
  expect(draft).toBe(false);
  expect(notes).toContain(commit);
  expect(Object.keys(kept ?? {}).toSorted()).toEqual(['CONTENTS.md', 'checksums.txt']);
  const publish = run.jobs.find(({ name }) => name === 'publish');
  expect(publish?.summary).toBe(`Pin this commit: \`${commit}\`\n`);
  expect(publish?.permissions).toEqual({ contents: 'write' });
  expect(logOf(run)).not.toContain('ghs_release');
});

it('nothing is published where the two builds are not the same', async () => {
  const yard = await openYard();
  yard.tools.differ();
  const run = await yard.release();

  expect(jobsIn(run), logOf(run)).toEqual({ ...DONE, publish: 'failure' });
  expect(logOf(run)).toContain('action.js');
  expect(yard.origin.git('tag')).toBe('');
  expect(yard.tools.releases()).toEqual({});
});

it('a tag that is there is never moved', async () => {
  const yard = await openYard();
  yard.origin.git('tag', 'v1.2.3');
  const before = yard.origin.git('rev-parse', 'v1.2.3');
  const run = await yard.release();

  expect(jobsIn(run), logOf(run)).toEqual({ ...DONE, publish: 'failure' });
  expect(logOf(run)).toContain('v1.2.3 is there already');
  expect(yard.origin.git('rev-parse', 'v1.2.3')).toBe(before);
  expect(yard.tools.releases()).toEqual({});
});

it.each(['failed', 'all'] as const)(
  'a release that broke off midway is finished when it is run again: %s',
  async (only) => {
    const yard = await openYard();
    yard.tools.breakUpload();
    const broken = await yard.release();
    expect(jobsIn(broken), logOf(broken)).toEqual({ ...DONE, publish: 'failure' });
    const [commit] = tagged(yard);
    expect(yard.tools.releases()['v1.2.3']?.draft).toBe(true);

    const again = await yard.release({}, { of: broken, only });
    expect(jobsIn(again), logOf(again)).toEqual(DONE);
    expect(tagged(yard)[0]).toBe(commit);
    const { draft, files = {} } = yard.tools.releases()['v1.2.3'] ?? {};
    expect([draft, Object.keys(files).toSorted()]).toEqual([
      false,
      ['CONTENTS.md', 'checksums.txt'],
    ]);

    const third = await yard.release({}, { of: again, only: 'all' });
    expect(jobsIn(third), logOf(third)).toEqual(DONE);
    expect(tagged(yard)[0]).toBe(commit);
  },
);

it.each([
  ['is not that of the package', '1.2.4', 'package.json says 1.2.3, not 1.2.4'],
  ['is none', '1.2.3; touch pwned', 'is no version'],
])('a version that %s is not released', async (_, version, why) => {
  const yard = await openYard(version);
  const run = await yard.release();

  expect(jobsIn(run), logOf(run)).toEqual({ ...DONE, publish: 'failure' });
  expect(logOf(run)).toContain(why);
  expect(yard.origin.git('tag')).toBe('');
});

it('no branch but main is released', async () => {
  const yard = await openYard();
  const run = await yard.release({ ref: 'refs/heads/feature' });

  expect(run.jobs).toEqual([]);
  expect(yard.asked).toEqual([]);
  expect(yard.origin.git('tag')).toBe('');
});
