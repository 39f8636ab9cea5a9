import { UserError } from '../lib/errors.ts';
import type { ChangedFiles } from '../lib/repo/changed.ts';
import type { Context } from './command.ts';
import type { HuntRequest } from './hunting.ts';
import { needEnvironment } from './read-environment.ts';
import { readWanting } from './reading.ts';
import type { Place, Workspace } from './workspace.ts';

/** Which rules of one environment. */
export interface Chosen extends Pick<HuntRequest, 'environment' | 'wanted'> {
  /** Where the rules stand in git, by name; empty where it was not read. */
  readonly paths: ReadonlyMap<string, string>;
}

/** One of the three ways to say which rules. */
export function whichOf(args: {
  readonly all: boolean;
  readonly changed: boolean;
  readonly positionals: readonly string[];
}): 'all' | 'changed' | 'named' {
  const ways = [args.all, args.changed, args.positionals.length > 0];
  const said = ways.filter(Boolean).length;
  if (said === 0)
    throw new UserError('which rules?', { hint: 'name rules, or say --changed or --all' });
  if (said > 1) {
    const words = ['--all', '--changed', 'names of rules'].filter((_, at) => ways[at]);
    throw new UserError(
      `${words.join(' and ')} say ${said === 2 ? 'two' : 'three'} different things`,
      {
        hint: 'name rules, or say --changed or --all',
      },
    );
  }
  return args.all ? 'all' : args.changed ? 'changed' : 'named';
}

/** Rules that somebody named. */
export async function namedIn(
  name: string,
  names: readonly string[],
  { place, context }: { readonly place: Place; readonly context: Context },
): Promise<Chosen> {
  const environment = await needEnvironment(name, place, context);
  return { environment, wanted: { kind: 'named', names }, paths: new Map() };
}

/** What git gives an environment, or what of it a branch touches. */
export async function ofGit(
  name: string,
  workspace: Workspace,
  { context, changed }: { readonly context: Context; readonly changed: ChangedFiles | undefined },
): Promise<Chosen> {
  const { environment, rules } = await readWanting(name, workspace, context);
  const touched = new Set(changed?.changed);
  const chosen = changed === undefined ? rules : rules.filter(({ path }) => touched.has(path));
  return {
    environment,
    wanted: {
      kind: changed === undefined ? 'of-git' : 'changed',
      texts: new Map(chosen.map((rule) => [rule.name, rule.text])),
    },
    paths: new Map(rules.map((rule) => [rule.name, rule.path])),
  };
}
