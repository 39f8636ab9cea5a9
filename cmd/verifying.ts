import { ApiError } from '../lib/errors.ts';
import type { Diagnostic } from '../lib/diagnostics/diagnostic.ts';
import type { Rule } from '../lib/model/rule.ts';
import type { LiveRule } from '../lib/model/rule.ts';
import type { SecOps } from '../lib/ports/secops.ts';
import { straightenText } from '../lib/text.ts';

/** What the server said of one rule. */
export interface Verified {
  readonly rule: Rule;
  /** Absent where it compiles. */
  readonly problem?: Diagnostic;
}

/** Rules whose text no active rule of the tenant with that name has. */
export function changedRules(rules: readonly Rule[], live: readonly LiveRule[]): readonly Rule[] {
  const texts = new Set(
    live
      .filter(({ archived }) => !archived)
      .map(({ name, version }) => `${name}\n${straightenText(version.text)}`),
  );
  return rules.filter(({ name, text }) => !texts.has(`${name}\n${straightenText(text)}`));
}

/** What came of asking; every list in the order of the rules. */
export interface Verification {
  readonly verified: readonly Verified[];
  /** Rules that no answer came for, and why. */
  readonly failed: readonly { readonly rule: Rule; readonly error: unknown }[];
  /** Rules that were not asked about any more. */
  readonly unasked: readonly Rule[];
}

/** How many rules are asked about at a time: as many as keep the rate busy; the time of a call begins with its turn. */
const WORKERS = 3;
/** After so many failures without an answer in between, the next rule would fail as well. */
const MOST_FAILURES = 3;

/**
 * Asks the server of each rule whether it compiles, a few at a time. A refusal of the text is an answer; where a call
 * fails the other answers are kept. `onAnswered` runs after each rule, with how many are over. Never rejects.
 */
export async function verifyRules(
  secops: Pick<SecOps, 'verifyRule'>,
  rules: readonly Rule[],
  onAnswered: (done: number) => void,
): Promise<Verification> {
  const verified = new Map<Rule, Verified>();
  const failed = new Map<Rule, unknown>();
  const waiting = [...rules];
  let failures = 0;
  const work = async (): Promise<void> => {
    while (failures < MOST_FAILURES) {
      const rule = waiting.shift();
      if (rule === undefined) return;
      try {
        const { success, context } = await verify(secops, rule.text);
        verified.set(rule, success ? { rule } : { rule, problem: problemOf(rule, context) });
        failures = 0;
      } catch (error) {
        failed.set(rule, error);
        failures += 1;
      }
      onAnswered(verified.size + failed.size);
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, work));
  return {
    verified: rules.flatMap((rule) => verified.get(rule) ?? []),
    failed: rules.flatMap((rule) => (failed.has(rule) ? [{ rule, error: failed.get(rule) }] : [])),
    unasked: waiting,
  };
}

/** A refusal of the text in a form that is not documented is still the server's word on it (backstory-v2 §4.11). */
async function verify(
  secops: Pick<SecOps, 'verifyRule'>,
  text: string,
): Promise<{ readonly success: boolean; readonly context: string }> {
  try {
    return await secops.verifyRule(text);
  } catch (error) {
    const ofText = error instanceof ApiError && error.status === 400;
    if (ofText && /compil|pars|valid|token/i.test(error.detail)) {
      return { success: false, context: error.detail };
    }
    throw error;
  }
}

/** `line: 2`, `column: 9-15`, also `line: 1-2` and on one line; both count from 1 (backstory-v2 §6, §4.11). */
const LINE = /\bline:\s*(\d+)(?:-(\d+))?/;
const COLUMN = /\bcolumn:\s*(\d+)(?:-(\d+))?/;

/** The server's message as a problem at its place in the file; at the file's beginning where it names none. */
export function problemOf({ path, text }: Pick<Rule, 'path' | 'text'>, said: string): Diagnostic {
  const [, line = '1', endLine = line] = LINE.exec(said) ?? [];
  const [, column = '1', endColumn = column] = COLUMN.exec(said) ?? [];
  const from = placeIn(text, Number(line), Number(column));
  const to = placeIn(text, Number(endLine), Number(endColumn));
  const message = said
    .replace(/^(?:generic::\w+:?\s*)?compiling rule:\s*(?::\s*)?/, '')
    .replace(LINE, '')
    .replace(COLUMN, '')
    .replace(/[\s,]+$/, '')
    .replace(/\s*\n\s*/g, ': ');
  return {
    path,
    id: 'server',
    severity: 'error',
    message: message === '' ? 'the server does not compile it, and does not say why' : message,
    line: from.line,
    column: from.column,
    endLine: Math.max(from.line, to.line),
    endColumn: to.line > from.line ? to.column : Math.max(from.column, to.column),
    span: { start: from.offset, end: Math.max(from.offset, to.offset) },
  };
}

/** A place that the text has, whatever the server counted. */
function placeIn(
  text: string,
  line: number,
  column: number,
): { readonly line: number; readonly column: number; readonly offset: number } {
  const lines = text.split('\n');
  const at = Math.min(Math.max(1, line), lines.length);
  const start = lines.slice(0, at - 1).reduce((sum, one) => sum + one.length + 1, 0);
  const within = Math.min(Math.max(1, column), (lines[at - 1] ?? '').length + 1);
  return { line: at, column: within, offset: start + within - 1 };
}
