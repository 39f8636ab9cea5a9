import { shown } from '../../diagnostics/message.ts';
import { nearest } from '../../text.ts';
import { sectionOf, type Name, type StringLiteral } from '../ast.ts';
import type { Finding, Lint } from './lint.ts';
import { quoted } from './literal.ts';

const WORDS = ['INFORMATIONAL', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL'];

/** Spellings that are met, and what they mean (yara-l §8: Info is the lowest step of the risk scores). */
const OTHERS: Readonly<Record<string, string>> = {
  INFO: 'INFORMATIONAL',
  INFORMATION: 'INFORMATIONAL',
  ERROR: 'HIGH',
  WARNING: 'MEDIUM',
};

/** `Info` is as common as the long word, and no other word is like it. */
const ALLOWED: ReadonlySet<string> = new Set([...WORDS, 'INFO']);

export const severityWord: Lint = {
  id: 'CHR102',
  title: 'severity or priority is none of the known words',
  severity: 'warning',
  text:
    'Environment files choose rules by severity, and people sort alerts by it. A word outside INFORMATIONAL, LOW, MEDIUM, ' +
    'HIGH and CRITICAL (in any case; INFO is taken too) is chosen by nothing and sorted nowhere.',
  bad: 'meta:\n  author = "Ada"\n  description = "A root key was made."\n  rule_id = "mr_1"\n  severity = "Serious"',
  good: 'meta:\n  author = "Ada"\n  description = "A root key was made."\n  rule_id = "mr_1"\n  severity = "HIGH"',
  fixable: true,
  find: ({ rule }) => {
    const findings: Finding[] = [];
    for (const { key, value } of sectionOf(rule, 'meta')?.entries ?? []) {
      if (key.text !== 'severity' && key.text !== 'priority') continue;
      if (value.kind !== 'string' || value.value.trim() === '') continue;
      if (!ALLOWED.has(value.value.toUpperCase())) findings.push(findingAt(key, value));
    }
    return findings;
  },
};

function findingAt(key: Name, { span, value }: StringLiteral): Finding {
  const word = value.toUpperCase();
  const meant = nearest(word, WORDS);
  const text = meant === undefined ? undefined : quoted(meant);
  const like = meant ?? OTHERS[word];
  return {
    span,
    message: `${shown(value)} is no ${key.text}`,
    hint: like === undefined ? `write one of ${WORDS.join(', ')}` : `did you mean ${like}?`,
    ...(text === undefined || meant === undefined
      ? {}
      : { fix: { title: `write ${meant}`, edits: [{ span, text }] } }),
  };
}
