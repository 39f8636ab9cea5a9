import { nearest } from '../../text.ts';
import type { ListReference } from '../ast.ts';
import type { Finding, Lint, LintContext } from './lint.ts';

export const unknownList: Lint = {
  id: 'CHR120',
  title: 'a list or table that the repository lacks',
  severity: 'warning',
  text:
    'The service refuses a rule that names a list it does not have. A list in rules/lists/ is created with the rule, for every ' +
    'environment; a list that exists only in one tenant makes the rule fail in the next.',
  bad: '$e.metadata.event_type = "NETWORK_CONNECTION"\n$e.target.ip in %no_such_list',
  good: '$e.metadata.event_type = "NETWORK_CONNECTION"\n$e.target.ip in %internal_addresses',
  fixable: false,
  find: (context) => {
    const { index } = context.symbols;
    const seen = new Set<string>();
    return index.of('list-reference').flatMap((node) => {
      if (seen.has(node.name)) return [];
      seen.add(node.name);
      const table = node.column !== undefined || index.parentOf(node)?.kind !== 'membership';
      return table ? tableFinding(node, context) : listFinding(node, context);
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

function tableFinding({ name, span }: ListReference, { known }: LintContext): readonly Finding[] {
  const { tables } = known;
  if (tables === undefined || tables.has(name)) return [];
  const like = nearest(name, tables);
  return [
    {
      span,
      message: `the repository has no data table ${name}`,
      ...(like === undefined ? {} : { hint: `did you mean %${like}?` }),
    },
  ];
}
