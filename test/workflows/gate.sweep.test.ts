import { expect, it } from 'vitest';
import type { Detection } from '../../lib/model/detection.ts';
import { textHash } from '../../lib/plan/hash.ts';
import type { Detector } from '../../lib/ports/detector.ts';
import { ruleText } from '../helpers/builders.ts';
import { onMain, type PullRequest } from './runner/events.ts';
import { becameIn, jobsIn, leaksOf, logOf, rulesOf } from './runner/tell.ts';
import { environmentText, openTown, type Files, type Town } from './runner/town.ts';

const HOUR_MS = 3_600_000;
const QUIET = ruleText('one', { threshold: 1 });
const LOUD = ruleText('one', { threshold: 1000 });

/** A text with this threshold finds something every hour, any other nothing. */
const DETECTOR: Detector = {
  about: 'finds what these stories need',
  detect: async ({ text, range }) => {
    await Promise.resolve();
    if (!text.includes('> 1000')) return { detections: [], errors: [] };
    const detections: Detection[] = [];
    for (let at = range.from.getTime(); at < range.to.getTime(); at += HOUR_MS) {
      detections.push(detectionAt(new Date(at)));
    }
    return { detections, errors: [] };
  },
};

function detectionAt(detectionTime: Date): Detection {
  return {
    ruleName: 'one',
    multiEvent: false,
    detectionTime,
    window: { from: detectionTime, to: detectionTime },
    matches: [],
    outcomes: [],
    samples: [],
  };
}

const POLICY = [
  'gate:',
  '  window: 2d',
  '  excludeLast: 1h',
  '  maxPerDay: { default: 10 }',
  '  requireEvents: false',
];

/** A gate that lets ten a day through, and the quiet rule live in the tenant. */
async function gatedTown(): Promise<Town> {
  const town = await openTown({
    files: { 'environments/prod.yaml': environmentText(POLICY), 'rules/a/one.yaral': QUIET },
    detector: DETECTOR,
  });
  const run = await town.onMain('workflow_dispatch', 'chron-apply');
  expect(run.conclusion, logOf(run)).toBe('success');
  expect(await rulesOf(town, 'prod')).toEqual(['one']);
  return town;
}

function openPull(town: Town, files: Files): PullRequest {
  return town.open({ branch: 'feature', head: town.push('feature', files) });
}

it('a rule that became too loud fails the gate, in the pull request and after the merge', async () => {
  const town = await gatedTown();
  const pull = openPull(town, { 'rules/a/one.yaral': LOUD });
  const planned = await town.plan(pull);

  expect(jobsIn(planned), logOf(planned)).toEqual({
    'chron / check': 'success',
    'chron / plan prod': 'failure',
    'chron / comment': 'success',
  });
  expect(town.github.comments(pull.number)).toHaveLength(1);
  expect(town.github.comments(pull.number)[0]).toMatch(/gate \*?\*?failed/);
  expect([...planned.artifacts.keys()]).toContain('chron-prod.html');
  expect(leaksOf(town, planned)).toEqual([]);

  const merged = await town.merge(pull);
  expect(merged.conclusion).toBe('failure');
  const { rules } = await town.console('prod').see();
  expect(Object.values(rules).map(({ text }) => text)).toEqual([QUIET]);
  expect(town.github.comments(pull.number)).toHaveLength(1);
});

it('noise that a reviewed line accepts goes live', async () => {
  const town = await gatedTown();
  const accepted = [
    ...POLICY,
    '  accept:',
    `    - { rule: one, text: ${textHash(LOUD)}, reason: a red team week, until: 2099-12-31 }`,
  ];
  const pull = openPull(town, {
    'rules/a/one.yaral': LOUD,
    'environments/prod.yaml': environmentText(accepted),
  });
  const planned = await town.plan(pull);
  expect(planned.conclusion, logOf(planned)).toBe('success');
  const merged = await town.merge(pull);

  expect(merged.conclusion, logOf(merged)).toBe('success');
  const { rules } = await town.console('prod').see();
  expect(Object.values(rules).map(({ text }) => text)).toEqual([LOUD]);
});

it('a retrohunt by hand asks the reviewers, hunts, and attaches its report', async () => {
  const town = await gatedTown();
  const before = town.asked.length;
  const inputs = { environment: 'prod', rules: 'one', last: '1d', 'raise-alerts': false };
  const run = await town.start(onMain(town.origin, 'workflow_dispatch', inputs), 'retrohunt').done;

  expect(run.conclusion, logOf(run)).toBe('success');
  expect(town.asked.slice(before)).toEqual(['chron / retrohunt']);
  expect(becameIn(town).at(-1)).toBe('apply prod');
  expect([...run.artifacts.keys()]).toContain('chron-retrohunt-prod.html');
});
