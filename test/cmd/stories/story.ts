import { ruleText } from '../../helpers/builders.ts';
import type { Console, SeenTenant } from '../../helpers/console.ts';
import { LOCAL_ENVIRONMENT, type TestRepository } from '../../helpers/repository.ts';

/** The rows of the three-way table (design.md §5). */
export const ROWS = [
  'in step',
  'waits in git',
  'changed outside',
  'conflict',
  'our own create, interrupted',
  "somebody's rule",
  'removed',
  'unmanaged',
] as const;

export type Row = (typeof ROWS)[number];

/** What somebody can do at a desk and at the console. */
export interface Hands {
  readonly repository: TestRepository;
  readonly console: Console;
  /** Puts an entry under `deployment` of the environment file. */
  readonly deploy: (entry: string) => void;
}

/**
 * Something that happens between two applies, and all that the next plan may say about it. Each story has rules and
 * lists of its own, so that all of them can happen at once.
 */
export interface Story {
  readonly title: string;
  /** Told alone too; all are told together. */
  readonly alone?: true;
  readonly rows: readonly Row[];
  /** What the tenant was given before: paths and texts. */
  readonly files?: Readonly<Record<string, string>>;
  /** Earlier texts of such files, which the tenant was given before that. */
  readonly was?: Readonly<Record<string, string>>;
  /** An entry under `deployment` that was there before. */
  readonly deployed?: string;
  readonly happens: (hands: Hands) => void | Promise<void>;
  readonly changes?: readonly string[];
  readonly held?: readonly string[];
  readonly notices?: readonly string[];
  /** What is held after the apply, where that is not the same. */
  readonly heldThen?: readonly string[];
  /** What is still reported after the apply. */
  readonly noticesThen?: readonly string[];
  readonly unmanaged?: readonly string[];
  /** More to be said of the tenant before and after the apply. */
  readonly check?: (before: SeenTenant, after: SeenTenant) => void;
}

export function rulePath(name: string): string {
  return `rules/family/${name}.yaral`;
}

export function listPath(name: string): string {
  return `rules/lists/${name}.string.txt`;
}

/** What a small rule text is made of; `body` is the name of the rule whose body it has. */
export type TextFacts = Parameters<typeof ruleText>[1] & { readonly body?: string };

/** A rule text that is like no other rule's, so that only what is meant as a rename is one. */
export function textOf(name: string, { body = name, ...facts }: TextFacts = {}): string {
  const own = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank', 'grace', 'heidi'].map(
    (user) => `    $e.principal.user.userid != "${user} of ${body}"\n`,
  );
  return ruleText(name, facts).replace('  condition:\n', `${own.join('')}  condition:\n`);
}

/** One rule file. */
export function aFile(name: string, facts: TextFacts = {}): Readonly<Record<string, string>> {
  return { [rulePath(name)]: textOf(name, facts) };
}

/** A list, and the rule that names it. */
export function aListFile(
  name: string,
  lines: readonly string[],
): Readonly<Record<string, string>> {
  return {
    [listPath(name)]: [`// about ${name}`, ...lines, ''].join('\n'),
    ...aFile(`reads_${name}`, { lists: [name] }),
  };
}

/** The environment file with more entries under `deployment`. */
export function deployEntry(repository: TestRepository, entry: string): void {
  repository.write(
    'environments/local.yaml',
    `${repository.read('environments/local.yaml')}  - ${entry}\n`,
  );
}

/** The environment file with some entries under `deployment`, and keys before it. */
export function environmentWith(entries: readonly string[], keys: readonly string[] = []): string {
  const deployment = entries.map((entry) => `  - ${entry}\n`);
  return [...keys.map((key) => `${key}\n`), LOCAL_ENVIRONMENT, ...deployment].join('');
}

/** The environment file that stories begin with. */
export function environmentOf(stories: readonly Story[]): string {
  return environmentWith(stories.flatMap(({ deployed }) => deployed ?? []));
}
