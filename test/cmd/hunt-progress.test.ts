import { describe, expect, it } from 'vitest';
import type { Context } from '../../cmd/command.ts';
import { openHuntProgress } from '../../cmd/hunt-progress.ts';
import type { HuntLook } from '../../lib/hunt/entry.ts';
import { aLiveRule } from '../helpers/builders.ts';
import { VirtualClock } from '../helpers/clock.ts';

function looks(percent: number): readonly HuntLook[] {
  const { ruleId, version } = aLiveRule('one');
  const range = { from: new Date(0), to: new Date(1) };
  const job = { name: 'one\u001B[31m', ruleId, versionId: version.versionId, range, slackMs: 0 };
  return [
    { job, stage: 'running', progressPercent: percent },
    { job: { ...job, name: 'two' }, stage: 'queued', progressPercent: 0 },
  ];
}

function progressIn(
  terminal: boolean,
  given: { readonly quiet?: boolean; readonly unicode?: boolean } = {},
) {
  const clock = new VirtualClock();
  let said = '';
  const voice = { write: (text: string) => void (said += text), terminal, columns: 60 };
  const context: Context = {
    cwd: '/',
    env: {},
    out: voice,
    err: voice,
    ask: () => Promise.resolve(undefined),
    clock,
    random: () => 0,
    fetch,
    onInterrupt: () => () => {},
  };
  const progress = openHuntProgress(context, { quiet: false, unicode: true, of: 'prod', ...given });
  return { clock, progress, said: () => said };
}

describe('how hunts go', () => {
  it('is a bar for each that runs at a terminal, written over', () => {
    const { progress, said } = progressIn(true);
    progress.show(looks(50));
    expect(said()).toBe(
      `${'█'.repeat(10)}${'░'.repeat(10)} 50 %     one<U+001B>[31m\n1 queued, 0 over\n`,
    );
    progress.show(looks(60));
    progress.done();
    expect(said().split('\u001B[2A\u001B[0J')).toHaveLength(3);
  });

  it.each([true, false])('is few lines for hundreds (terminal: %s)', (terminal) => {
    const { progress, said } = progressIn(terminal);
    const [running, queued] = looks(50);
    if (running === undefined || queued === undefined) throw new Error('there are two');
    const over: HuntLook = { ...queued, stage: 'over', progressPercent: 100 };
    progress.show([
      ...Array.from({ length: 7 }, () => over),
      ...Array.from({ length: 3 }, () => running),
      ...Array.from({ length: 290 }, () => queued),
    ]);
    expect(said().split('\n')).toHaveLength(5);
    expect(said()).toContain('290 queued, 7 over\n');
  });

  it('is ASCII where it must be', () => {
    const { progress, said } = progressIn(true, { unicode: false });
    progress.show(looks(50));
    expect(said()).toContain('##########..........');
  });

  it('is a line for each every ten seconds elsewhere', () => {
    const { progress, said, clock } = progressIn(false);
    for (let second = 0; second < 25; second += 1) {
      progress.show(looks(second));
      clock.advance(1000);
    }
    expect(said()).toBe(
      [0, 10, 20]
        .map((percent) => `prod: one<U+001B>[31m: ${percent} %\nprod: 1 queued, 0 over\n`)
        .join(''),
    );
  });

  it('is nothing where nothing is to be said', () => {
    const { progress, said } = progressIn(true, { quiet: true });
    progress.show(looks(50));
    progress.done();
    expect(said()).toBe('');
  });

  it('counts the rules whose texts are run, beside the hunts', () => {
    const { progress, said } = progressIn(false);
    progress.showRuns({ asked: 12, over: 3 });
    expect(said()).toBe('prod: test runs: 3 of 12 rules\n');
  });
});
