import type { Diagnostic, Edit, Fix, Source } from '../diagnostics/diagnostic.ts';
import { Reporter } from '../diagnostics/reporter.ts';
import { parse } from './parser.ts';
import { format } from './printer.ts';

/** A text after some fixes. */
export interface Fixed {
  readonly text: string;
  /** Those that were made, in the order of the text. */
  readonly applied: readonly Fix[];
  /** Those that were not: they touch what another one changes, or would have broken the rule. Try them on the new text. */
  readonly left: readonly Fix[];
}

/**
 * Makes the fixes of one text, the earlier one where two touch the same place. The result parses as well as the text did:
 * a fix that would break it is left. A text in chron's style stays in it. Pure.
 */
export function applyFixes(source: Source, fixes: readonly Fix[]): Fixed {
  const { chosen, left } = choose(fixes);
  if (chosen.length === 0) return { text: source.text, applied: [], left };
  const together = edited(source.text, chosen);
  if (isSound({ path: source.path, text: together }) || !isSound(source)) {
    return { text: styled(source, together), applied: chosen, left };
  }
  const sound: Fix[] = [];
  for (const fix of chosen) {
    const text = edited(source.text, [...sound, fix]);
    if (isSound({ path: source.path, text })) sound.push(fix);
  }
  const broken = chosen.filter((fix) => !sound.includes(fix));
  return {
    text: styled(source, edited(source.text, sound)),
    applied: sound,
    left: [...left, ...broken],
  };
}

/** So many times fixes may uncover further fixes. */
const ROUNDS = 10;

/** Makes all fixes that `diagnose` finds, and those that it finds then, until there are none: a second run does nothing. */
export function fixAll(
  source: Source,
  diagnose: (source: Source) => readonly Diagnostic[],
): { readonly text: string; readonly ids: readonly string[] } {
  let text = source.text;
  const ids = new Set<string>();
  for (let round = 0; round < ROUNDS; round += 1) {
    const found = diagnose({ path: source.path, text }).filter(({ fix }) => fix !== undefined);
    const fixes = found.flatMap(({ fix }) => (fix === undefined ? [] : [fix]));
    const { text: next, applied } = applyFixes({ path: source.path, text }, fixes);
    if (applied.length === 0 || next === text) break;
    const made = new Set(applied);
    for (const { id, fix } of found) if (fix !== undefined && made.has(fix)) ids.add(id);
    text = next;
  }
  return { text, ids: [...ids].toSorted() };
}

/** By place; a fix is taken whole or not at all, and the same one not twice. */
function choose(fixes: readonly Fix[]): {
  readonly chosen: readonly Fix[];
  readonly left: readonly Fix[];
} {
  const chosen: Fix[] = [];
  const left: Fix[] = [];
  const taken: Edit[] = [];
  for (const fix of fixes.toSorted((before, after) => startOf(before) - startOf(after))) {
    if (fix.edits.some((edit) => taken.some((other) => touches(edit, other)))) left.push(fix);
    else {
      chosen.push(fix);
      taken.push(...fix.edits);
    }
  }
  return { chosen, left };
}

function startOf({ edits }: Fix): number {
  return Math.min(...edits.map(({ span }) => span.start));
}

/** Two edits that share a character, or meet where one of them only inserts: their order would be a guess. */
function touches({ span: one }: Edit, { span: other }: Edit): boolean {
  const inserts = one.start === one.end || other.start === other.end;
  return inserts
    ? one.start <= other.end && other.start <= one.end
    : one.start < other.end && other.start < one.end;
}

function edited(text: string, fixes: readonly Fix[]): string {
  const edits = fixes
    .flatMap((fix) => fix.edits)
    .toSorted((before, after) => before.span.start - after.span.start);
  const parts: string[] = [];
  let from = 0;
  for (const { span, text: put } of edits) {
    parts.push(text.slice(from, span.start), put);
    from = span.end;
  }
  return [...parts, text.slice(from)].join('');
}

function isSound(source: Source): boolean {
  const reporter = new Reporter(source);
  parse(source, reporter);
  return reporter.diagnostics.every(({ severity }) => severity !== 'error');
}

function styled(source: Source, text: string): string {
  if (format(source).text !== source.text) return text;
  return format({ path: source.path, text }).text ?? text;
}
