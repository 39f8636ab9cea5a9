import type { Diagnostic } from '../lib/diagnostics/diagnostic.ts';
import { renderDiagnostic } from '../lib/diagnostics/render-diagnostic.ts';
import { UserError } from '../lib/errors.ts';
import type { TableFile } from '../lib/model/data-table.ts';
import type { ListFile } from '../lib/model/reference-list.ts';
import type { RuleFile } from '../lib/model/rule.ts';
import { readCheckSettings } from '../lib/repo/check-settings.ts';
import { keepContents, workTree, type FileTree } from '../lib/repo/file-tree.ts';
import { openRepository, type Repository } from '../lib/repo/git.ts';
import { findMissingLists } from '../lib/repo/list-names.ts';
import { readLists } from '../lib/repo/lists.ts';
import { openKnownHeads, type KnownHeads } from '../lib/repo/known-heads.ts';
import { readTables } from '../lib/repo/tables.ts';
import { readRules, type RulesReading } from '../lib/repo/rules.ts';
import { openCache } from '../lib/store/cache.ts';
import { openState, type StateFolder } from '../lib/store/state-folder.ts';
import { counted } from '../lib/text.ts';
import type { Context } from './command.ts';
import { EXIT } from './exit.ts';
import { LANGUAGE } from './language.ts';
import { findRoot } from './place.ts';
import { sayLines } from './say.ts';

/** The folder that holds `rules/` and `environments/`, and what chron keeps beside them. */
export interface Place {
  readonly root: string;
  readonly state: StateFolder;
  readonly tree: FileTree;
}

/** A place with its git facts and everything below `rules/`, read once for all environments. */
export interface Workspace extends Place {
  readonly repository: Repository;
  readonly rules: readonly RuleFile[];
  readonly lists: readonly ListFile[];
  /** Data tables as far as their files can be read; what is wrong with them is said by `chron check`. */
  readonly tables: readonly TableFile[];
  /** Errors by path, of files whose rule has a name: that rule alone waits, if it would be changed. */
  readonly headErrors: ReadonlyMap<string, readonly Diagnostic[]>;
  /** Errors of files in which no name of a rule can be read. */
  readonly unreadable: readonly Diagnostic[];
  /** `lenient` of rules/check.yaml. */
  readonly lenient: ReadonlySet<string>;
  /** Of the rule texts that were read, so that those of other commits need not be looked at again. */
  readonly heads: KnownHeads;
}

/** Finds the work tree that a command was called in: the nearest folder upwards that has `environments/` or `rules/`. */
export function findPlace({ cwd }: Pick<Context, 'cwd'>): Place {
  const root = findRoot(cwd);
  if (root === undefined) {
    throw new UserError('there is no `rules/` and no `environments/` here or in a folder above', {
      hint: 'change into the repository that holds your rules',
    });
  }
  return { root, state: openState(root), tree: workTree(root) };
}

/**
 * Opens the work tree and reads all rules and lists. Throws a UserError (exit 3), after every diagnostic has been
 * said, where it cannot be told which rules and lists there are. Errors inside single rule files are handed on: they
 * stop that rule, and a file without a name is not taken for a removed rule.
 */
export async function openWorkspace(place: Place, context: Context): Promise<Workspace> {
  const { state, root } = place;
  const tree = keepContents(place.tree);
  const cache = openCache(state.room('cache'));
  // git is asked first: it works in processes of its own meanwhile.
  const opened = openRepository(root, cache, () => tree.contents());
  opened.catch(() => undefined); // its error comes out below
  const heads = await openKnownHeads(cache, LANGUAGE);
  const [repository, rules, lists, { tables }, settings] = await Promise.all([
    opened,
    readRules(tree, heads),
    readLists(tree),
    // not of the tree that keeps what it reads: no commit is asked for tables
    readTables(place.tree),
    readCheckSettings(tree),
  ]);
  const missing = findMissingLists(rules.rules, lists.lists);
  const { refused, headErrors, unreadable } = sortErrors(rules);
  refuseBroken(
    [refused, lists.diagnostics, settings.diagnostics, missing].flat(),
    new Map([...rules.texts, ...lists.texts, ...settings.texts]),
    context,
  );
  if (rules.rules.length === 0) {
    throw new UserError('there is no rule in rules/', {
      hint: 'rules are files rules/<family>/<rule_name>.yaral; an empty folder is never taken for "remove all"',
    });
  }
  return {
    ...place,
    tree,
    repository,
    rules: rules.rules,
    lists: lists.lists,
    tables,
    headErrors,
    unreadable,
    lenient: new Set(settings.settings?.lenient),
    heads,
  };
}

/** These leave open which rules there are at all, or which file is a rule's. */
const REFUSED: ReadonlySet<string> = new Set([
  'PAR030',
  'PAR034',
  'rule-name',
  'rule-name-case',
  'too-many-rules',
  'not-a-file',
]);

/** What is wrong with rule files: what refuses all, what stops one rule, and files of which nobody knows the rule. */
function sortErrors({ rules, diagnostics }: RulesReading): Pick<
  Workspace,
  'headErrors' | 'unreadable'
> & {
  readonly refused: readonly Diagnostic[];
} {
  const headErrors = new Map<string, Diagnostic[]>();
  if (rules.length === 0 || diagnostics.length === 0) {
    return { refused: diagnostics, headErrors, unreadable: [] };
  }
  const named = new Set(rules.map(({ path }) => path));
  const refused: Diagnostic[] = [];
  const unreadable: Diagnostic[] = [];
  for (const one of diagnostics) {
    if (one.severity !== 'error' || REFUSED.has(one.id)) refused.push(one);
    else if (!named.has(one.path)) unreadable.push(one);
    else headErrors.set(one.path, [...(headErrors.get(one.path) ?? []), one]);
  }
  return { refused, headErrors, unreadable };
}

/** Says all diagnostics on stderr; if one is an error, ends the command with exit 3. */
export function refuseBroken(
  diagnostics: readonly Diagnostic[],
  texts: ReadonlyMap<string, string>,
  context: Context,
): void {
  for (const diagnostic of diagnostics) {
    const { path } = diagnostic;
    sayLines(context, renderDiagnostic(diagnostic, texts.get(path) ?? ''));
  }
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return;
  const files = new Set(errors.map(({ path }) => path));
  throw new UserError(
    `${counted(errors.length, 'error')} in ${counted(files.size, 'file')}; nothing was planned`,
    { exit: EXIT.invalid },
  );
}
