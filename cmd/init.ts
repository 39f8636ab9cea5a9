import { resolve } from 'node:path';
import { UserError } from '../lib/errors.ts';
import type { Scaffold } from '../lib/model/scaffold.ts';
import { workTree } from '../lib/repo/file-tree.ts';
import { POOL, scaffoldIdentities } from '../lib/repo/scaffold-identities.ts';
import {
  findScaffoldPlace,
  makeRepository,
  type ScaffoldPlace,
} from '../lib/repo/scaffold-place.ts';
import { EXAMPLE_RULE } from '../lib/repo/scaffold-rules.ts';
import { compareScaffold, writeScaffold } from '../lib/repo/scaffold-write.ts';
import { scaffoldFiles } from '../lib/repo/scaffold.ts';
import { identityCommands } from '../lib/report/identity-commands.ts';
import { counted, visibleLine } from '../lib/text.ts';
import { VERSION } from './chron.ts';
import { defineCommand, type Context } from './command.ts';
import { EXIT } from './exit.ts';
import { scaffoldFrom } from './init-answers.ts';
import { HOSTING_QUESTIONS, TENANT_QUESTIONS, type Question } from './init-questions.ts';
import { nextSteps, scaffoldLines, scaffoldTexts } from './init-words.ts';
import { sayLines } from './say.ts';

/** A value for the whole repository, or one for each tenant. */
const one = (describe: string) => ({ type: 'string', describe, requiresArg: true }) as const;
const each = (describe: string) => ({ ...one(describe), array: true }) as const;

export const initCommand = defineCommand({
  name: 'init',
  words: '[folder]',
  summary: 'set up a repository of rules, its workflows and identities',
  options: {
    env: each('a tenant, by the name of its environment; in the order of a merge'),
    repository: one('the repository on GitHub: owner/name [that of origin]'),
    'repository-id': one('its number: gh api repos/OWNER/NAME --jq .id'),
    'owner-id': one("its owner's number: gh api repos/OWNER/NAME --jq .owner.id"),
    'chron-ref': one('the release of chron that workflows call: owner/name@COMMIT'),
    reviewer: one('who must approve changes: @user or @organisation/team'),
    region: each('where the tenant is: us, europe, …; for one of several: NAME=value'),
    tier: each('its licence: standard, enterprise, enterprise-plus [enterprise]'),
    project: each('the Google Cloud project for its key and its identities'),
    'project-number': each('the number of that project'),
    secret: each('the secret that holds its key [chron-key-NAME]'),
    expect: each('the client_email of its key'),
    branch: {
      type: 'string',
      default: 'main',
      describe: 'the branch that is applied',
      requiresArg: true,
    },
    'dry-run': {
      type: 'boolean',
      default: false,
      describe: 'write nothing; print every file that would be written',
    },
    yes: { type: 'boolean', default: false, describe: 'do not ask: write what is new' },
  },
  examples: [
    ['chron init rules-repository', 'asks for what it needs; writes nothing over what is there'],
    ['chron init --yes', 'only what is needed to try chron here, without a tenant'],
    [
      'chron init --env staging --env prod --region europe > identities.sh',
      'the commands for the identities into a file',
    ],
  ],
  async run(args, context) {
    const place = await findScaffoldPlace(resolve(context.cwd, args.positionals[0] ?? '.'));
    const { root, origin } = place;
    const scaffold = await scaffoldFrom(
      {
        env: args.env,
        branch: args.branch,
        hosting: pick(HOSTING_QUESTIONS, args),
        tenants: pick(TENANT_QUESTIONS, args),
      },
      {
        version: VERSION,
        ...(origin === undefined ? {} : { origin }),
        ask: args.yes ? undefined : context.ask,
      },
    );
    refuseBelow(place, scaffold);
    const identities = scaffoldIdentities(scaffold);
    const ownRules = await hasOwnRules(root);
    const standings = compareScaffold(root, scaffoldFiles(scaffold, identities, { ownRules }));
    sayLines(context, scaffoldLines(place, standings, args['dry-run']));
    if (args['dry-run']) {
      context.out.write(scaffoldTexts(standings));
    } else if (standings.some(({ state }) => state === 'new')) {
      if (!args.yes)
        await confirm(context, root, standings.filter(({ state }) => state === 'new').length);
      if (place.git === 'none') await makeRepository(root, scaffold.branch);
      writeScaffold(root, standings);
    }
    context.out.write(identityCommands(scaffold, identities, POOL));
    if (!args['dry-run']) sayLines(context, nextSteps(scaffold));
    return EXIT.ok;
  },
});

/** The options of a table of questions, as they were said. */
function pick<Value>(
  questions: Readonly<Record<string, Question>>,
  args: Readonly<Record<string, unknown>>,
): Readonly<Record<string, Value | undefined>> {
  return Object.fromEntries(
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- yargs has parsed them as the table of options says
    Object.values(questions).map(({ option }) => [option, args[option] as Value | undefined]),
  );
}

/** GitHub looks for workflows and owners at the top only. */
function refuseBelow({ root, git }: ScaffoldPlace, { hosting }: Scaffold): void {
  if (git !== 'below' || hosting === undefined) return;
  throw new UserError(`"${visibleLine(root)}" lies inside another repository`, {
    hint: 'workflows count only at the top of a repository: name its top, or a folder outside of it',
  });
}

/** Whether there were rules before chron init came; where its example is, it came first. */
async function hasOwnRules(root: string): Promise<boolean> {
  const paths = (await workTree(root).list('rules')).map(({ path }) => path);
  return paths.some((path) => path.endsWith('.yaral')) && !paths.includes(EXAMPLE_RULE);
}

async function confirm(context: Context, root: string, count: number): Promise<void> {
  const answer = await context.ask(
    `Write ${counted(count, 'file')} into ${visibleLine(root)}? Only "yes" is taken for it: `,
  );
  if (answer === undefined) {
    throw new UserError('there is no terminal to ask at; nothing was written', {
      hint: 'say --yes',
    });
  }
  if (answer.trim() !== 'yes') throw new UserError('declined; nothing was written');
}
