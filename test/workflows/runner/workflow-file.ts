import { parse } from 'yaml';
import { z } from 'zod';

const values = z.record(z.string(), z.unknown());
const condition = z.union([z.string(), z.boolean()]).optional();
const list = z.union([z.string(), z.array(z.string())]).transform((one) => [one].flat());

const step = z.strictObject({
  id: z.string().optional(),
  name: z.string().optional(),
  if: condition,
  uses: z.string().optional(),
  run: z.string().optional(),
  with: values.default({}),
  env: values.default({}),
});

const concurrency = z.union([
  z.string().transform((group) => ({ group, cancelInProgress: false as unknown })),
  z
    .strictObject({
      group: z.string(),
      'cancel-in-progress': z.unknown().optional(),
      queue: z.enum(['single', 'max']).optional(),
    })
    .transform((one) => ({ group: one.group, cancelInProgress: one['cancel-in-progress'] })),
]);

const job = z.strictObject({
  name: z.string().optional(),
  needs: list.default([]),
  if: condition,
  permissions: z.record(z.string(), z.enum(['read', 'write', 'none'])).default({}),
  'runs-on': z.string().optional(),
  'timeout-minutes': z.number().optional(),
  'continue-on-error': z.boolean().default(false),
  environment: z.string().optional(),
  concurrency: concurrency.optional(),
  strategy: z
    .strictObject({
      'fail-fast': z.boolean().optional(),
      matrix: z.union([z.string(), values]),
    })
    .optional(),
  outputs: z.record(z.string(), z.string()).default({}),
  steps: z.array(step).default([]),
  uses: z.string().optional(),
  with: values.default({}),
});

const input = z.looseObject({ default: z.unknown().optional(), required: z.boolean().optional() });

const file = z.strictObject({
  name: z.string().optional(),
  on: z.union([
    z.string().transform((one): Record<string, unknown> => ({ [one]: null })),
    z.array(z.string()).transform((names) => Object.fromEntries(names.map((one) => [one, null]))),
    values,
  ]),
  permissions: z.record(z.string(), z.enum(['read', 'write', 'none'])).optional(),
  concurrency: concurrency.optional(),
  jobs: z.record(z.string(), job),
});

export type WorkflowFile = z.infer<typeof file>;
export type JobFile = z.infer<typeof job>;
export type StepFile = z.infer<typeof step>;
export type Permissions = JobFile['permissions'];

/** A workflow as the runner understands it; what it does not understand is an error. */
export function readWorkflow(text: string): WorkflowFile {
  return file.parse(parse(text));
}

/** The inputs that a called or dispatched workflow declares, with those given; one that it does not know is an error. */
export function inputsFor(
  { on }: WorkflowFile,
  trigger: 'workflow_call' | 'workflow_dispatch',
  given: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const declared = z
    .looseObject({ inputs: z.record(z.string(), input).default({}) })
    .catch({ inputs: {} })
    .parse(on[trigger]).inputs;
  const unknown = Object.keys(given).filter((name) => !(name in declared));
  if (unknown.length > 0) throw new Error(`invalid input, ${unknown.join(', ')} is not defined`);
  return Object.fromEntries(
    Object.entries(declared).map(([name, { default: fallback, required }]) => {
      if (required === true && given[name] === undefined && fallback === undefined) {
        throw new Error(`input ${name} is required, but not provided`);
      }
      return [name, given[name] ?? fallback ?? ''];
    }),
  );
}
