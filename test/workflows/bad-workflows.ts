/** A pin as it should be. */
const CHECKOUT =
  'actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1\n        with: { persist-credentials: false }';

interface Parts {
  readonly on?: string;
  readonly top?: string;
  readonly concurrency?: string;
  readonly job?: string;
  readonly steps?: readonly string[];
}

/** A workflow without a fault, but for the parts given. */
export function workflow({
  on = 'push',
  top = 'permissions: {}',
  concurrency = 'concurrency: one',
  job = '    timeout-minutes: 5\n    permissions:\n      contents: read # the sources',
  steps = [`uses: ${CHECKOUT}`],
}: Parts = {}): string {
  return [
    `on: ${on}`,
    top,
    concurrency,
    'jobs:',
    '  build:',
    '    runs-on: ubuntu-24.04',
    job,
    '    steps:',
    ...steps.map((step) => `      - ${step}`),
    '',
  ].join('\n');
}

/** A job that calls another workflow. */
function calling(uses: string, more = ''): string {
  return [
    'on: push',
    'permissions: {}',
    'concurrency: one',
    'jobs:',
    '  call:',
    '    permissions:',
    '      contents: read # the sources',
    `    uses: ${uses}`,
    more,
    '',
  ].join('\n');
}

const run = (script: string): string => workflow({ steps: [`run: ${script}`] });
const granted = (grant: string): string =>
  workflow({ job: `    timeout-minutes: 5\n    permissions: ${grant}` });
const writing = (step: string): string =>
  workflow({
    job: '    timeout-minutes: 5\n    permissions:\n      contents: write # the release',
    steps: [step],
  });
const SHA = '3d3c42e5aac5ba805825da76410c181273ba90b1';

