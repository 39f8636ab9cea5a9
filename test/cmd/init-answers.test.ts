import { describe, expect, it } from 'vitest';
import { scaffoldFrom, type Said } from '../../cmd/init-answers.ts';
import { HOSTING_QUESTIONS } from '../../cmd/init-questions.ts';
import { teamWith, WORDS } from './init-team.ts';

const HOSTING = new Set<string>(Object.values(HOSTING_QUESTIONS).map(({ option }) => option));

const isHosting = ([option]: readonly [string, unknown]): boolean => HOSTING.has(option);

/** What these words say, as the command line hands it on. */
function saidBy(words: readonly string[]): Said {
  const values = new Map<string, string[]>();
  for (let at = 0; at < words.length; at += 2) {
    const option = (words[at] ?? '').slice(2);
    values.set(option, [...(values.get(option) ?? []), words[at + 1] ?? '']);
  }
  const { env, branch, ...rest } = Object.fromEntries(values);
  const entries = Object.entries(rest);
  return {
    env,
    branch: branch?.[0] ?? 'main',
    hosting: Object.fromEntries(
      entries.filter(isHosting).map(([option, [value]]) => [option, value]),
    ),
    tenants: Object.fromEntries(entries.filter((entry) => !isHosting(entry))),
  };
}

it('takes what a team says', async () => {
  const { tenants, hosting } = await scaffoldFrom(saidBy(WORDS), {
    version: '1.2.3',
    ask: undefined,
  });
  expect(hosting).toMatchObject({
    repository: 'acme/rules',
    chron: 'acme/chron',
    version: '1.2.3',
  });
  expect(tenants.map(({ name, region, secret, tier }) => [name, region, secret, tier])).toEqual([
    ['staging', 'us', 'chron-key-staging', 'enterprise'],
    ['prod', 'europe', 'chron-key-prod', 'enterprise'],
  ]);
});

it.each(['local', 'local local'])('takes %s for what is always there', async (names) => {
  const env = names.split(' ').flatMap((name) => ['--env', name]);
  const { tenants } = await scaffoldFrom(saidBy(env), { version: '1.2.3', ask: undefined });
  expect(tenants).toEqual([]);
});

describe('what is said is refused where it is', () => {
  it.each<[what: string, words: readonly string[], message: string, hint: string]>([
    [
      'a name that is none',
      teamWith('--env', 'Prod'),
      '"Prod" is no name of a tenant',
      '--env takes a name of at most 18',
    ],
    [
      'a name that is too long for an account',
      teamWith('--env', 'a-very-long-name-of'),
      'is no name of a tenant',
      'at most 18',
    ],
    ['the name of a part', teamWith('--env', 'base'), '"base" is no name of a tenant', 'not base'],
    ['a way out of the folder', teamWith('--env', '../prod'), '"../prod" is no name', '--env'],
    [
      'a region that is none',
      teamWith('--region', 'mars'),
      '"mars" is no region',
      'one of us, europe',
    ],
    [
      'a repository without an owner',
      teamWith('--repository', 'rules'),
      '"rules" is no repository',
      'owner/name',
    ],
    [
      'a name where a number must be',
      teamWith('--repository-id', 'rules'),
      '"rules" is no number',
      'a number',
    ],
    [
      'a tag in place of a commit',
      teamWith('--chron-ref', 'acme/chron@v1.0.0'),
      '"acme/chron@v1.0.0" is no release',
      'all 40 digits',
    ],
    [
      'a shell in a value',
      teamWith('--project', '$(id)'),
      '"$(id)" is no Google Cloud project',
      '--project',
    ],
    ['YAML in a value', teamWith('--expect', 'a@b.c\napi: embedded'), 'is no account', '--expect'],
    [
      'a value for nobody',
      [...WORDS, '--region', 'dev=us'],
      '--region is about "dev", which --env does not name',
      'staging, prod',
    ],
    [
      'options for tenants without one',
      ['--region', 'us'],
      '--region is about tenants, and there is none',
      '--env NAME',
    ],
    ['a strange branch', [...WORDS, '--branch', "main' || true"], 'is no branch', '--branch'],
  ])('%s', async (_what, words, message, hint) => {
    await expect(
      scaffoldFrom(saidBy(words), { version: '1.2.3', ask: undefined }),
    ).rejects.toMatchObject({
      message: expect.stringContaining(message),
      hint: expect.stringContaining(hint),
    });
  });
});
