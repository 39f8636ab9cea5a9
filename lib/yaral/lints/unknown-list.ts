import { nearest } from '../../text.ts';
import type { Expression, ListReference } from '../ast.ts';
import type { Finding, Lint, LintContext } from './lint.ts';

export const unknownList: Lint = {
  id: 'CHR120',
  title: 'a list or table that the repository lacks',
  severity: 'warning',
  text:
    'The service refuses a rule that names a list it does not have. A list in rules/lists/ is created with the rule, for every ' +
    'environment; a list that exists only in one tenant makes the rule fail in the next. Data tables stand in rules/tables/: ' +
    'nothing is said of them in a repository that has none.',
  bad: '$e.metadata.event_type = "NETWORK_CONNECTION"\n$e.target.ip in %no_such_list',
  good: '$e.metadata.event_type = "NETWORK_CONNECTION"\n$e.target.ip in %internal_addresses',
  fixable: false,
  find: (context) => {
    const { index } = context.symbols;
    const references = index.of('list-reference');
    if (references.length === 0) return [];
    const lists = new Set<Expression>();
    for (const { subject, list } of index.of('membership')) lists.add(subject).add(list);
    const seen = new Set<string>();
    return references.flatMap((node) => {
      const name = `${node.name}.${node.column ?? ''}`;
      if (seen.has(name)) return [];
      seen.add(name);
      const table = node.column !== undefined || !lists.has(node);
      if (!table) return listFinding(node, context);
      const known = seen.has(node.name);
      seen.add(node.name);
      return known ? columnFinding(node, context) : tableFinding(node, context);
    });
  },
};

function listFinding({ name, span }: ListReference, { known }: LintContext): readonly Finding[] {
  const { lists } = known;
  if (lists === undefined || lists.has(name)) return [];
  const like = nearest(name, lists.keys());
  return [
    {
      span,
      message: `the repository has no list ${name}`,
      hint:
        like === undefined
          ? `add rules/lists/${name}.string.txt, or .regex.txt, or .cidr.txt`
          : `did you mean %${like}?`,
    },
  ];
}

/** A column that the table lacks, if the table is known at all. */
function columnFinding(
  { name, column, span }: ListReference,
  { known }: LintContext,
): readonly Finding[] {
  const columns = known.tables?.get(name);
  if (columns === undefined || column === undefined || columns.has(column)) return [];
  const like = nearest(column, columns);
  return [
    {
      span,
      message: `the data table ${name} has no column ${column}`,
      hint:
        like === undefined ? `its columns are ${[...columns].join(', ')}` : `did you mean ${like}?`,
    },
  ];
}

function tableFinding(node: ListReference, context: LintContext): readonly Finding[] {
  const { name, span } = node;
  const { tables } = context.known;
  if (tables === undefined) return [];
  if (tables.has(name)) return columnFinding(node, context);
  const like = nearest(name, tables.keys());
  return [
    {
      span,
      message: `the repository has no data table ${name}`,
      hint: like === undefined ? `add rules/tables/${name}.csv` : `did you mean %${like}?`,
    },
  ];
}
