import type { FakeGitHub } from '../../helpers/fake-github.ts';
import type { Town } from './town.ts';
import type { RunRecord } from './world.ts';

/** The jobs of a run with what became of them: `chron / plan prod: success`. */
export function jobsIn({ jobs, refusal }: RunRecord): Readonly<Record<string, string>> {
  if (refusal !== undefined) throw new Error(refusal);
  return Object.fromEntries(jobs.map(({ name, result }) => [name, result]));
}

/** All that the run said in its log, for a failed expectation. */
export function logOf({ jobs }: RunRecord): string {
  return jobs.map(({ name, log }) => `# ${name}\n${log}`).join('\n');
}

/** Whom jobs became, or tried to: `plan prod`, `apply prod refused`. */
export function becameIn({ oidc }: Town): readonly string[] {
  return oidc.exchanges.map(({ provider, granted }) => {
    const id = provider.slice(provider.lastIndexOf('/') + 1).replace('-', ' ');
    return granted ? id : `${id} refused`;
  });
}

/** The names of the rules that a tenant has, with what is special about them. */
export async function rulesOf(town: Town, tenant: string): Promise<readonly string[]> {
  const { rules } = await town.console(tenant).see();
  return Object.values(rules)
    .map(({ name, live }) => `${name}${live ? '' : ' (disabled)'}`)
    .toSorted();
}

/** Every place where something of a run is to be read by people, with any secret that stands in it: none may. */
export function leaksOf(town: Town, run: RunRecord): readonly string[] {
  const secrets = [...town.oidc.tokens, ...town.github.state.tokens.keys()];
  const places: [string, string][] = [
    ...run.jobs.flatMap(({ name, log, summary }): [string, string][] => [
      [`log of ${name}`, log],
      [`summary of ${name}`, summary],
    ]),
    ...[...run.artifacts].flatMap(([name, files]) =>
      [...files].map(([path, content]): [string, string] => [
        `${name}/${path}`,
        content.toString('utf8'),
      ]),
    ),
    ...commentsOf(town.github).map((body): [string, string] => ['comment', body]),
  ];
  return places
    .filter(([, text]) => secrets.some((secret) => text.includes(secret)))
    .map(([place]) => place);
}

function commentsOf({ state }: FakeGitHub): readonly string[] {
  return state.comments.map(({ body }) => body);
}
