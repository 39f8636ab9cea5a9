import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEnvironment } from '../../lib/repo/environment.ts';
import type { EnvironmentShape } from '../../lib/repo/environment-schema.ts';
import { mergeShapes } from '../../lib/repo/merge.ts';
import { memoryTree } from './memory-tree.ts';

const optional = <T>(values: readonly T[]) =>
  fc.option(fc.constantFrom(...values), { nil: undefined });

/** A shape without the keys that were drawn as missing: a file cannot say `undefined`. */
function withoutGaps(value: object): object {
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([key, inner]) => [
        key,
        typeof inner === 'object' && !Array.isArray(inner) ? withoutGaps(inner) : inner,
      ]),
  );
}

const shape = fc
  .record({
    region: optional(['us', 'europe']),
    tier: optional(['standard', 'enterprise']),
    drift: optional(['hold', 'revert']),
    credentials: fc.option(
      fc.record({ ambient: optional([true]), expect: optional(['a@b.c', 'd@e.f']) }),
      { nil: undefined },
    ),
    rules: fc.option(
      fc.record({ include: optional([['a'], ['b', 'c']]), exclude: optional([[], ['x']]) }),
      { nil: undefined },
    ),
    safety: fc.option(
      fc.record({ maxChanged: optional(['1%', '2%']), minRules: optional([0, 5]) }),
      { nil: undefined },
    ),
  })
  .map((value) => withoutGaps(value) as EnvironmentShape);

describe('mergeShapes', () => {
  it('comes to the same, in whatever steps files are laid over each other', () => {
    fc.assert(
      fc.property(shape, shape, shape, (own, parent, root) => {
        const all = mergeShapes([own, parent, root]);
        expect(mergeShapes([mergeShapes([own, parent]), root])).toEqual(all);
        expect(mergeShapes([own, mergeShapes([parent, root])])).toEqual(all);
      }),
    );
  });

  it('is not changed by an empty file, nor by the same file twice', () => {
    fc.assert(
      fc.property(shape, (own) => {
        expect(mergeShapes([own])).toEqual(own);
        expect(mergeShapes([{}, own])).toEqual(own);
        expect(mergeShapes([own, {}])).toEqual(own);
        expect(mergeShapes([own, own])).toEqual(own);
      }),
    );
  });

  it('lets the nearest file that has a key decide it', () => {
    fc.assert(
      fc.property(fc.array(shape, { maxLength: 4 }), (shapes) => {
        const merged = mergeShapes(shapes);
        expect(merged.tier).toBe(shapes.find(({ tier }) => tier !== undefined)?.tier);
        for (const key of ['maxChanged', 'minRules'] as const) {
          const nearest = shapes.find(({ safety }) => safety?.[key] !== undefined);
          expect(merged.safety?.[key]).toBe(nearest?.safety?.[key]);
        }
      }),
    );
  });
});

describe('deployment of several files', () => {
  it('begins with what is furthest, and keeps the order of each file', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 4 }),
        async (counts) => {
          const files = counts.map((count, depth): [string, string] => {
            const entries = Array.from(
              { length: count },
              (_, index) => `  - { match: { name: f${depth}e${index} }, enabled: true }\n`,
            );
            const list = count === 0 ? '' : `deployment:\n${entries.join('')}`;
            const parent = depth + 1 < counts.length ? `extends: f${depth + 1}.yaml\n` : '';
            return [`environments/f${depth}.yaml`, `${parent}gate: off\napi: embedded\n${list}`];
          });
          const { environment } = await readEnvironment(
            memoryTree(Object.fromEntries(files)),
            'f0',
          );
          const expected = counts
            .map((count, depth) =>
              Array.from({ length: count }, (_, index) => `f${depth}e${index}`),
            )
            .toReversed()
            .flat();
          const names = environment?.deployment.map(({ match }) => match.name?.[0]) ?? [];
          expect(names).toEqual(expected);
          expect(environment?.deployment.map(({ inherited }) => inherited) ?? []).toEqual(
            expected.map((name) => !name.startsWith('f0')),
          );
        },
      ),
      { numRuns: 40 },
    );
  });
});
