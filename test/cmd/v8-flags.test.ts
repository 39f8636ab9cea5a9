import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { flagsOf } from '../../cmd/v8-flags.ts';

describe('flagsOf', () => {
  it('has none for an engine on which nothing was measured', () => {
    for (const version of ['12.4.254.21-node.33', '13.6.233.10-node.28', '1.1', ''])
      expect(flagsOf(version)).toEqual({ 'short-lived': [], forgetful: [] });
  });

  it('has flags that the engine at hand knows', () => {
    const { 'short-lived': short, forgetful } = flagsOf(process.versions.v8);
    const { status, stderr } = spawnSync(process.execPath, [...short, ...forgetful, '-e', '0'], {
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, '']);
  });
});
