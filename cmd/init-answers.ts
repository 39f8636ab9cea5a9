import { UserError } from '../lib/errors.ts';
import type { Scaffold, ScaffoldHosting, ScaffoldTenant } from '../lib/model/scaffold.ts';
import { visibleLine } from '../lib/text.ts';
import type { Context } from './command.ts';
import {
  BRANCH_QUESTION,
  ENV_QUESTION,
  HOSTING_QUESTIONS,
  TENANT_QUESTIONS,
  type Question,
} from './init-questions.ts';

/** What was said by options: by their names, without dashes. */
export interface Said {
  readonly env: readonly string[] | undefined;
  readonly branch: string;
  /** Of the options that are about the repository on GitHub. */
  readonly hosting: Readonly<Record<string, string | undefined>>;
  /** Of those that are about tenants: a value for all, or `NAME=value` for one. */
  readonly tenants: Readonly<Record<string, readonly string[] | undefined>>;
}

/** How to ask; undefined where nobody is asked. */
type Ask = Context['ask'] | undefined;

/** So often a wrong answer is asked for again. */
const TRIES = 3;

/**
 * Everything that a scaffold needs: what the options say, and the rest asked at the terminal. Throws a UserError for
 * a value that is none, and one that names all that is missing where nobody can be asked.
 */
export async function scaffoldFrom(
  said: Said,
  {
    version,
    origin,
    ask,
  }: { readonly version: string; readonly origin?: string; readonly ask: Ask },
): Promise<Scaffold> {
  const branch = checked(BRANCH_QUESTION, said.branch);
  const names = await tenantNames(said, ask);
  if (names.length === 0) {
    refuseWithoutTenant(said);
    return { branch, tenants: [], hosting: undefined };
  }
  const missing: Question[] = [];
  const answer = async (
    question: Question,
    value: string | undefined,
    tenant = '',
  ): Promise<string> => {
    const found = value ?? question.fallback?.(tenant) ?? (await asked(question, tenant, ask));
    if (found === undefined) missing.push(question);
    return found === undefined ? '' : checked(question, found);
  };
  const { repository, repositoryId, ownerId, chronRef, reviewer } = HOSTING_QUESTIONS;
  const saidOf = ({ option }: Question): string | undefined => said.hosting[option];
  const place = await answer(repository, saidOf(repository) ?? origin);
  const ids = [
    await answer(repositoryId, saidOf(repositoryId)),
    await answer(ownerId, saidOf(ownerId)),
  ];
  const [chron = '', commit = ''] = (await answer(chronRef, saidOf(chronRef))).split('@');
  const who = await answer(reviewer, saidOf(reviewer));
  const hosting: ScaffoldHosting = {
    repository: place,
    repositoryId: ids[0] ?? '',
    ownerId: ids[1] ?? '',
    chron,
    commit,
    version,
    reviewer: who,
  };
  const tenants: ScaffoldTenant[] = [];
  for (const name of names) {
    const of = async (key: keyof typeof TENANT_QUESTIONS): Promise<string> => {
      const question = TENANT_QUESTIONS[key];
      return answer(question, valueFor(question, said, name, names), name);
    };
    tenants.push({
      name,
      region: await of('region'),
      tier: await of('tier'),
      project: await of('project'),
      projectNumber: await of('projectNumber'),
      secret: await of('secret'),
      expect: await of('expect'),
    });
  }
  refuseMissing(missing);
  return { branch, tenants, hosting };
}

/** In the order in which they were named. `local` is always there, so that it may be named too. */
async function tenantNames({ env }: Said, ask: Ask): Promise<readonly string[]> {
  const typed =
    env ??
    (
      await ask?.(
        'Tenants, in the order of a merge, such as "staging prod" (none: only try it here): ',
      )
    )
      ?.split(/[\s,]+/)
      .filter((name) => name !== '') ??
    [];
  return [...new Set(typed)]
    .filter((name) => name !== 'local')
    .map((name) => checked(ENV_QUESTION, name));
}

async function asked(question: Question, tenant: string, ask: Ask): Promise<string | undefined> {
  const { noun, source, expected, pattern } = question;
  const whose = tenant === '' ? '' : ` of ${tenant}`;
  for (let tries = 0; tries < TRIES; tries += 1) {
    const answer = await ask?.(`The ${noun}${whose} (${source ?? expected}): `);
    if (answer === undefined) return undefined;
    const value = answer.trim();
    if (pattern.test(value) || tries === TRIES - 1) return value;
  }
  return undefined;
}

function checked({ option, noun, pattern, expected }: Question, value: string): string {
  if (pattern.test(value)) return value;
  throw new UserError(`"${visibleLine(value)}" is no ${noun}`, {
    hint: `--${option} takes ${expected}`,
  });
}

/** What `--region europe --region prod=us` says of one tenant. */
function valueFor(
  { option }: Question,
  { tenants }: Said,
  name: string,
  names: readonly string[],
): string | undefined {
  let common: string | undefined;
  let own: string | undefined;
  for (const word of tenants[option] ?? []) {
    const [, whose, value] = /^([^=]*)=(.*)$/.exec(word) ?? [];
    if (whose === undefined) common = word;
    else if (whose === name) own = value;
    else if (!names.includes(whose)) {
      throw new UserError(
        `--${option} is about "${visibleLine(whose)}", which --env does not name`,
        {
          hint: `write a value for all tenants, or NAME=value with one of ${names.join(', ')}`,
        },
      );
    }
  }
  return own ?? common;
}

function refuseWithoutTenant({ hosting, tenants }: Said): void {
  const given = [...Object.entries(hosting), ...Object.entries(tenants)].find(
    ([, value]) => value !== undefined,
  );
  if (given === undefined) return;
  throw new UserError(`--${given[0]} is about tenants, and there is none`, {
    hint: 'name the tenants by --env NAME',
  });
}

function refuseMissing(missing: readonly Question[]): void {
  if (missing.length === 0) return;
  const options = [...new Map(missing.map((one) => [one.option, one])).values()];
  const sources = options.flatMap(({ option, source }) =>
    source === undefined ? [] : [`--${option}: ${source}`],
  );
  throw new UserError(
    `there is nobody to ask for ${options.map(({ option }) => `--${option}`).join(', ')}`,
    {
      hint: [...sources, 'NAME=value says something of one tenant'].join('; '),
    },
  );
}
