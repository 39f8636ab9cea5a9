import { Reporter } from '../../lib/diagnostics/reporter.ts';
import { sectionOf, type Node, type Rule } from '../../lib/yaral/ast.ts';
import { readHeaders } from '../../lib/yaral/header.ts';
import { parse } from '../../lib/yaral/parser.ts';
import { parseQuery } from '../../lib/yaral/parser-query.ts';
import { nodesOf, walk } from '../../lib/yaral/walk.ts';
import { faultsOfFormat } from './same-meaning.ts';

/** Numbers from 0 (in) to 1 (out) that are the same for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const SCRAPS =
  '( ) [ ] { } " ` / // /* */ \\ == && || <> =~ ; : , . % $ # ! - 5m 5y 1.5 $e.a %list %t.c and or not nocase in regex cidr is null any all of over by rule meta: events: match: outcome: condition: stage limit: \n \r\n \t \u00A0 é 😀 \u0000 “ ” \''.split(
    ' ',
  );

/** A text made of others: cut off, some characters changed, put together from two, or nothing but scraps. */
export function mutated(texts: readonly string[], random: () => number): string {
  const pick = <T>(from: readonly T[], none: T): T =>
    from[Math.floor(random() * from.length)] ?? none;
  const text = pick(texts, '');
  const place = (): number => Math.floor(random() * text.length);
  switch (Math.floor(random() * 6)) {
    case 0:
      return text.slice(0, place());
    case 1:
      return text.slice(place());
    case 2: {
      const other = pick(texts, '');
      return text.slice(0, place()) + other.slice(Math.floor(random() * other.length));
    }
    case 3:
      return Array.from({ length: 1 + random() * 80 }, () => pick(SCRAPS, '')).join(
        random() < 0.5 ? '' : ' ',
      );
    default: {
      let changed = text;
      for (let times = 1 + random() * 4; times > 0; times -= 1) {
        const at = Math.floor(random() * changed.length);
        const cut = random() < 0.5 ? Math.floor(random() * 3) : 0;
        changed = changed.slice(0, at) + pick(SCRAPS, '') + changed.slice(at + cut);
      }
      return changed;
    }
  }
}

/** What is wrong with how the language's front end treats any text at all; empty if nothing is. */
export function faultsOfReading(text: string): readonly string[] {
  const source = { path: 'a.yaral', text };
  const reporter = new Reporter(source);
  const { file } = parse(source, reporter);
  const { diagnostics } = reporter;
  const { headers, diagnostics: read } = readHeaders(source);
  parseQuery(source, new Reporter(source));

  const faults: string[] = [];
  for (const { id, span } of diagnostics) {
    const inside = span.start >= 0 && span.start <= span.end && span.end <= text.length;
    if (!inside) faults.push(`${id} stands outside the text`);
  }
  const named = file.rules.filter(({ name }) => /^[A-Za-z_]\w*$/.test(name.text));
  if (named.map(({ name }) => name.text).join() !== headers.map(({ name }) => name).join()) {
    faults.push('header and parser find other rules');
  }
  if (diagnostics.some(({ severity }) => severity === 'error')) return faults;

  if (read.some(({ severity }) => severity === 'error')) faults.push('only the header has errors');
  for (const [index, rule] of file.rules.entries()) {
    const header = headers[index];
    if (header?.multiEvent !== (sectionOf(rule, 'match') !== undefined)) faults.push('other match');
    if (header?.lists.join() !== listsOf(rule).join()) faults.push('other lists');
    if (JSON.stringify([...(header?.meta ?? [])]) !== JSON.stringify(metaOf(rule, text))) {
      faults.push('other meta');
    }
  }
  return [...faults, ...spanFaults(file), ...faultsOfFormat(text)];
}

function listsOf(rule: Rule): readonly string[] {
  const tables = ['setup', 'export'];
  const sections = rule.sections.filter(({ kind }) => !tables.includes(kind));
  const lists = sections.flatMap((section) => nodesOf(section, 'list-reference'));
  const names = lists.filter(({ column }) => column === undefined).map(({ name }) => name);
  return [...new Set(names)].toSorted();
}

function metaOf(rule: Rule, text: string): readonly (readonly [string, string])[] {
  const meta = new Map<string, string>();
  for (const { key, value } of sectionOf(rule, 'meta')?.entries ?? []) {
    const written = text.slice(value.span.start, value.span.end);
    meta.set(key.text, value.kind === 'string' ? value.value : written);
  }
  return [...meta];
}

/** Children stand inside their parents, one after the other. */
function spanFaults(file: Node): readonly string[] {
  const faults: string[] = [];
  walk(file, {
    enter: (node, ancestors) => {
      const parent = ancestors.at(-1)?.span ?? node.span;
      const inside = node.span.start >= parent.start && node.span.end <= parent.end;
      if (!inside || node.span.end < node.span.start) faults.push(`${node.kind} is misplaced`);
    },
  });
  return faults;
}
