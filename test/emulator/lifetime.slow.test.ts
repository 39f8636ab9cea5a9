import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

describe('the process of an emulator', () => {
  it('ends by itself though the emulator listens and a connection is idle', async () => {
    const script = fileURLToPath(new URL('lifetime.mts', import.meta.url));
    const args = ['--import', 'tsx', script];
    const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 30_000 });
    expect(stdout).toBe('200\n');
  });
});