/** Workflows with one fault each, and the check that is to find it. */
export const BAD_WORKFLOWS: readonly (readonly [check: string, what: string, text: string])[] = [
  ['unpinned-uses', 'a tag', workflow({ steps: ['uses: actions/setup-node@v6'] })],
  ['unpinned-uses', 'a branch', workflow({ steps: ['uses: actions/setup-node@main'] })],
  [
    'unpinned-uses',
    'a short commit',
    workflow({ steps: ['uses: actions/setup-node@3d3c42e # v6'] }),
  ],
  ['unpinned-uses', 'no ref', workflow({ steps: ['uses: actions/setup-node'] })],
  [
    'unpinned-uses',
    'no version beside it',
    workflow({ steps: [`uses: actions/setup-node@${SHA}`] }),
  ],
  ['unpinned-uses', 'an image by tag', workflow({ steps: ['uses: docker://alpine:3.20'] })],
  ['unpinned-uses', 'a called workflow', calling('acme/chron/.github/workflows/plan.yml@main')],
  [
    'artipacked',
    'a plain checkout',
    workflow({ steps: [`uses: actions/checkout@${SHA} # v7.0.1`] }),
  ],
  [
    'artipacked',
    'the token kept on purpose',
    workflow({
      steps: [
        `uses: actions/checkout@${SHA} # v7.0.1\n        with: { persist-credentials: true }`,
      ],
    }),
  ],
  ['excessive-permissions', 'none said', workflow({ top: '' })],
  [
    'excessive-permissions',
    'some for all jobs',
    workflow({ top: 'permissions:\n  contents: read # x' }),
  ],
  ['excessive-permissions', 'everything for all jobs', workflow({ top: 'permissions: write-all' })],
  ['excessive-permissions', 'a job without', workflow({ job: '    timeout-minutes: 5' })],
  ['excessive-permissions', 'a job with everything', granted('write-all')],
  ['excessive-permissions', 'a job that reads everything', granted('read-all')],
  ['undocumented-permissions', 'one on a line', granted('{ contents: read }')],
  [
    'undocumented-permissions',
    'one of two',
    granted('\n      contents: read # x\n      issues: write'),
  ],
  ['template-injection', 'the title', run('echo "${{ github.event.pull_request.title }}"')],
  ['template-injection', 'a branch', run('git switch ${{ github.head_ref }}')],
  ['template-injection', 'an input', run('chron plan --env ${{ inputs.environment }}')],
  ['template-injection', 'an output', run('echo ${{ steps.a.outputs.b }}')],
  [
    'template-injection',
    'a script of github-script',
    workflow({
      steps: [
        `uses: actions/github-script@${SHA} # v8.0.0\n        with: { script: "f('\${{ github.head_ref }}')" }`,
      ],
    }),
  ],
  ['dangerous-triggers', 'pull_request_target', workflow({ on: 'pull_request_target' })],
  ['dangerous-triggers', 'among others', workflow({ on: '[push, pull_request_target]' })],
  ['dangerous-triggers', 'workflow_run', workflow({ on: '{ workflow_run: { workflows: [ci] } }' })],
  ['github-env', 'the environment', run('echo "TITLE=$TITLE" >> $GITHUB_ENV')],
  ['github-env', 'the path', run('echo "$FOLDER" >> "$GITHUB_PATH"')],
  ['github-env', 'what a command printed', run('echo "A=$(cat note)" >> "${GITHUB_ENV}"')],
  ['insecure-commands', 'set-env', run('echo "::set-env name=A::b"')],
  ['insecure-commands', 'set-output', run('echo "::set-output name=a::b"')],
  [
    'insecure-commands',
    'allowed again',
    workflow({ top: 'permissions: {}\nenv: { ACTIONS_ALLOW_UNSECURE_COMMANDS: true }' }),
  ],
  [
    'secrets-inherit',
    'all of them',
    calling(`acme/chron/.github/workflows/plan.yml@${SHA} # v1.0.0`, '    secrets: inherit'),
  ],
  ['cache-poisoning', 'a cache', writing(`uses: actions/cache@${SHA} # v5.0.0`)],
  [
    'cache-poisoning',
    'a cache of packages',
    writing(`uses: actions/setup-node@${SHA} # v6.3.0\n        with: { cache: npm }`),
  ],
  [
    'cache-poisoning',
    'before an environment',
    workflow({
      job: '    timeout-minutes: 5\n    environment: prod\n    permissions:\n      contents: read # x',
      steps: [`uses: actions/cache/restore@${SHA} # v5.0.0`],
    }),
  ],
  ['adhoc-packages', 'a global package', run('npm install -g chron')],
  ['adhoc-packages', 'npx', run('npx cowsay')],
  ['adhoc-packages', 'pip', run('pip install zizmor')],
  [
    'adhoc-packages',
    'a script from the network',
    run('curl -sSL https://example.com/i.sh | sudo bash'),
  ],
  ['self-repository', 'an action', workflow({ steps: ['uses: ./.github/actions/chron'] })],
  ['self-repository', 'a workflow', calling('./.github/workflows/plan.yml')],
  [
    'concurrency',
    'a queue that is cancelled',
    workflow({ concurrency: 'concurrency: { group: a, queue: max, cancel-in-progress: true }' }),
  ],
  ['concurrency', 'none', workflow({ concurrency: '' })],
  [
    'timeout-minutes',
    'none',
    workflow({ job: '    permissions:\n      contents: read # the sources' }),
  ],
  [
    'bot-conditions',
    'the actor',
    workflow({
      job: "    if: github.actor != 'dependabot[bot]'\n    timeout-minutes: 5\n    permissions:\n      contents: read # x",
    }),
  ],
  [
    'bot-conditions',
    'in a step',
    workflow({ steps: ["run: 'true'\n        if: github.triggering_actor == 'a'"] }),
  ],
];

/** Workflows that GitHub itself refuses, with the word that its parser names. */
export const REFUSED_WORKFLOWS: readonly (readonly [word: string, text: string])[] = [
  ['queeue', workflow({ concurrency: 'concurrency: { group: a, queeue: max }' })],
  ['raed', granted('{ contents: raed }')],
  ['runs_on', workflow().replace('runs-on', 'runs_on')],
  ['steppes', workflow().replace('    steps:', '    steppes:')],
  ['ontents', granted('{ ontents: read }')],
  ['pushh', workflow({ on: 'pushh' })],
  ['inptus', workflow({ steps: ['run: echo $A\n        env: { A: "${{ inptus.a }}" }'] })],
  [
    'end of expression',
    workflow({ steps: ['run: echo $A\n        env: { A: "${{ fromJson( }}" }'] }),
  ],
];
