import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { faultsOfReading, mutated, randomFrom } from './fuzz.ts';

const GOLDEN = join(import.meta.dirname, '..', 'golden');
const texts = ['format', 'parse', 'header', 'lex'].flatMap((suite) =>
  readdirSync(join(GOLDEN, suite)).map((name) =>
    readFileSync(join(GOLDEN, suite, name, 'input.yaral'), 'utf8'),
  ),
);

describe('any text', () => {
  it.each([1, 2, 3, 4])('is read without harm: series %i', (seed) => {
    const random = randomFrom(seed);
    for (let count = 0; count < 500; count += 1) {
      const text = mutated(texts, random);
      expect({ text, faults: faultsOfReading(text) }).toEqual({ text, faults: [] });
    }
  });
});
