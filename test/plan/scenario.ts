import * as fc from 'fast-check';
import type { BaseRule, PlanInput } from '../../lib/model/plan.ts';
import { ASSUMED_FIELDS } from '../../lib/model/memory.ts';
import type { ListFile } from '../../lib/model/reference-list.ts';
import { LANDING, type Deployment, type LiveRule, type Rule } from '../../lib/model/rule.ts';
import { contentHash, textHash } from '../../lib/plan/hash.ts';
import { aList, aLiveRule, aRule } from '../helpers/builders.ts';
import { aBaseList, anInput } from './input.ts';

/** Names that rules may have; few, so that they meet. The last one is nobody's here. */
export const NAMES = ['alpha', 'bravo', 'charlie', 'delta'] as const;
const STRANGER = 'zulu';

/** What a text is made of. Texts of one `body` are similar to git; of one `id`, one rule for sure. */
export interface TextFacts {
  readonly name: string;
  readonly id: string;
  readonly body: 'logins' | 'processes';
  readonly threshold: number;
}

/** A rule text of these facts. */
export function textOf({ name, id, body, threshold }: TextFacts): string {
  const lines = Array.from({ length: 6 }, (_, line) => `    $e.${body}.field_${line} = "${body}"`);
  return [
    `rule ${name} {`,
    ...(id === '' ? [] : [`  meta: rule_id = "${id}"`]),
    ...lines,
    `    $e.${body}.count > ${threshold}`,
    '}',
    '',
  ].join('\n');
}

const deployment: fc.Arbitrary<Deployment> = fc.record({
  enabled: fc.boolean(),
  alerting: fc.boolean(),
});

function textFacts(name: string): fc.Arbitrary<TextFacts> {
  return fc.record({
    name: fc.constant(name),
    id: fc.constantFrom('', 'one', 'two'),
    body: fc.constantFrom('logins' as const, 'processes' as const),
    threshold: fc.integer({ min: 0, max: 2 }),
  });
}

/** A wanted rule of these facts. */
export function ruleOf(facts: TextFacts, flags: Deployment): Rule {
  return aRule(facts.name, {
    text: textOf(facts),
    meta: new Map(facts.id === '' ? [] : [['rule_id', facts.id]]),
    deployment: flags,
  });
}

function baseOf({ name, text, meta, deployment: flags }: Rule, dice: number): BaseRule {
  const id = meta.get('rule_id');
  return {
    name,
    text,
    textHash: textHash(text),
    deployment: flags,
    archived: false,
    ...(id === undefined ? {} : { metaRuleId: id }),
    ...(dice === 0 ? { assumed: ASSUMED_FIELDS } : {}),
    ...(dice === 2 ? { assumed: ['alerting'] as const } : {}),
    ...(dice === 1 ? { removed: true } : {}),
  };
}

/** One name seen from three sides, most often related: equal texts are the interesting ones. */
function ruleSides(name: string): fc.Arbitrary<{
  readonly wanted: readonly Rule[];
  readonly base: readonly BaseRule[];
  readonly live: readonly LiveRule[];
  readonly known: readonly string[];
}> {
  const texts = fc.tuple(textFacts(name), textFacts(name), textFacts(name));
  return texts.chain((three) => {
    const one = fc.constantFrom(...three);
    const state = fc.record({
      facts: one,
      flags: deployment,
      archived: fc.boolean(),
      failed: fc.integer({ min: 0, max: 9 }),
      day: fc.integer({ min: 1, max: 28 }),
    });
    return fc.record({
      wanted: fc
        .option(fc.tuple(one, deployment), { nil: undefined, freq: 3 })
        .map((given) => (given === undefined ? [] : [ruleOf(...given)])),
      base: fc
        .option(fc.tuple(one, deployment, fc.integer({ min: 0, max: 9 })), {
          nil: undefined,
          freq: 2,
        })
        .map((given) =>
          given === undefined ? [] : [baseOf(ruleOf(given[0], given[1]), given[2])],
        ),
      live: fc
        .array(state, { minLength: 0, maxLength: 2 })
        .map((states) => states.map((given, index) => liveOf(name, index, given))),
      known: fc.subarray(three.map(textOf)),
    });
  });
}

function liveOf(
  name: string,
  index: number,
  {
    facts,
    flags,
    archived,
    failed,
    day,
  }: { facts: TextFacts; flags: Deployment; archived: boolean; failed: number; day: number },
): LiveRule {
  const ruleId = `ru_${name}_${index}`;
  const createTime = new Date(Date.UTC(2026, 0, day));
  const versionId = `${ruleId}@v_${createTime.getTime()}`;
  return {
    ...aLiveRule(name, { ruleId }),
    version: { ruleId, versionId, name, text: textOf(facts), createTime },
    base: versionId,
    deployment: archived ? LANDING : flags,
    archived,
    ...(failed === 0 ? { compileState: 'failed', compileError: 'no such field' } : {}),
  };
}

function listSides(name: string): fc.Arbitrary<{
  readonly wanted: readonly ListFile[];
  readonly base: readonly ListFile[];
  readonly live: readonly ListFile[];
  readonly known: readonly ListFile[];
}> {
  const list = fc
    .record({
      lines: fc.constantFrom(['one'], ['one', 'two'], []),
      kind: fc.constantFrom(
        'string' as const,
        'string' as const,
        'string' as const,
        'cidr' as const,
      ),
    })
    .map((facts) => aList(name, facts));
  const some = fc.array(list, { maxLength: 1 });
  return fc.record({ wanted: some, base: some, live: some, known: some });
}

/** Whole inputs of a plan, over a handful of names, with every way in which the three sides can stand to each other. */
export const scenario: fc.Arbitrary<PlanInput> = fc
  .record({
    rules: fc.tuple(...NAMES.map(ruleSides)),
    stranger: ruleSides(STRANGER),
    list: listSides('places'),
    remembered: fc.integer({ min: 0, max: 3 }).map((dice) => dice > 0),
    removed: fc.constantFrom('archive' as const, 'disable' as const, 'keep' as const),
    drift: fc.constantFrom('hold' as const, 'hold' as const, 'revert' as const),
    overwrite: fc.oneof(fc.constant([]), fc.subarray([...NAMES, '%places'])),
  })
  .map(({ rules, stranger, list, remembered, removed, drift, overwrite }) => {
    const wanted = rules.flatMap((sides) => sides.wanted);
    const anyone = wanted.length > 0 ? wanted : [ruleOf(FIRST, LANDING)];
    return {
      ...anInput({
        wanted: anyone,
        lists: list.wanted,
        base: remembered ? rules.flatMap((sides) => sides.base) : [],
        baseLists: remembered ? list.base.map(aBaseList) : [],
        live: [...rules, stranger].flatMap((sides) => sides.live),
        liveLists: list.live.map(({ name, kind, description, lines }) => ({
          name,
          kind,
          description,
          lines,
          base: contentHash({ kind, description, lines }),
        })),
        remembered,
        environment: { removed, drift },
        options: { overwrite },
      }),
      knownTexts: new Map(
        rules.map(({ known }, index) => [NAMES[index] ?? '', new Set(known.map(textHash))]),
      ),
      knownLists: new Map([['places', new Set(list.known.map(contentHash))]]),
    };
  });

const FIRST: TextFacts = { name: 'alpha', id: '', body: 'logins', threshold: 0 };
