import { describe, expect, it } from 'vitest';
import { applyChanges, type ApplyDeps } from '../../lib/apply/apply.ts';
import { ApiError, ConflictError, UserError } from '../../lib/errors.ts';
import type { Outcome } from '../../lib/model/outcome.ts';
import type { Change } from '../../lib/model/plan.ts';
import { aLiveRule } from '../helpers/builders.ts';
import { VirtualClock } from '../helpers/clock.ts';
import { MUTATIONS, obliging, scripted } from '../helpers/scripted-secops.ts';
import {
  addVersion,
  archive,
  create,
  EVERY_KIND,
  FALLS_WITH,
  flag,
  ROOM,
  RULES,
} from './a-plan.ts';
import { MemoryJournal } from './memory-journal.ts';

/** What happened, in order: `intent 3`, `call createRule`, `answer createRule`, `outcome 3 done`. */
type Log = string[];

/** May throw instead of the effect of a step's call. */
type Fail = (step: number) => void;

interface Run {
  readonly log: Log;
  readonly journal: MemoryJournal;
  readonly outcomes: readonly Outcome[];
  readonly told: readonly string[];
  readonly bug: unknown;
}

async function run(
  changes: readonly Change[],
  {
    fail = () => {},
    secops = obliging,
    failsAt = Infinity,
    ...deps
  }: { fail?: Fail; failsAt?: number } & Partial<ApplyDeps> = {},
): Promise<Run> {
  const log: Log = [];
  const told: string[] = [];
  // The call of a step follows its intent without a pause in between.
  let step = 0;
  const journal = new MemoryJournal({
    failsAt,
    onWrite: (entry) => {
      log.push([entry.event, entry['step'], entry['status'] ?? ''].join(' ').trim());
      if (entry.event === 'intent') step = Number(entry['step']);
    },
  });
  let outcomes: readonly Outcome[] = [];
  let bug: unknown;
  try {
    outcomes = await applyChanges({
      plan: { changes, quota: ROOM },
      rules: RULES,
      secops: scripted(secops, async (call, effect) => {
        log.push(`call ${call.method}`);
        try {
          if (MUTATIONS.has(call.method)) fail(step);
          return await effect();
        } finally {
          log.push(`answer ${call.method}`);
        }
      }),
      journal,
      clock: new VirtualClock(),
      onStart: (_change, number) => {
        told.push(`start ${number}`);
        log.push(`start ${number}`);
      },
      onOutcome: ({ status }, number) => told.push(`${status} ${number}`),
      ...deps,
    });
  } catch (error) {
    bug = error;
  }
  return { log, journal, outcomes, told, bug };
}

const numbers = (outcomes: readonly Outcome[], status: Outcome['status']): readonly number[] =>
  outcomes.flatMap((outcome, index) => (outcome.status === status ? [index + 1] : []));

/** Lets the call of one step fail. */
const failing = (step: number, error: () => unknown): { readonly fail: Fail } => ({
  fail: (number) => {
    if (number === step) throw error();
  },
});

const facts = { operation: 'CreateRule', status: 400, effect: 'rejected', detail: 'no' } as const;
const rejected = () => new ApiError({ ...facts, hint: 'look at it' });
const ambiguous = () =>
  new ApiError({ ...facts, status: 0, effect: 'ambiguous', detail: 'timeout' });
const conflict = () => new ConflictError({ ...facts, status: 409 });
const forbidden = () => new ApiError({ ...facts, status: 403 });
const unknown = () => new ApiError({ ...facts, status: 401 });

