import { renderDiagnostic } from '../lib/diagnostics/render-diagnostic.ts';
import { UserError } from '../lib/errors.ts';
import { readLists } from '../lib/repo/lists.ts';
import { readRules } from '../lib/repo/rules.ts';
import { readTables } from '../lib/repo/tables.ts';
import { nearest } from '../lib/text.ts';
import { analyze } from '../lib/yaral/analyze.ts';
import type { Context } from './command.ts';
import { findRuleFiles } from './rule-files.ts';
import { sayLines } from './say.ts';

/** The rules that are asked for, with lists and tables; what is wrong with the files is said. Throws UserError for an unknown name. */
export async function readRulesFor(names: readonly string[] | undefined, context: Context) {
  const { tree, root } = await findRuleFiles([], context);
  const [read, lists, tables] = [
    await readRules(tree),
    await readLists(tree),
    await readTables(tree),
  ];
  const { rules } = read;
  // Of a rule that has a name its own line says why it did not run; of a list that is read chron check says the rest.
  const paths = new Set([...rules, ...lists.lists].map(({ path }) => path));
  const unread = read.diagnostics.filter(({ path }) => !paths.has(path));
  const others = lists.diagnostics.filter(({ path }) => !paths.has(path));
  const texts = new Map([...read.texts, ...lists.texts, ...tables.texts]);
  for (const one of [...unread, ...others, ...tables.diagnostics]) {
    const text = texts.get(one.path) ?? '';
    sayLines(context, renderDiagnostic(one, text));
  }
  const known = new Set(rules.map(({ name }) => name));
  for (const name of names ?? []) {
    if (known.has(name)) continue;
    const meant = nearest(name, known);
    throw new UserError(`there is no rule "${name}"`, {
      hint: meant === undefined ? 'names are those that rules declare' : `did you mean ${meant}?`,
    });
  }
  const wanted = rules.filter(({ name }) => names === undefined || names.includes(name));
  return {
    root,
    lists: lists.lists,
    tables: tables.tables,
    /** A rule that was asked for has no name, or another has the same. */
    incomplete: names === undefined && unread.some(({ severity }) => severity === 'error'),
    rules: wanted.map(({ name, path, text }) => {
      const source = { path, text };
      return { name, source, analysis: analyze(source) };
    }),
  };
}
