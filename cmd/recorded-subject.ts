import type { Source } from '../lib/diagnostics/diagnostic.ts';
import { UserError } from '../lib/errors.ts';
import type { TableFile } from '../lib/model/data-table.ts';
import type { ListFile } from '../lib/model/reference-list.ts';
import { readLists } from '../lib/repo/lists.ts';
import { readRules } from '../lib/repo/rules.ts';
import { readTables } from '../lib/repo/tables.ts';
import { nearest, visibleLine } from '../lib/text.ts';
import { analyze, type Analysis } from '../lib/yaral/analyze.ts';
import type { Context } from './command.ts';
import { findRuleFiles } from './rule-files.ts';

/** A rule of the repository, with what it is tested against. */
export interface Subject {
  readonly root: string;
  readonly name: string;
  readonly source: Source;
  readonly analysis: Analysis;
  readonly lists: readonly ListFile[];
  readonly tables: readonly TableFile[];
}

/** Finds a rule by the name that it declares. Throws UserError where there is none. */
export async function readSubject(name: string, context: Context): Promise<Subject> {
  const { root, tree } = await findRuleFiles([], context);
  const [{ rules }, { lists }, { tables }] = await Promise.all([
    readRules(tree),
    readLists(tree),
    readTables(tree),
  ]);
  const rule = rules.find((one) => one.name === name);
  if (rule === undefined) {
    const meant = nearest(
      name,
      rules.map((one) => one.name),
    );
    throw new UserError(`there is no rule "${visibleLine(name)}"`, {
      hint: meant === undefined ? 'names are those that rules declare' : `did you mean ${meant}?`,
    });
  }
  const source = { path: rule.path, text: rule.text };
  return { root, name, source, analysis: analyze(source), lists, tables };
}