describe('applyChanges', () => {
  it('makes every change, and tells of each in the order of the plan', async () => {
    const { outcomes, told, journal } = await run(EVERY_KIND);
    expect(outcomes.map(({ status }) => status)).toEqual(EVERY_KIND.map(() => 'done'));
    expect(outcomes.map(({ change }) => change)).toEqual(EVERY_KIND);
    expect(told.toSorted()).toEqual(
      EVERY_KIND.flatMap((_, index) => [`start ${index + 1}`, `done ${index + 1}`]).toSorted(),
    );
    expect(journal.entries.filter(({ event }) => event === 'intent')).toHaveLength(17);
  });

  it('has an intent in the journal before each call, and an outcome after its answer', async () => {
    const { log } = await run(EVERY_KIND);
    let intents = 0;
    let calls = 0;
    let answers = 0;
    let outcomes = 0;
    for (const line of log) {
      if (line.startsWith('intent')) intents += 1;
      if (line.startsWith('call') && !line.endsWith('getRule')) calls += 1;
      if (line.startsWith('answer') && !line.endsWith('getRule')) answers += 1;
      if (line.startsWith('outcome')) outcomes += 1;
      expect(calls).toBeLessThanOrEqual(intents);
      expect(outcomes).toBeLessThanOrEqual(answers);
    }
    expect([intents, calls, answers, outcomes]).toEqual([17, 17, 17, 17]);
  });

  it('says what came of a change where that is worth a word', async () => {
    const { outcomes } = await run(EVERY_KIND);
    expect(
      outcomes.map((outcome) => (outcome.status === 'done' ? outcome.note : undefined)),
    ).toEqual(
      EVERY_KIND.map(({ kind }) => {
        if (kind.endsWith('-list')) return '2 lines';
        if (!['create-rule', 'add-version', 'rename-rule'].includes(kind)) return undefined;
        return expect.stringMatching(/^ru_[-0-9a-f]{36}@v_\d{10}_\d{9}$/);
      }),
    );
  });

  it.each(
    [...FALLS_WITH].flatMap(([step, falls]) =>
      (
        [
          ['rejected', rejected, { because: 'CreateRule: 400: no', hint: 'look at it' }],
          [
            'ambiguous',
            ambiguous,
            {
              because: 'CreateRule: no answer: timeout; whether it had an effect is not known',
              hint: 'plan again: it reads what the tenant has',
            },
          ],
          ['a conflict', conflict, { because: 'CreateRule: 409: no', conflict: true }],
          [
            'refused by chron',
            () => new UserError('cannot', { hint: 'do' }),
            { because: 'cannot', hint: 'do' },
          ],
        ] as const
      ).map(([title, fail, told]) => ({ step, falls, title, fail, told })),
    ),
  )(
    'goes on with all but $falls where step $step is $title',
    async ({ step, falls, fail, told }) => {
      const { outcomes, journal } = await run(EVERY_KIND, failing(step, fail));
      expect(numbers(outcomes, 'failed')).toEqual([step]);
      expect(outcomes[step - 1]).toEqual({
        change: EVERY_KIND[step - 1],
        durationMs: 0,
        status: 'failed',
        ...told,
      });
      expect(numbers(outcomes, 'skipped')).toEqual(falls);
      const intended = new Set(
        journal.entries.flatMap((entry) => (entry.event === 'intent' ? [entry['step']] : [])),
      );
      expect(falls.filter((number) => intended.has(number))).toEqual([]);
      expect(journal.entries.filter(({ event }) => event === 'outcome')).toHaveLength(17);
    },
  );

  it.each([...FALLS_WITH.keys()])(
    'starts nothing once step %i meets a 401, and lets what is under way end',
    async (step) => {
      const { outcomes, log } = await run(EVERY_KIND, failing(step, unknown));
      expect(numbers(outcomes, 'failed')).toEqual([step]);
      expect(outcomes[step - 1]).toMatchObject({ denied: true });
      expect(
        log.slice(log.indexOf(`outcome ${step} failed`)).filter((line) => line.startsWith('start')),
      ).toEqual([]);
      for (const number of numbers(outcomes, 'skipped')) {
        expect(outcomes[number - 1]).toMatchObject({
          because: `the service refused who we are in step ${step}`,
        });
      }
    },
  );

  it('starts no more changes of a kind that is not permitted, but others', async () => {
    const many = Array.from({ length: 12 }, (_, index) => create(`r${10 + index}`));
    const { outcomes } = await run(
      [flag('set-enabled', 'a', true), ...many, flag('set-alerting', 'b', true)],
      {
        fail: (step) => {
          if (step > 1 && step < 14) throw forbidden();
        },
      },
    );
    expect(numbers(outcomes, 'done')).toEqual([1, 14]);
    expect(numbers(outcomes, 'failed')).toEqual([2, 3, 4, 5, 6, 7]);
    expect(outcomes[12]).toMatchObject({ because: 'create-rule was not permitted in step 2' });
  });

  it.each([...FALLS_WITH.keys()])(
    'lets a bug in step %i out, once all that was under way has ended and is in the journal',
    async (step) => {
      const { bug, log } = await run(
        EVERY_KIND,
        failing(step, () => new TypeError('undefined')),
      );
      expect(bug).toBeInstanceOf(TypeError);
      const intents = log.filter((line) => line.startsWith('intent')).map((line) => line.slice(7));
      for (const number of intents) {
        expect(log.filter((line) => line.startsWith(`outcome ${number} `))).toHaveLength(1);
      }
      expect(log).toContain(`outcome ${step} failed`);
      expect(
        log.slice(log.indexOf(`outcome ${step} failed`)).filter((line) => line.startsWith('start')),
      ).toEqual([]);
    },
  );

  it.each([...FALLS_WITH.keys()])(
    'starts nothing after an interruption in step %i, and finishes what is under way',
    async (step) => {
      const interruption = new AbortController();
      let at = -1;
      const { outcomes, log } = await run(EVERY_KIND, {
        signal: interruption.signal,
        fail: (number) => {
          if (number !== step) return;
          interruption.abort();
          at = number;
        },
      });
      expect(at).toBe(step);
      expect(outcomes[step - 1]).toMatchObject({ status: 'done' });
      expect(numbers(outcomes, 'failed')).toEqual([]);
      const skipped = numbers(outcomes, 'skipped');
      for (const number of skipped)
        expect(outcomes[number - 1]).toMatchObject({ because: 'interrupted' });
      expect(log.filter((line) => line.startsWith('intent'))).toHaveLength(17 - skipped.length);
    },
  );

  it('does nothing at all where it was interrupted before', async () => {
    const { outcomes, log } = await run(EVERY_KIND, { signal: AbortSignal.abort() });
    expect(numbers(outcomes, 'skipped')).toHaveLength(17);
    expect(log.filter((line) => !line.startsWith('outcome'))).toEqual([]);
  });

  it.each<[title: string, fail: (reason: unknown) => unknown, told: object]>([
    [
      'was not sent',
      () => new ApiError({ ...facts, status: 0, effect: 'not-sent' }),
      { status: 'skipped', because: 'interrupted' },
    ],
    [
      'was given up',
      (reason) => reason,
      {
        status: 'failed',
        because: 'interrupted before the answer came; whether it had an effect is not known',
      },
    ],
    [
      'had no answer',
      () => ambiguous(),
      { status: 'failed', hint: 'plan again: it reads what the tenant has' },
    ],
  ])('tells of a call that %s when somebody interrupts', async (_title, fail, told) => {
    const interruption = new AbortController();
    const { outcomes, bug } = await run([create('a')], {
      signal: interruption.signal,
      fail: () => {
        interruption.abort();
        throw fail(interruption.signal.reason);
      },
    });
    expect(bug).toBeUndefined();
    expect(outcomes).toMatchObject([told]);
  });

  it('sends nothing that the journal could not take, wherever the disk fills up', async () => {
    for (let failsAt = 1; failsAt <= 34; failsAt += 1) {
      const { outcomes, log, bug } = await run(EVERY_KIND, { failsAt });
      expect(bug).toBeUndefined();
      expect(outcomes).toHaveLength(17);
      const intents = log.filter((line) => line.startsWith('intent')).length;
      const calls = log.filter(
        (line) => line.startsWith('call') && !line.endsWith('getRule'),
      ).length;
      expect(calls).toBe(intents);
      expect(numbers(outcomes, 'done')).toHaveLength(calls);
      const rest = outcomes.filter(({ status }) => status !== 'done');
      for (const outcome of rest) {
        expect(outcome).toMatchObject({
          because: 'the journal cannot be written: no space left on device',
        });
      }
    }
  });

  it('gives the id of a created rule to what turns it on', async () => {
    const given: string[] = [];
    await run(
      [
        create('a'),
        flag('set-enabled', 'a', true, { created: true }),
        flag('set-alerting', 'a', true, { created: true }),
      ],
      {
        secops: {
          ...obliging,
          createRule: async (text) => {
            const rule = await obliging.createRule(text);
            given.push(rule.ruleId);
            return rule;
          },
          setEnabled: (ruleId) => Promise.resolve(void given.push(ruleId)),
          setAlerting: (ruleId) => Promise.resolve(void given.push(ruleId)),
        },
      },
    );
    expect(new Set(given).size).toBe(1);
    expect(given).toHaveLength(3);
  });

  it.each<[title: string, changes: readonly Change[]]>([
    [
      'created',
      [
        create('a'),
        flag('set-enabled', 'a', true, { created: true }),
        flag('set-alerting', 'a', true, { created: true }),
      ],
    ],
    ['changed', [addVersion('a'), flag('set-enabled', 'a', true), flag('set-alerting', 'a', true)]],
  ])(
    'does not turn on a rule whose text, as it was %s, does not compile',
    async (_title, changes) => {
      const broken = { compileState: 'failed', compileError: 'unknown field $e.x' } as const;
      const { outcomes, log } = await run([...changes, archive('z')], {
        secops: {
          ...obliging,
          createRule: async (text) => ({ ...(await obliging.createRule(text)), ...broken }),
          getRule: (ruleId) => Promise.resolve(aLiveRule('a', { ruleId, ...broken })),
        },
      });
      expect(outcomes).toMatchObject([
        { status: 'done' },
        {
          status: 'failed',
          because: 'the service does not compile the text that was stored: unknown field $e.x',
          hint: 'correct the rule and apply again; until then it is not turned on',
        },
        { status: 'skipped', because: 'needs step 2' },
        { status: 'skipped', because: 'nothing is taken away after a failure' },
      ]);
      expect(log.filter((line) => line.startsWith('intent'))).toEqual(['intent 1']);
    },
  );

  it('turns off a rule whose text does not compile', async () => {
    const { outcomes } = await run([addVersion('a'), flag('set-enabled', 'a', false)], {
      secops: { ...obliging, getRule: () => Promise.reject(new Error('not asked')) },
    });
    expect(numbers(outcomes, 'done')).toEqual([1, 2]);
  });

  it('keeps no rule text, no line of a list and only the beginning of a message in the journal', async () => {
    const secret = 'SECRET_LINE';
    const { journal } = await run(
      EVERY_KIND.map((change) => {
        if ('list' in change)
          return { ...change, list: { ...change.list, lines: [secret], description: secret } };
        if ('rule' in change)
          return { ...change, rule: { ...change.rule, text: `${change.rule.text}// ${secret}\n` } };
        return change;
      }),
      failing(8, () => new ApiError({ ...facts, detail: `${'x'.repeat(400)}${secret}` })),
    );
    expect(journal.entries.length).toBeGreaterThan(20);
    expect(JSON.stringify(journal.entries)).not.toContain(secret);
  });

  it('tells the journal what each change is, and what it is written against', async () => {
    const { journal } = await run(EVERY_KIND);
    const intents = journal.entries.filter(({ event }) => event === 'intent');
    const of = (step: number) => intents.find((entry) => entry['step'] === step);
    expect(of(4)).toEqual({
      event: 'intent',
      step: 4,
      change: 'update-list',
      object: '%known',
      base: '2026-01-01T00:00:00Z',
      contentBefore: expect.stringMatching(/^[0-9a-f]{64}$/),
      contentAfter: expect.stringMatching(/^[0-9a-f]{64}$/),
      lines: 2,
    });
    expect(of(8)).toEqual({
      event: 'intent',
      step: 8,
      change: 'rename-rule',
      object: 'new_name',
      renamedFrom: 'old_name',
      ruleId: aLiveRule('old_name').ruleId,
      base: aLiveRule('old_name').base,
      textBefore: expect.stringMatching(/^[0-9a-f]{64}$/),
      textAfter: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(of(13)).toEqual({
      event: 'intent',
      step: 13,
      change: 'set-alerting on',
      object: 'made',
    });
  });
});
