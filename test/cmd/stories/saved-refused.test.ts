import { expect, it } from 'vitest';
import type { Desk } from '../../helpers/desk.ts';
import { digestOf, PLAN_FILE, SAVED } from './given-plan.ts';
import { deployEntry, environmentWith } from './story.ts';
import { deskGiven } from './tell.ts';

interface Refusal {
  readonly title: string;
  readonly code: number;
  readonly err: string;
  readonly words?: readonly string[];
  readonly before?: (desk: Desk) => void;
}

const REFUSALS: readonly Refusal[] = [
  {
    title: 'was edited',
    code: 1,
    err: 'the plan file was edited or cut: it does not have the digest it names',
    before: ({ repository }) =>
      repository.write(
        PLAN_FILE,
        repository.read(PLAN_FILE).replace('"drift":"hold"', '"drift":"revert"'),
      ),
  },
  {
    title: 'was cut',
    code: 1,
    err: 'the plan file is not JSON',
    before: ({ repository }) =>
      repository.write(PLAN_FILE, repository.read(PLAN_FILE).slice(0, 900)),
  },
  {
    title: 'is something else',
    code: 1,
    err: 'the file is JSON, but not a saved plan',
    before: ({ repository }) => repository.write(PLAN_FILE, '{}'),
  },
  {
    title: 'is not there',
    code: 1,
    err: 'the plan file local.plan.json cannot be read',
    before: ({ repository }) => repository.remove(PLAN_FILE),
  },
  {
    title: 'has another digest',
    code: 1,
    err: 'the plan file is another plan: its digest is',
    words: ['--digest', '0123456789ab'],
  },
  {
    title: 'is asked for by too little of a digest',
    code: 1,
    err: '"01234" is not a digest',
    words: ['--digest', '01234'],
  },
  {
    title: 'is for another environment',
    code: 1,
    err: 'the plan is for local, and --env says prod',
    words: ['--env', 'prod'],
  },
  ...(
    [
      ['--rule', 'alpha'],
      ['--overwrite', 'alpha'],
      ['--allow-older'],
      ['--allow-changed', '3'],
      ['--allow-archived', '3'],
    ] as const
  ).map((words): Refusal => ({
    title: `is to be changed by ${words[0]}`,
    code: 1,
    err: `${words[0]} cannot change a saved plan`,
    words,
  })),
  {
    title: 'was made with another environment file',
    code: 5,
    err: 'environments/local.yaml, or what it extends, is not what the plan was made with',
    before: ({ repository }) =>
      deployEntry(repository, '{ match: { name: bystander }, alerting: true }'),
  },
];

const desk = deskGiven(SAVED);

it('writes nothing of a plan that is not, or no longer, the one to be carried out', async () => {
  const at = await desk();
  const seen = await at.console().see();
  const { repository } = at;
  const kept = ['environments/local.yaml', PLAN_FILE].map((path) => ({
    path,
    text: repository.read(path),
  }));
  const digest = digestOf(at);
  for (const { title, code, err, words = [], before } of REFUSALS) {
    before?.(at);
    const consent = words.includes('--digest') ? [] : ['--digest', digest];
    const ran = await at.run(['apply', PLAN_FILE, ...consent, ...words]);
    expect(ran, title).toMatchObject({ code, out: '' });
    expect(ran.err, title).toContain(`chron: ${err}`);
    for (const { path, text } of kept) repository.write(path, text);
  }
  expect(at.mutations()).toEqual([]);
  expect(await at.console().see()).toEqual(seen);
  expect(await at.run(['apply', PLAN_FILE, '--digest', digest])).toMatchObject({ code: 0 });
});

it('refuses options of a saved plan where there is none, and a plan that breaks a limit', async () => {
  const { run, repository, mutations } = await desk();
  const alone = await run(['apply', '--env', 'local', '--digest', '0123456789ab']);
  expect(alone).toMatchObject({ code: 1, out: '' });
  expect(alone.err).toContain('chron: --digest belongs to a saved plan');
  repository.write(
    'environments/local.yaml',
    environmentWith([], ['safety: { minRules: 1, maxChanged: 0% }']),
  );
  repository.commit();
  const limit = await run(['plan', '--env', 'local', '--out', 'b.json']);
  expect(limit.code).toBe(4);
  const ran = await run(['apply', 'b.json', '--digest', '0123456789ab']);
  expect(ran).toMatchObject({ code: 1, out: '' });
  expect(ran.err).toContain('chron: the plan file b.json cannot be read');
  expect(mutations()).toEqual([]);
});
