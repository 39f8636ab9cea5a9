import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXIT_MEANINGS, worstExit, type ExitCode } from '../../cmd/exit.ts';
import { ruleText } from '../helpers/builders.ts';
import { chron, type Ran, type World } from '../helpers/chron.ts';
import {
  LOCAL_ENVIRONMENT,
  ruleFiles,
  testRepository,
  type TestRepository,
} from '../helpers/repository.ts';

/** Design §5: where several hold. */
const PRECEDENCE: readonly ExitCode[] = [130, 6, 7, 1, 5, 4, 3, 2, 0];

describe('worstExit', () => {
  it.each(
    PRECEDENCE.slice(0, -1).map((code, index) => [code, PRECEDENCE[index + 1] ?? 0] as const),
  )('%i goes before %i', (code, next) => {
    expect(worstExit([next, code])).toBe(code);
    expect(worstExit([code, next])).toBe(code);
  });

  it('depends on neither order nor repetition', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...PRECEDENCE)), (codes) => {
        const first = PRECEDENCE.find((code) => codes.includes(code)) ?? 0;
        expect(worstExit(codes)).toBe(first);
      }),
    );
  });

  it('has a meaning for every code', () => {
    expect(
      Object.keys(EXIT_MEANINGS)
        .map(Number)
        .toSorted((a, b) => a - b),
    ).toEqual([...PRECEDENCE].toSorted((a, b) => a - b));
  });
});

type Step = (repository: TestRepository) => Promise<Ran>;

const run =
  (words: string, world: Partial<World> = {}): Step =>
  ({ root }) =>
    chron(words, { cwd: root, ...world });

/** Answers calls that match in place of the emulator; all others go through. */
function refusing(pattern: RegExp, status: number, message: string): typeof fetch {
  return (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    if (!pattern.test(url)) return globalThis.fetch(input, init);
    const error = { code: status, message, status: 'REFUSED' };
    return Promise.resolve(Response.json({ error }, { status }));
  };
}

const applied = run('apply --env local --yes');
const emptied: Step = async (on) => {
  const ran = await applied(on);
  // What a person in the console might do: turn the rule off.
  const records = join(on.root, '.chron/emulator/local.jsonl');
  const before = readFileSync(records, 'utf8');
  const after = before.replaceAll('"live":true', '"live":false');
  expect(after).not.toBe(before);
  on.write('.chron/emulator/local.jsonl', after);
  return ran;
};

