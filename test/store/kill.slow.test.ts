import { describe, expect, it } from 'vitest';
import { killAppending } from './killing.ts';

describe('openRecords, killed', () => {
  it('loses no record that was acknowledged and keeps no half of an append', async () => {
    expect(await killAppending(3)).toBeGreaterThan(10);
  });
});
