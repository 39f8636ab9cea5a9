import { describe, expect, it } from 'vitest';
import { EMULATOR_OPTIONS } from '../../lib/emulator/options.ts';
import { chron } from '../helpers/chron.ts';
import { testRepository } from '../helpers/repository.ts';

const UNKNOWN = '/v2/detect/rules/ru_00000000-0000-4000-8000-000000000000';

describe('chron emulate', () => {
  it('lists every switch in its help', async () => {
    const { root } = await testRepository();
    const { out } = await chron('emulate --help', { cwd: root });
    const listed = new Set(out.match(/--[a-z-]+/g));
    const switches = Object.keys(EMULATOR_OPTIONS).map(
      (name) => `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
    );
    expect(switches.filter((name) => !listed.has(name))).toEqual([]);
    expect(out).toContain('--enforce-quotas');
    expect(out).toContain('--no-delete');
  });

  it.each([
    ['', [404, 404]],
    ['--no-delete', [403, 403]],
    ['--enforce-quotas', [404, 429]],
    ['--no-delete --delete-rule allowed', [404, 404]],
    ['--authorization required', [401, 401]],
  ])(
    'with "%s" answers two deletions with %j, and says once what it finds',
    async (words, answers) => {
      const { root } = await testRepository();
      const stops: (() => void)[] = [];
      const { promise: listening, resolve } = deferred();
      const ran = chron(`emulate --env local ${words}`, {
        cwd: root,
        onReady: (interrupt) => stops.push(interrupt),
        onOut: (text) => resolve(text.trim()),
      });
      const url = await listening;
      const statuses: number[] = [];
      for (const method of ['DELETE', 'DELETE']) {
        statuses.push((await fetch(`${url}${UNKNOWN}`, { method })).status);
      }
      for (const stop of stops) stop();
      const { code, err } = await ran;
      expect([code, statuses]).toEqual([0, answers]);
      expect(err.split('looks for detections in the events of the rule tests')).toHaveLength(2);
    },
  );
});

function deferred(): {
  readonly promise: Promise<string>;
  readonly resolve: (text: string) => void;
} {
  const resolvers: ((text: string) => void)[] = [];
  const promise = new Promise<string>((resolve) => {
    resolvers.push(resolve);
  });
  return { promise, resolve: (text) => resolvers.forEach((resolve) => resolve(text)) };
}
