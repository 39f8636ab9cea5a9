import { describe, expect, it } from 'vitest';
import { exitCodes } from '../../lib/apply/exit.ts';
import type { ApplyResult } from '../../lib/apply/request.ts';
import type { Outcome } from '../../lib/model/outcome.ts';
import type { Plan } from '../../lib/model/plan.ts';
import { create, ROOM } from './a-plan.ts';

const change = create('a');
const done: Outcome = { change, durationMs: 1, status: 'done' };
const failed: Outcome = { change, durationMs: 1, status: 'failed', because: 'no' };
const denied: Outcome = { ...failed, denied: true };
const skipped: Outcome = { change, durationMs: 0, status: 'skipped', because: 'needs step 1' };

const last: Plan = {
  environment: 'prod',
  changes: [],
  held: [],
  notices: [],
  objections: [],
  counts: { wanted: 1, unchanged: 1, unmanaged: [], listsWanted: 0 },
  quota: ROOM,
  standing: [],
};
const held: Plan['held'] = [
  { object: 'rule', name: 'a', reason: 'conflict', differences: [], ids: [] },
];
const invalid: Plan['held'] = [
  { object: 'rule', name: 'b', reason: 'invalid-text', differences: [], ids: [] },
];
const unreadable: Plan['notices'][number] = {
  kind: 'rule-unreadable',
  id: 'PAR002',
  message: 'no name',
  path: 'rules/b.yaral',
  line: 1,
  column: 6,
};
const unwritten = { status: 'not-written', because: 'no' } as const;

describe('exitCodes', () => {
  it.each<[title: string, result: Partial<ApplyResult>, codes: readonly number[]]>([
    ['all done', {}, []],
    ['nothing to do', { outcomes: [] }, []],
    ['something held', { last: { ...last, held } }, [4]],
    ['a text with errors', { last: { ...last, held: invalid } }, [3]],
    ['a file without a name', { last: { ...last, notices: [unreadable] } }, [3]],
    ['both kinds of held', { last: { ...last, held: [...held, ...invalid] } }, [4, 3]],
    ['a failure', { outcomes: [done, failed] }, [6]],
    ['a failure, and something held', { outcomes: [failed], last: { ...last, held } }, [6, 4]],
    ['something skipped', { outcomes: [done, skipped] }, [6]],
    ['a last plan that is not empty', { last: { ...last, changes: [change] } }, [6]],
    ['a tenant that was not read again', { last: undefined }, [6]],
    ['a memory that was not written', { memory: unwritten }, [6]],
    ['a journal that was not closed', { problems: [{ because: 'no' }] }, [6]],
    [
      'refused, with nothing done',
      { outcomes: [denied, skipped], last: { ...last, changes: [change] } },
      [7],
    ],
    ['refused, with something done', { outcomes: [done, denied] }, [6, 7]],
    ['refused, and something else failed', { outcomes: [failed, denied] }, [6, 7]],
    [
      'refused the memory, with nothing done',
      { outcomes: [skipped], last: undefined, memory: { ...unwritten, denied: 'operation' } },
      [7],
    ],
    [
      'refused the memory, with all done',
      { memory: { ...unwritten, denied: 'operation' } },
      [6, 7],
    ],
    ['interrupted', { outcomes: [done, skipped], interrupted: true }, [130, 6]],
    ['interrupted when all was done', { interrupted: true }, [130]],
  ])('gives for %s', (_title, result, codes) => {
    expect(
      exitCodes({
        outcomes: [done],
        measured: [],
        last,
        memory: { status: 'written' },
        interrupted: false,
        problems: [],
        ...result,
      }),
    ).toEqual(codes);
  });
});
