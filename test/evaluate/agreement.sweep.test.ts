import { expect, it } from 'vitest';
import { compareReadings } from './reference/agree.ts';

/** Each seed alone gives the same trials again. */
it.each(Array.from({ length: 10 }, (_, at) => at + 1))(
  'finds in DuckDB what plain loops find, seed %i',
  async (seed) => {
    const { differences, compared } = await compareReadings(seed, 200);
    expect(differences.join('\n')).toBe('');
    expect(compared).toBeGreaterThan(160);
  },
);
