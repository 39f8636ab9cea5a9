import { createHash } from 'node:crypto';
import { eventTime } from '../lib/emulator/event-facts.ts';
import type { RuleTest } from '../lib/model/rule-test.ts';
import type { FileTree, TreeEntry } from '../lib/repo/file-tree.ts';
import { isRuleTest, pairTests, readRuleTests } from '../lib/repo/rule-tests.ts';
import { readRuleTexts } from '../lib/repo/rule-texts.ts';
import { readFixture } from '../lib/udm/fixture.ts';
import { analyze } from '../lib/yaral/analyze.ts';
import { windowMs } from '../lib/evaluate/rule-window.ts';
import type { SeedSource } from './seeding.ts';
import type { SownCase } from './sow.ts';

/** The cases of the rule tests of a tree. Files with an error give none, as `chron test` says of them; nor do entities. */
export function testsAsSeed(tree: FileTree): SeedSource {
  return {
    fingerprint: async () => {
      const hash = createHash('sha256');
      for (const entry of await seedFiles(tree)) {
        hash.update(JSON.stringify(entry.path)).update(await tree.read(entry.path));
      }
      return hash.digest('hex');
    },
    cases: async () => {
      const entries = await seedFiles(tree);
      const [{ tests }, { sources }] = await Promise.all([
        readRuleTests(tree, entries, readFixture),
        readRuleTexts(tree, entries),
      ]);
      const rules = new Map(
        sources.map((source) => {
          const analysis = analyze(source);
          const name = analysis.rule?.name.text ?? '';
          return [name, { ...source, windowMs: windowMs(analysis) }] as const;
        }),
      );
      const { paired } = pairTests(tests, rules);
      return paired.flatMap(({ test }) => casesOf(test, rules.get(test.rule)?.windowMs ?? 0));
    },
  };
}

async function seedFiles(tree: FileTree): Promise<readonly TreeEntry[]> {
  const entries = await tree.list('rules');
  return entries.filter(
    (one) => one.kind === 'file' && (isRuleTest(one) || one.path.endsWith('.yaral')),
  );
}

function casesOf({ rule, cases }: RuleTest, width: number): readonly SownCase[] {
  return cases.flatMap(({ name, events }): readonly SownCase[] => {
    const times = events.flatMap(({ event }) => eventTime(event) ?? []);
    const [first, last] = [times.reduce(earlier, FAR), times.reduce(later, LONG_AGO)];
    if (times.length === 0) return [];
    return [{ rule, name, windowMs: width, events: events.map(({ event }) => event), first, last }];
  });
}

const FAR = new Date(8.64e15);
const LONG_AGO = new Date(-8.64e15);

function earlier(one: Date, other: Date): Date {
  return one < other ? one : other;
}

function later(one: Date, other: Date): Date {
  return one > other ? one : other;
}
