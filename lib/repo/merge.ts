import type { EnvironmentShape } from './environment-schema.ts';

/** What the layers of an environment say together; `deployment` and `gate` are laid over each other elsewhere. */
export type MergedShape = Omit<EnvironmentShape, 'extends' | 'example' | 'deployment' | 'gate'>;

/** Lays files over each other, the environment's own first: maps merge by key, anything else of a nearer file wins. */
export function mergeShapes(shapes: readonly EnvironmentShape[]): MergedShape {
  return shapes.reduceRight<MergedShape>(
    (
      under,
      { extends: _extends, example: _example, deployment: _deployment, gate: _gate, ...over },
    ) => {
      const merged = { ...under, ...over };
      if (under.credentials) merged.credentials = { ...under.credentials, ...over.credentials };
      if (under.rules) merged.rules = { ...under.rules, ...over.rules };
      if (under.safety) merged.safety = { ...under.safety, ...over.safety };
      return merged;
    },
    {},
  );
}