const ROWS: readonly {
  readonly code: ExitCode;
  readonly when: string;
  readonly before?: readonly Step[];
  readonly step: Step;
}[] = [
  { code: 0, when: 'plan has changes', step: run('plan --env local') },
  { code: 0, when: 'apply has done everything', step: applied },
  {
    code: 0,
    when: 'plan has no changes, with --detailed-exitcode',
    before: [applied],
    step: run('plan --env local --detailed-exitcode'),
  },
  { code: 0, when: 'help is asked for', step: run('plan --help') },
  { code: 0, when: 'the version is asked for', step: run('--version') },
  { code: 1, when: 'nobody can be asked', step: run('apply --env local') },
  { code: 1, when: 'the answer is not yes', step: run('apply --env local', { answer: 'y' }) },
  { code: 1, when: 'no rule is left', before: [removed('one', 'two')], step: applied },
  { code: 1, when: 'the command is misspelt', step: run('aply --env local') },
  {
    code: 1,
    when: 'the service answers with an error for ever',
    step: run('plan --env local', {
      fetch: refusing(/\/rules/, 400, 'generic::invalid_argument: no'),
    }),
  },
  {
    code: 2,
    when: 'plan has changes and is to say so',
    step: run('plan --env local --detailed-exitcode'),
  },
  {
    code: 2,
    when: 'there is drift and --detailed-exitcode',
    before: [emptied],
    step: run('plan --env local --drift-only --detailed-exitcode'),
  },
  {
    code: 0,
    when: 'there is drift',
    before: [emptied],
    step: run('plan --env local --drift-only'),
  },
  {
    code: 3,
    when: 'a rule is broken',
    before: [written('rules/family/one.yaral', 'rule {')],
    step: applied,
  },
  {
    code: 3,
    when: 'the environment is broken',
    before: [written('environments/local.yaml', 'api: embeded\n')],
    step: run('plan --env local'),
  },
  { code: 4, when: 'plan has something held', before: [emptied], step: run('plan --env local') },
  { code: 4, when: 'apply leaves something held', before: [emptied], step: applied },
  {
    code: 4,
    when: 'a safety limit refuses',
    before: [
      written('environments/local.yaml', `${LOCAL_ENVIRONMENT}safety: { minRules: 1 }\n`),
      applied,
      written('rules/family/one.yaral', ruleText('one', { threshold: 2 })),
    ],
    step: applied,
  },
  {
    code: 5,
    when: 'the tenant was given a newer commit',
    before: [
      committed('rules/family/one.yaral', ruleText('one', { threshold: 2 })),
      applied,
      (on) => {
        on.git('checkout', '-q', 'HEAD~1');
        return Promise.resolve({ code: 0, out: '', err: '' });
      },
    ],
    step: applied,
  },
  {
    code: 5,
    when: 'a saved plan is stale',
    before: [run('plan --env local --out p.json'), applied],
    step: async (on) => {
      const [, digest] = /"digest":"([0-9a-f]{12})/.exec(on.read('p.json')) ?? [];
      return chron(`apply p.json --digest ${digest}`, { cwd: on.root });
    },
  },
  {
    code: 6,
    when: 'one of two rules cannot be created',
    step: run('apply --env local --yes', {
      fetch: async (input, init) => {
        const body = typeof init?.body === 'string' ? init.body : '';
        return body.includes('rule two {')
          ? Response.json(
              {
                error: {
                  code: 400,
                  message: 'generic::invalid_argument: compiling rule: no',
                  status: 'INVALID_ARGUMENT',
                },
              },
              { status: 400 },
            )
          : globalThis.fetch(input, init);
      },
    }),
  },
  {
    code: 7,
    when: 'the service does not know us',
    step: run('plan --env local', {
      fetch: refusing(/./, 401, 'invalid authentication credentials'),
    }),
  },
  {
    code: 7,
    when: 'the service does not permit it',
    step: run('plan --env local', { fetch: refusing(/./, 403, 'generic::permission_denied: no') }),
  },
  {
    code: 130,
    when: 'somebody interrupts apply',
    step: (on) => {
      const stops: (() => void)[] = [];
      return chron('apply --env local --yes', {
        cwd: on.root,
        onReady: (stop) => void stops.push(stop),
        onOut: (text) => {
          if (text.includes(' done ')) for (const stop of stops) stop();
        },
      });
    },
  },
];

function written(path: string, text: string): Step {
  return (on) => {
    on.write(path, text);
    return Promise.resolve({ code: 0, out: '', err: '' });
  };
}

function committed(path: string, text: string): Step {
  return async (on) => {
    const done = await written(path, text)(on);
    on.commit();
    return done;
  };
}

function removed(...names: readonly string[]): Step {
  return (on) => {
    for (const name of names) on.remove(`rules/family/${name}.yaral`);
    return Promise.resolve({ code: 0, out: '', err: '' });
  };
}

describe('exit codes', () => {
  it.each(ROWS)('$code when $when', async ({ code, before = [], step }) => {
    const repository = await testRepository(ruleFiles('one', 'two'));
    for (const first of before) await first(repository);
    const ran = await step(repository);
    expect(ran, ran.err).toMatchObject({ code });
    expect(ran.err).not.toContain('bug in chron');
  });

  it('has a row for every code', () => {
    expect(new Set(ROWS.map(({ code }) => code))).toEqual(new Set(PRECEDENCE));
  });
});
