import { expect, it } from 'vitest';
import { compareReadings } from './reference/agree.ts';

it('finds in DuckDB what plain loops find', async () => {
  const { compared, finding, differences } = await compareReadings(20_260_101, 120);
  expect(differences.join('\n')).toBe('');
  expect(compared).toBeGreaterThan(100);
  expect(finding).toBeGreaterThan(50);
});
