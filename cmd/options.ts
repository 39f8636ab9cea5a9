import type { OptionTable } from './command.ts';

/** Options that several commands share; each command spreads what it takes. */
export const ENV_OPTION = {
  env: {
    type: 'string',
    array: true,
    describe: 'environment, by its name in environments/; more than once, or a glob',
    requiresArg: true,
  },
} as const satisfies OptionTable;

export const COMMON_OPTIONS = {
  quiet: { type: 'boolean', default: false, describe: 'say nothing on the way' },
  verbose: { type: 'boolean', default: false, describe: 'every call to the service, on stderr' },
  unicode: { type: 'boolean', default: true, describe: 'symbols beyond ASCII (--no-unicode)' },
  timeout: {
    type: 'string',
    default: '20m',
    describe: 'give up on the service after this long (90s, 20m)',
    requiresArg: true,
  },
} as const satisfies OptionTable;

/** What narrows or allows more in a plan; the same in plan and apply. */
export const PLAN_OPTIONS = {
  rule: {
    type: 'string',
    array: true,
    describe: 'only these rules; others are never archived',
    requiresArg: true,
  },
  overwrite: {
    type: 'string',
    array: true,
    default: [] as string[],
    describe: 'let git win over what is live, for this rule (or %list)',
    requiresArg: true,
  },
  'allow-older': {
    type: 'boolean',
    default: false,
    describe: 'go over a tenant that was last given a newer or unknown commit',
  },
  'allow-dirty': {
    type: 'boolean',
    default: false,
    describe: 'apply rules and environments that are not committed',
  },
  'allow-changed': {
    type: 'number',
    describe: 'lift safety.maxChanged, once, up to this many rules',
    requiresArg: true,
  },
  'allow-archived': {
    type: 'number',
    describe: 'lift safety.maxArchived, once, up to this many rules',
    requiresArg: true,
  },
} as const satisfies OptionTable;
