import {
  bareGrants,
  jobsOf,
  stepsOf,
  usesOf,
  type Finding,
  type LintFile,
  type LintJob,
} from './lint-file.ts';

type Check = (file: LintFile) => readonly string[];

/** Our own check of workflows and actions, in the manner of zizmor's audits, by their names there. */
export const CHECKS = {
  /** An action is named by a whole commit, with the version beside it for people. */
  'unpinned-uses': (file) =>
    usesOf(file)
      .filter(([, uses]) => !uses.startsWith('$/') && !uses.startsWith('./'))
      .filter(
        ([, uses]) =>
          !/^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/.test(uses) || !/ # v\d/.test(lineWith(file, uses)),
      )
      .map(saying),

  /** A checkout leaves no token behind in .git/config. */
  artipacked: (file) =>
    stepsOf(file)
      .filter(([, { uses }]) => uses?.startsWith('actions/checkout@'))
      .filter(([, step]) => step.with?.['persist-credentials'] !== false)
      .map(([where]) => where),

  /** Nothing is granted to all jobs; every job says what it needs, and never everything. */
  'excessive-permissions': (file) => [
    ...(file.workflow && !isEmpty(file.values.permissions) ? ['the whole workflow'] : []),
    ...jobsOf(file)
      .filter(([, { permissions }]) => permissions === undefined || typeof permissions === 'string')
      .map(([name]) => name),
  ],

  /** Every grant says what it is for. */
  'undocumented-permissions': bareGrants,

  /** No expression is pasted into a script: it goes through `env`. */
  'template-injection': (file) =>
    stepsOf(file)
      .filter(([, { uses, run, with: given }]) =>
        uses?.startsWith('actions/github-script@') === true
          ? expression(given?.['script'])
          : expression(run),
      )
      .map(([where]) => where),

  /** Nothing runs with the repository's rights on what a stranger wrote. */
  'dangerous-triggers': (file) =>
    triggersOf(file).filter((name) => ['pull_request_target', 'workflow_run'].includes(name)),

  /** Nothing of unknown content goes into the environment of later steps. */
  'github-env': (file) =>
    stepsOf(file)
      .filter(([, { run }]) =>
        (run ?? '')
          .split('\n')
          .some((line) => />>?\s*"?\$\{?GITHUB_(ENV|PATH)\b/.test(line) && foreign(line)),
      )
      .map(([where]) => where),

  /** The workflow commands that were withdrawn stay so. */
  'insecure-commands': (file) => [
    ...(file.text.includes('ACTIONS_ALLOW_UNSECURE_COMMANDS') ? ['the environment'] : []),
    ...stepsOf(file)
      .filter(([, { run }]) => /::(set-env|add-path|set-output|save-state)\b/.test(run ?? ''))
      .map(([where]) => where),
  ],

  /** A called workflow gets no secret that it was not given by name. */
  'secrets-inherit': (file) =>
    jobsOf(file)
      .filter(([, { secrets }]) => secrets === 'inherit')
      .map(([name]) => name),

  /** What writes, or may become somebody, reads no cache that another run filled. */
  'cache-poisoning': (file) =>
    stepsOf(file)
      .filter(([, { uses, with: given }, job]) => powerful(job) && caches(uses, given))
      .map(([where]) => where),

  /** Nothing is installed that no lock file names. */
  'adhoc-packages': (file) =>
    stepsOf(file)
      .filter(([, { run }]) => (run ?? '').split('\n').some((line) => AD_HOC.test(line)))
      .map(([where]) => where),

  /** An action of this repository is taken from the running commit, not from whatever lies in the workspace. */
  'self-repository': (file) =>
    usesOf(file)
      .filter(([, uses]) => uses.startsWith('./'))
      .map(saying),

  /** Two runs about the same thing know of each other, and none that waits in a queue is cancelled for another. */
  concurrency: (file) => {
    const groups = [file.values.concurrency, ...jobsOf(file).map(([, job]) => job['concurrency'])];
    const said = groups.filter((group) => group !== undefined);
    if (file.workflow && said.length === 0) return ['the whole workflow'];
    return said.filter(cancelsItsQueue).map(() => 'a queue that is cancelled');
  },

  /** Nothing runs for six hours because something hangs. */
  'timeout-minutes': (file) =>
    jobsOf(file)
      .filter(([, job]) => job.uses === undefined && job['timeout-minutes'] === undefined)
      .map(([name]) => name),

  /** Who wrote it counts, not who pressed the last button. */
  'bot-conditions': (file) =>
    [...jobsOf(file), ...stepsOf(file)]
      .filter(([, { if: condition }]) => /github\.(triggering_)?actor\b/.test(String(condition)))
      .map(([where]) => where),
} as const satisfies Readonly<Record<string, Check>>;

/** All that the checks find, in the order of the table. */
export function lint(file: LintFile): readonly Finding[] {
  return Object.entries(CHECKS).flatMap(([check, find]: [string, Check]) =>
    find(file).map((where) => ({ check, where })),
  );
}

const AD_HOC =
  /\bnpm (i|install|add)\b(?!\s*$)|\bnpx\s|\b(yarn|pnpm) (global )?(add|dlx)\b|\bpipx? (install|run)\b|\bgo install\b|\bcargo install\b|\bgem install\b|\b(curl|wget)\b.*\|\s*(sudo\s+)?(ba)?sh\b/;

function saying([where, uses]: readonly [string, string]): string {
  return `${where}: ${uses}`;
}

function lineWith({ text }: LintFile, uses: string): string {
  return text.split('\n').find((line) => line.includes(uses)) ?? '';
}

function isEmpty(permissions: unknown): boolean {
  return (
    typeof permissions === 'object' && permissions !== null && Object.keys(permissions).length === 0
  );
}

function expression(script: unknown): boolean {
  return typeof script === 'string' && script.includes('${{');
}

/** Whether a line holds a variable that is not the runner's own. */
function foreign(line: string): boolean {
  const known = /\$\{?(GITHUB_ENV|GITHUB_PATH|GITHUB_WORKSPACE|RUNNER_TEMP|HOME)\}?/g;
  return /\$|`/.test(line.replaceAll(known, ''));
}

function cancelsItsQueue(group: unknown): boolean {
  const given: Readonly<Record<string, unknown>> = Object(group);
  const cancels = given['cancel-in-progress'];
  return given['queue'] === 'max' && cancels !== undefined && cancels !== false;
}

function powerful({ permissions, environment }: LintJob): boolean {
  if (environment !== undefined) return true;
  if (typeof permissions === 'string') return permissions === 'write-all';
  return Object.entries(permissions ?? {}).some(([, access]) => access === 'write');
}

function caches(uses: string | undefined, given: LintJob['env']): boolean {
  if (uses?.startsWith('actions/cache') === true) return true;
  const setup = /^actions\/setup-(node|python|go|java)@/.test(uses ?? '');
  return setup && given?.['cache'] !== undefined && given['cache'] !== false;
}

function triggersOf({ values: { on } }: LintFile): readonly string[] {
  if (typeof on === 'string') return [on];
  if (Array.isArray(on)) return on.map(String);
  return Object.keys(Object(on));
}
