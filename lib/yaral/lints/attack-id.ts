import { shown } from '../../diagnostics/message.ts';
import type { StringLiteral } from '../ast.ts';
import { nodesOf } from '../walk.ts';
import type { Finding, Lint } from './lint.ts';
import { offsetsIn } from './literal.ts';

/** Keys and outcome variables that hold ids or names of MITRE ATT&CK. */
const KEYS = /mitre|(?:^|_)(?:tactic|technique)/;
const TECHNIQUE = /^T\d{4}(?:\.\d{3})?$/;
const TACTIC = /^TA\d{4}$/;

/** What somebody meant as an id: T or TA and a digit. */
const WORD = /(?<![\w./-])TA?-?\d[\w./-]*/gi;

const SITE = 'attack.mitre.org/';

/** What most references are: one page, and right. */
const GOOD_PAGE =
  /^https:\/\/attack\.mitre\.org\/(?:techniques\/T\d{4}(?:\/\d{3})?|tactics\/TA\d{4})\/?$/;

/** A page of a technique or tactic; what follows the id's page is not checked. */
const PAGE = /attack\.mitre\.org\/(?:versions\/v[\d.]+\/)?(techniques|tactics)\/([^\s"?#]*)/g;
const PAGES: Readonly<Record<string, RegExp>> = {
  techniques: /^(?:(?:ics|mobile|enterprise|pre)\/?|T\d{4}(?:\/\d{3})?\/?)?$/,
  tactics: /^(?:(?:ics|mobile|enterprise|pre)\/?|TA\d{4}\/?)?$/,
};

export const attackId: Lint = {
  id: 'CHR103',
  title: 'an ATT&CK id is not well-formed',
  severity: 'warning',
  text:
    'Coverage maps are made from the ids in meta and outcome. A technique is T and four digits, a sub-technique has a dot ' +
    'and three more (T1059.001), a tactic is TA and four digits (TA0002). An id in another form is counted nowhere.',
  bad: 'meta:\n  author = "Ada"\n  description = "x"\n  rule_id = "mr_1"\n  severity = "HIGH"\n  mitre_attack_technique = "t1059/001"',
  good: 'meta:\n  author = "Ada"\n  description = "x"\n  rule_id = "mr_1"\n  severity = "HIGH"\n  mitre_attack_technique = "T1059.001"',
  fixable: true,
  find: ({ symbols }) => {
    const findings: Finding[] = [];
    for (const { key, value } of symbols.index.of('entry', 'meta')) {
      if (value.kind !== 'string') continue;
      if (value.value.includes(SITE)) findings.push(...pages(value));
      else if (KEYS.test(key.text)) findings.push(...ids(key.text, value));
    }
    for (const { variable, value } of symbols.outcomes.values()) {
      if (!KEYS.test(variable.name)) continue;
      for (const one of nodesOf(value, 'string')) findings.push(...ids(variable.name, one));
    }
    return findings;
  },
};

const NONE: readonly Finding[] = [];

function pages(literal: StringLiteral): readonly Finding[] {
  if (GOOD_PAGE.test(literal.value)) return NONE;
  return [...literal.value.matchAll(PAGE)].flatMap((match) => {
    const [whole, kind = '', page = ''] = match;
    if (PAGES[kind]?.test(page) !== false) return [];
    const from = match.index + whole.length - page.length;
    return [
      {
        span: spanIn(literal, from, page.length),
        message: `${shown(page)} is no page of ATT&CK ${kind}`,
        hint:
          kind === 'techniques'
            ? 'a technique is T and four digits, its sub-technique follows a slash: techniques/T1059/001/'
            : 'a tactic is TA and four digits: tactics/TA0002/',
      },
    ];
  });
}

function ids(key: string, literal: StringLiteral): readonly Finding[] {
  if (!/\d/.test(literal.value)) return NONE;
  const wanted = key.includes('technique')
    ? TECHNIQUE
    : key.includes('tactic')
      ? TACTIC
      : undefined;
  if (wanted?.test(literal.value) === true) return NONE;
  return [...literal.value.matchAll(WORD)].flatMap((match) => {
    const [word] = match;
    const span = spanIn(literal, match.index, word.length);
    if (TECHNIQUE.test(word) || TACTIC.test(word)) {
      if (wanted === undefined || wanted.test(word)) return [];
      const other = TACTIC.test(word) ? 'tactic' : 'technique';
      return [{ span, message: `${word} is a ${other}, but stands in ${key}` }];
    }
    const meant = word
      .toUpperCase()
      .replace(/^(TA?)-/, '$1')
      .replaceAll(/[/-]/g, '.');
    const clear = TECHNIQUE.test(meant) || TACTIC.test(meant);
    return [
      {
        span,
        message: `${shown(word)} is no id of ATT&CK`,
        hint: clear
          ? `write ${meant}`
          : 'a technique is T1059, a sub-technique T1059.001, a tactic TA0002',
        ...(clear ? { fix: { title: `write ${meant}`, edits: [{ span, text: meant }] } } : {}),
      },
    ];
  });
}

function spanIn(literal: StringLiteral, from: number, length: number) {
  const offsets = offsetsIn(literal);
  const start = offsets[from] ?? literal.span.start;
  return { start, end: offsets[from + length] ?? literal.span.end };
}
