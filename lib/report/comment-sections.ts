/**
 * Parts of a comment that a later run finds again, to keep or to replace: between two lines that nobody sees. Neither
 * line can come from a rule: names stand in code spans, and lines of a difference begin with a sign.
 */
export interface Section {
  /** Of letters, digits and `:`, `.`, `_`, `%`, `-`. */
  readonly key: string;
  readonly text: string;
}

const END = '<!-- chron:end -->';
const BEGIN = /^<!-- chron:begin ([\w:.%-]+) -->$/;

/** A part that can be found again. */
export function sectionText({ key, text }: Section): string {
  return `<!-- chron:begin ${key} -->\n\n${text.trim()}\n\n${END}`;
}

/** A key of a kind and a name of a stranger, of which no letter stands in the key. */
export function sectionKey(kind: string, name: string): string {
  const units = Array.from({ length: Math.min(name.length, LONGEST_KEY) }, (_, at) =>
    name.charCodeAt(at).toString(16),
  );
  return `${kind}:${[name.length, ...units].join('.')}`;
}

const LONGEST_KEY = 100;

/** The parts of a comment in their order. One that does not end is none. */
export function sectionsIn(text: string): readonly Section[] {
  const found: Section[] = [];
  let key: string | undefined;
  let lines: string[] = [];
  for (const line of text.replaceAll('\r\n', '\n').split('\n')) {
    const [, begun] = BEGIN.exec(line) ?? [];
    if (begun !== undefined) [key, lines] = [begun, []];
    else if (line === END && key !== undefined) {
      found.push({ key, text: lines.join('\n').trim() });
      key = undefined;
    } else lines.push(line);
  }
  return found;
}

/** A plan that stood in a comment before. */
export interface PreviousPlan {
  readonly text: string;
  readonly commit?: string;
}

const PREVIOUS = 'previous';

/** A plan as a part that can be found again. */
export function previousSection({ text, commit = 'none' }: PreviousPlan): Section {
  return { key: `${PREVIOUS}:${commit}`, text };
}

/** A plan that is folded away, to be opened or found again. */
export function foldedPlan(summary: string, plan: PreviousPlan): readonly string[] {
  return [
    `<details><summary>${summary}</summary>`,
    sectionText(previousSection(plan)),
    '</details>',
  ];
}

/** The plan that a comment has as a part; undefined where there is none. */
export function previousIn(text: string): PreviousPlan | undefined {
  const section = sectionsIn(text).find(({ key }) => key.startsWith(`${PREVIOUS}:`));
  if (section === undefined) return undefined;
  const commit = section.key.slice(PREVIOUS.length + 1);
  return { text: section.text, ...(/^[0-9a-f]{7,64}$/.test(commit) ? { commit } : {}) };
}
