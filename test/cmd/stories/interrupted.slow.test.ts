import { expect, it } from 'vitest';
import { VirtualClock } from '../../helpers/clock.ts';
import { openDesk, type Desk } from '../../helpers/desk.ts';
import { GIVEN } from './given.ts';

type Wire = typeof fetch;
/** What becomes of a request that can change something; they are counted from 1. */
type Fate = 'goes through' | 'is never sent' | 'answer is lost';

/** A wire between chron and the tenant that is as bad as a test wants it, on a clock that waits for nobody. */
function badWire(fateOf: (number: number) => Fate): {
  readonly clock: VirtualClock;
  readonly fetch: Wire;
  readonly mend: () => void;
} {
  const clock = new VirtualClock('2030-01-01T00:00:00Z');
  let [number, mended] = [0, false];
  return {
    clock,
    fetch: (input, init) =>
      clock.during(async () => {
        if (init?.method !== 'GET') number += 1;
        const fate = mended ? 'goes through' : fateOf(number);
        if (fate === 'is never sent') throw broken();
        const answer = await wholeAnswer(input, init);
        if (fate === 'answer is lost' && init?.method !== 'GET') throw broken();
        return answer;
      }),
    mend: () => {
      mended = true;
    },
  };
}

/** An answer that is there as a whole, so that no time passes while it is read. */
async function wholeAnswer(...request: Parameters<Wire>): Promise<Response> {
  const answer = await fetch(...request);
  return new Response(await answer.arrayBuffer(), answer);
}

function broken(): TypeError {
  const cause = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
  return new TypeError('fetch failed', { cause });
}

const QUIET = { exit: 0, changes: [], held: [], notices: [] };

/** All of it is there, each rule once, as git has it; and chron knows. */
async function expectWhole({ console, plan }: Desk): Promise<void> {
  const { rules, lists } = await console().see();
  const flags = Object.values(rules)
    .map(({ name, live, alerting, archived }) => [name, live, alerting, archived].join(' '))
    .toSorted();
  expect(flags).toEqual([
    'alpha true false false',
    'beta true true false',
    'bystander true false false',
    'reader true false false',
  ]);
  expect(lists['watched']?.lines).toEqual(['alice']);
  expect(await plan('--detailed-exitcode')).toEqual(QUIET);
}

it.each([
  [1, 'the memory was written'],
  [2, 'the list was created'],
  [5, 'some rules were created'],
  [8, 'some rules were turned on'],
  [11, 'all was done but the memory'],
])(
  'finishes in a second run what the first could not, as the line went dead after %i calls: %s',
  async (calls) => {
    const { mend, ...wire } = badWire((number) =>
      number > calls ? 'is never sent' : 'goes through',
    );
    const desk = await openDesk({ files: GIVEN.files, ...wire });
    const first = await desk.apply();
    expect(first.exit).toBe(6);
    expect(first.undone?.length ?? 0).toBeGreaterThanOrEqual(11 - calls);
    mend();
    const second = await desk.apply();
    expect(second).toMatchObject({ exit: 0, held: [], notices: [] });
    await expectWhole(desk);
  },
);

it('creates nothing twice where the answer to every first call is lost', async () => {
  let lost = 0;
  const { mend: _, ...wire } = badWire((number) => {
    if (number === lost + 1) return 'goes through';
    lost = number;
    return 'answer is lost';
  });
  const desk = await openDesk({ files: GIVEN.files, ...wire });
  expect(await desk.apply()).toMatchObject({ exit: 0, held: [] });
  await expectWhole(desk);
});

it('ends what is under way when it is interrupted, and a second run does the rest', async () => {
  let interrupt: (() => void) | undefined;
  const { mend: _, ...wire } = badWire((number) => {
    if (number === 4) interrupt?.();
    return 'goes through';
  });
  const desk = await openDesk({ files: GIVEN.files, ...wire });
  const ran = await desk.run(['apply', '--env', 'local', '--yes'], {
    onReady: (stop) => {
      interrupt = stop;
    },
  });
  expect(ran.code).toBe(130);
  expect(ran.err).toContain('interrupted: finishing what is under way, starting nothing new');
  expect(ran.out).toContain(
    'Interrupted. What was under way is finished; nothing new was started.',
  );
  const done = Number(/Applied (\d+) of 10 changes\./.exec(ran.out)?.[1]);
  expect(done).toBeGreaterThan(0);
  expect(done).toBeLessThan(10);
  const second = await desk.apply();
  expect(second).toMatchObject({ exit: 0, held: [], notices: [] });
  expect(second.changes).toHaveLength(10 - done);
  await expectWhole(desk);
});
