import { isMap, isPair, isScalar, LineCounter, parseDocument, visit, type Document } from 'yaml';
import { z } from 'zod';

const text = z.union([z.string(), z.number(), z.boolean()]);
const texts = z.record(z.string(), z.unknown());

const stepShape = z.looseObject({
  uses: z.string().optional(),
  run: z.string().optional(),
  if: text.optional(),
  with: texts.optional(),
  env: texts.optional(),
});

const permissionShape = z.union([z.string(), z.record(z.string(), z.string())]).nullish();

const jobShape = z.looseObject({
  uses: z.string().optional(),
  if: text.optional(),
  permissions: permissionShape,
  environment: z.unknown().optional(),
  secrets: z.unknown().optional(),
  env: texts.optional(),
  steps: z.array(stepShape).optional(),
});

const fileShape = z.looseObject({
  on: z.unknown().optional(),
  permissions: permissionShape,
  concurrency: z.unknown().optional(),
  env: texts.optional(),
  jobs: z.record(z.string(), jobShape).optional(),
  // An action's own steps.
  runs: z.looseObject({ steps: z.array(stepShape).optional() }).optional(),
});

export type LintStep = z.infer<typeof stepShape>;
export type LintJob = z.infer<typeof jobShape>;

/** A workflow or an action, read for the checks: its text, its values, and its document with comments. */
export interface LintFile {
  readonly text: string;
  readonly values: z.infer<typeof fileShape>;
  readonly document: Document;
  readonly lineOf: (offset: number) => number;
  readonly workflow: boolean;
}

/** Something that a check found. */
export interface Finding {
  readonly check: string;
  readonly where: string;
}

export function readLintFile(source: string): LintFile {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines });
  const values = fileShape.parse(document.toJS());
  return {
    text: source,
    values,
    document,
    lineOf: (offset) => lines.linePos(offset).line,
    workflow: values.jobs !== undefined,
  };
}

export function jobsOf({ values }: LintFile): readonly (readonly [string, LintJob])[] {
  return Object.entries(values.jobs ?? {});
}

/** Every step with a name for its place. */
export function stepsOf(file: LintFile): readonly (readonly [where: string, LintStep, LintJob])[] {
  const own = file.values.runs?.steps ?? [];
  return [
    ...own.map((step, index): [string, LintStep, LintJob] => [`step ${index + 1}`, step, NO_JOB]),
    ...jobsOf(file).flatMap(([name, job]) =>
      (job.steps ?? []).map((step, index): [string, LintStep, LintJob] => [
        `${name}, step ${index + 1}`,
        step,
        job,
      ]),
    ),
  ];
}

const NO_JOB: LintJob = {};

/** Every `uses:` of jobs and steps. */
export function usesOf(file: LintFile): readonly (readonly [where: string, uses: string])[] {
  return [
    ...jobsOf(file).flatMap(([name, { uses }]): [string, string][] =>
      uses === undefined ? [] : [[name, uses]],
    ),
    ...stepsOf(file).flatMap(([where, { uses }]): [string, string][] =>
      uses === undefined ? [] : [[where, uses]],
    ),
  ];
}

/** The entries of permissions that no comment stands beside. */
export function bareGrants({ document, lineOf }: LintFile): readonly string[] {
  const bare: string[] = [];
  visit(document, {
    Pair(_, pair) {
      if (!isScalar(pair.key) || pair.key.value !== 'permissions' || !isMap(pair.value)) return;
      for (const grant of pair.value.items) {
        if (!isPair(grant) || !isScalar(grant.key) || !isScalar(grant.value)) continue;
        const said = grant.value.comment ?? grant.key.commentBefore;
        if (said === undefined || said === null) {
          bare.push(`line ${lineOf(grant.key.range?.[0] ?? 0)}: ${String(grant.key.value)}`);
        }
      }
    },
  });
  return bare;
}
