import type { Finding, Lint } from './lint.ts';

const KINDS = { plain: 'string', regex: 'regex', cidr: 'cidr' } as const;
const USES = { string: 'in', regex: 'in regex', cidr: 'in cidr' } as const;

export const listKind: Lint = {
  id: 'CHR121',
  title: 'a list is used as what it is not',
  severity: 'warning',
  text:
    'The lines of a regex or cidr list mean what they say only after in regex and in cidr. Used in another way they are compared ' +
    'as plain text, and match nothing; the service may refuse the rule.',
  bad: '$e.metadata.event_type = "NETWORK_CONNECTION"\n$e.target.ip in %internal_ranges',
  good: '$e.metadata.event_type = "NETWORK_CONNECTION"\n$e.target.ip in cidr %internal_ranges',
  fixable: false,
  find: ({ symbols, known }) => {
    const findings: Finding[] = [];
    for (const { list, mode } of symbols.index.of('membership')) {
      if (list.kind !== 'list-reference' || list.column !== undefined) continue;
      const kind = known.lists?.get(list.name);
      if (kind === undefined || kind === KINDS[mode]) continue;
      findings.push({
        span: list.span,
        message: `%${list.name} is a ${kind} list, but is used as a ${KINDS[mode]} list`,
        hint: `write ${USES[kind]} %${list.name}`,
      });
    }
    return findings;
  },
};
