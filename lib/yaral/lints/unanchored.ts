import { shown } from '../../diagnostics/message.ts';
import { aboutFields, lastField, pathRead } from './field.ts';
import type { Finding, Lint, LintContext } from './lint.ts';
import { readPattern, type Atom } from './pattern.ts';
import { excludes, type PatternTest } from './pattern-test.ts';

/**
 * What values of a field are. *name*: the whole value is a name or an address, so that a name inside a longer one is
 * another name. *text*: free text, an exclusion can only be by a part of it.
 */
const valueOf = aboutFields<'name' | 'text'>({
  'Noun.hostname': 'name',
  'Noun.ip': 'name',
  'Noun.nat_ip': 'name',
  'Asset.hostname': 'name',
  'Asset.ip': 'name',
  'Domain.name': 'name',
  'Dns.Question.name': 'name',
  'Dns.ResourceRecord.name': 'name',
  'Network.dns_domain': 'name',
  'Tls.Client.server_name': 'name',
  'Process.command_line': 'text',
  'Process.command_line_history': 'text',
  'Http.user_agent': 'text',
  'Metadata.description': 'text',
  'SecurityResult.summary': 'text',
  'SecurityResult.description': 'text',
  'SecurityResult.action_details': 'text',
  'Registry.registry_value_data': 'text',
});

export const unanchored: Lint = {
  id: 'CHR112',
  title: 'a regular expression without an anchor where one is needed',
  severity: 'warning',
  text:
    'A regular expression is searched for anywhere in the text. In an exclusion that lets through whatever somebody manages to ' +
    'put the text into: not = /corp\\.example\\.com/ leaves out corp.example.com.attacker.net too. On a host name, domain or ' +
    'address it takes other names for the one that was meant: /10\\.0\\.0\\.1/ finds 110.0.0.12. Write ^ at the start, $ at the end, ' +
    'or both; \\b or a separator such as \\. or / at an edge counts as an anchor there.',
  bad: '$e.metadata.event_type = "NETWORK_HTTP"\n$e.target.hostname != /corp\\.example\\.com/ nocase',
  good: '$e.metadata.event_type = "NETWORK_HTTP"\n$e.target.hostname != /(^|\\.)corp\\.example\\.com$/ nocase',
  fixable: false,
  find: (context) => context.patternTests.flatMap((test) => findIn(test, context)),
};

function findIn(
  { node, literal, subject, written }: PatternTest,
  { fields, symbols }: LintContext,
): readonly Finding[] {
  const path = pathRead(subject);
  const value = path === undefined ? 'text' : valueOf(path, fields);
  if (path === undefined || value === 'text') return NONE;
  const name = value === 'name';
  const excluded = excludes(node, symbols.index);
  if (!name && (!excluded || lastField(path, fields) === undefined)) return NONE;
  const open = readPattern(written)?.alternatives.find((atoms) =>
    isOpen(atoms, { name, excluded }),
  );
  if (open === undefined) return [];
  const part = shown(written.slice(open[0]?.start, open.at(-1)?.end));
  return [
    {
      span: literal.span,
      message: excluded
        ? `this leaves out everything that has ${part} anywhere in it`
        : `${part} is found inside longer names too`,
      hint: name
        ? 'anchor it: (^|\\.) before a domain, ^ before a whole name, $ after it'
        : 'anchor it: ^ before the start, $ after the end',
    },
  ];
}

const NONE: readonly Finding[] = [];

/** Nothing at the edges holds an alternative in place. */
function isOpen(
  atoms: readonly Atom[],
  { name, excluded }: { readonly name: boolean; readonly excluded: boolean },
): boolean {
  const first = atoms[0];
  const last = atoms.at(-1);
  if (first === undefined || last === undefined) return false;
  if (!name) return !holds(first) && !holds(last) && !isSeparator(first) && !isSeparator(last);
  if (excluded) return !holds(last) || (!holds(first) && !isSeparator(first));
  const dotted = atoms.some(({ kind, character }) => kind === 'literal' && character === '.');
  const plain = atoms.every(({ kind, repeat }) => kind === 'literal' && repeat === '');
  return plain && dotted && !isSeparator(first) && !isSeparator(last);
}

function holds({ kind }: Atom): boolean {
  return kind === 'start' || kind === 'end' || kind === 'boundary' || kind === 'group';
}

function isSeparator({ kind, character }: Atom): boolean {
  return kind === 'literal' && /[^\p{L}\p{N}]/u.test(character);
}
