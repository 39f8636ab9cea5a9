import { shown } from '../../diagnostics/message.ts';
import { lastField, pathRead } from './field.ts';
import type { Finding, Lint, LintContext } from './lint.ts';
import type { Atom } from './pattern.ts';
import type { PatternTest } from './pattern-test.ts';

/** Fields whose whole value is a name or an address, so that a name inside a longer one is another name. */
const NAMES: ReadonlySet<string> = new Set([
  'Noun.hostname',
  'Noun.ip',
  'Noun.nat_ip',
  'Asset.hostname',
  'Asset.ip',
  'Domain.name',
  'Dns.Question.name',
  'Dns.ResourceRecord.name',
  'Network.dns_domain',
  'Tls.Client.server_name',
]);

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

function findIn(test: PatternTest, { fields }: LintContext): readonly Finding[] {
  const { excludes, literal, pattern, subject } = test;
  const path = pathRead(subject);
  const names = path !== undefined && NAMES.has(lastField(path, fields) ?? '');
  if (!names) return [];
  const open = pattern.alternatives.find((atoms) => isOpen(atoms, excludes));
  if (open === undefined) return [];
  const written = literal.kind === 'regex' ? literal.pattern : literal.value;
  const part = written.slice(open[0]?.start, open.at(-1)?.end);
  return [
    {
      span: literal.span,
      message: excludes
        ? `this leaves out every name that has ${shown(part)} anywhere in it`
        : `${shown(part)} is found inside longer names too`,
      hint: 'anchor it: (^|\\.) before a domain, ^ before a whole name, $ after it',
    },
  ];
}

/** A name or address in full, or in an exclusion any text, with nothing at its edges that holds it in place. */
function isOpen(atoms: readonly Atom[], excludes: boolean): boolean {
  const [first] = atoms;
  const last = atoms.at(-1);
  if (first === undefined || last === undefined) return false;
  if (excludes) return !holds(last) || (!holds(first) && !isSeparator(first));
  const dotted = atoms.filter(({ kind, character }) => kind === 'literal' && character === '.');
  const plain = atoms.every(({ kind, repeat }) => kind === 'literal' && repeat === '');
  return plain && dotted.length > 0 && !isSeparator(first) && !isSeparator(last);
}

function holds({ kind }: Atom): boolean {
  return kind === 'start' || kind === 'end' || kind === 'boundary' || kind === 'group';
}

function isSeparator({ kind, character }: Atom): boolean {
  return kind === 'literal' && /[^\p{L}\p{N}]/u.test(character);
}
