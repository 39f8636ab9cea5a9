import { Reporter } from '../diagnostics/reporter.ts';
import type { TableFile } from '../model/data-table.ts';
import type { Notice } from '../model/plan.ts';
import type { RuleFile } from '../model/rule.ts';
import { compareText } from '../text.ts';
import { lex } from '../yaral/lexer.ts';

type NamingRule = Pick<RuleFile, 'name' | 'path' | 'text' | 'lists'>;

/**
 * Says of each table of the repository that these rules name that it is not sent: data tables are none of the calls of
 * API v2 (backstory-v2 §4). In the order of the tables, the names of the rules sorted; none of a table that nobody names.
 */
export function tableNotices(
  rules: readonly NamingRule[],
  tables: readonly Pick<TableFile, 'name' | 'path'>[],
): readonly Notice[] {
  if (tables.length === 0) return [];
  const named = rules.map((rule) => ({ rule: rule.name, tables: tablesNamed(rule, tables) }));
  return tables.flatMap(({ name, path }): readonly Notice[] => {
    const naming = named.filter((one) => one.tables.has(name)).map(({ rule }) => rule);
    if (naming.length === 0) return [];
    return [{ kind: 'table-not-sent', name, path, rules: naming.toSorted(compareText) }];
  });
}

/** `%table.column` always names a table; `%table` alone does where the rule has no reference list of that name. */
function tablesNamed(
  rule: NamingRule,
  tables: readonly Pick<TableFile, 'name'>[],
): ReadonlySet<string> {
  // most rules name none, and are not cut into tokens for it
  if (!tables.some(({ name }) => rule.text.includes(`%${name}`))) return new Set();
  const lists = new Set(rule.lists);
  return new Set(
    lex(rule, new Reporter(rule)).flatMap(({ kind, text }) => {
      if (kind !== 'list') return [];
      const [name = '', ...columns] = text.slice(1).split('.');
      return columns.length > 0 || !lists.has(name) ? [name] : [];
    }),
  );
}
