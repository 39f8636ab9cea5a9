import { cpSync, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import type { Expectation } from '../../lib/model/rule-test.ts';
import type { Clock } from '../../lib/ports/clock.ts';
import { workTree } from '../../lib/repo/file-tree.ts';
import { readRuleTests } from '../../lib/repo/rule-tests.ts';
import { readFixture } from '../../lib/udm/fixture.ts';
import { chron, REAL_CLOCK, type Ran } from '../helpers/chron.ts';
import { testRepository, type TestRepository } from '../helpers/repository.ts';

const TOP = resolve(import.meta.dirname, '../..');
const HOUR = 3_600_000;

/** The rules of this repository, as a newcomer has them. */
async function ourRules(): Promise<TestRepository> {
  const repository = await testRepository();
  for (const folder of ['rules', 'environments']) {
    cpSync(join(TOP, folder), join(repository.root, folder), { recursive: true });
  }
  repository.commit('rules');
  return repository;
}

/** Later than it is. */
function clockAhead(ms: number): Clock {
  return {
    now: () => new Date(Date.now() + ms),
    sleep: (length, signal) => REAL_CLOCK.sleep(length, signal),
  };
}

async function ran(root: string, words: string, clock?: Clock): Promise<Ran> {
  const result = await chron(words, { cwd: root, ...(clock && { clock }) });
  expect(result.code, result.err).toBe(0);
  return result;
}

/** How many detections each rule has in the last fortnight, as `chron retrohunt` says. */
async function hunted(root: string, clock?: Clock): Promise<ReadonlyMap<string, number>> {
  const words = 'retrohunt --env local --all --last 14d --format json --quiet';
  const { out } = await ran(root, words, clock);
  const report: {
    readonly environments: readonly {
      readonly retrohunts: readonly { readonly rule: string; readonly detections: number }[];
    }[];
  } = JSON.parse(out);
  return new Map(
    report.environments.flatMap(({ retrohunts }) =>
      retrohunts.map(({ rule, detections }) => [rule, detections] as const),
    ),
  );
}

/** How many `chron replay` finds over a file of events. */
async function replayed(root: string, path: string): Promise<ReadonlyMap<string, number>> {
  const { out } = await ran(root, `replay ${path} --format json --quiet`);
  const report: {
    readonly rules: readonly { readonly name: string; readonly detections: number }[];
  } = JSON.parse(out);
  return new Map(report.rules.map(({ name, detections }) => [name, detections]));
}

function fires(expected: Expectation): boolean {
  return expected.kind === 'detections'
    ? expected.detections.length > 0
    : expected.kind === 'count' && expected.count > 0;
}

it('shows what rule tests say in the embedded environment, exactly, and still a day later', async () => {
  const { root } = await ourRules();
  await ran(root, 'apply --env local --yes');
  expect(existsSync(join(root, '.chron/emulator/local.seed.ndjson')), 'apply sows nothing').toBe(
    false,
  );
  const found = await hunted(root);
  await ran(root, 'emulate --export-events held.ndjson');
  expect(found).toEqual(await replayed(root, 'held.ndjson'));

  const tree = workTree(root);
  const { tests } = await readRuleTests(tree, await tree.list('rules'), readFixture);
  const firing = tests.filter(({ cases }) => cases.some(({ expected }) => fires(expected)));
  expect(firing.length).toBeGreaterThan(10);
  const silent = (counts: ReadonlyMap<string, number>): readonly string[] =>
    firing.map(({ rule }) => rule).filter((rule) => (counts.get(rule) ?? 0) === 0);
  expect(silent(found)).toEqual([]);
  expect(silent(await hunted(root, clockAhead(25 * HOUR)))).toEqual([]);
}, 240_000);
