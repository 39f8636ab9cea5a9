import type { Diagnostic } from '../lib/diagnostics/diagnostic.ts';
import type { BrokenText, Notice } from '../lib/model/plan.ts';
import type { Rule } from '../lib/model/rule.ts';
import { counted } from '../lib/text.ts';
import { analyze, type Analysis } from '../lib/yaral/analyze.ts';
import type { Examining } from './examine-texts.ts';
import { faultsOf } from './faults.ts';
import type { Workspace } from './workspace.ts';

/** What the texts of rules came to. */
export interface Findings {
  readonly broken: ReadonlyMap<string, BrokenText>;
  /** What chron does not know and the service accepts. */
  readonly notices: readonly Notice[];
}

/** Names of fields, enumerators, functions and options: Google may have added one since this chron was built. */
const UNKNOWN_TO_US: ReadonlySet<string> = new Set(['FLD001', 'FLD014', 'TYP006', 'OPT001']);

/** So many texts, and what waits for its turn gets it: an answer that comes in, or an interrupt. */
const TEXTS_A_TURN = 50;

/** Checks texts that are about to be sent. Only where chron does not know a name is the service asked. */
export async function findBrokenTexts(
  rules: readonly Rule[],
  { headErrors, lenient }: Pick<Workspace, 'headErrors' | 'lenient'>,
  examining: Examining,
): Promise<Findings> {
  const { progress } = examining;
  progress.step(`checking ${counted(rules.length, 'rule')}`);
  const broken = new Map<string, BrokenText>();
  const notices: Notice[] = [];
  for (const [index, { name, path, text }] of rules.entries()) {
    if (index % TEXTS_A_TURN === TEXTS_A_TURN - 1) await turn();
    const analysis = analyze({ path, text }, { lenient });
    const found = analysis.diagnostics.filter(isError);
    const errors = found.length > 0 ? found : (headErrors.get(path) ?? []);
    if (errors.length === 0) continue;
    if (errors.every(({ id }) => UNKNOWN_TO_US.has(id)) && (await accepts(text, examining))) {
      const faults = faultsOf(errors);
      notices.push(
        ...faults.map((one) => ({ kind: 'unknown-but-accepted', name, ...one }) as const),
      );
    } else {
      const unread = errors.some((error) => spoilsMeta(error, analysis));
      broken.set(name, { faults: faultsOf(errors), ...(unread ? { metaUnread: true } : {}) });
    }
  }
  return { broken, notices };
}

function isError({ severity }: Diagnostic): boolean {
  return severity === 'error';
}

/** Who cannot be asked has not accepted it. */
async function accepts(text: string, { secops, signal }: Examining): Promise<boolean> {
  try {
    return (await secops.verifyRule(text)).success;
  } catch (error) {
    if (signal?.aborted === true) throw error;
    return false;
  }
}

/**
 * Whether what `meta` says may have been lost: by an error of the grammar, unless the rule begins with its only `meta`
 * and the error stands behind it.
 */
function spoilsMeta({ id, span }: Diagnostic, { rule }: Analysis): boolean {
  if (!/^(?:LEX|PAR)/.test(id)) return false;
  const [first, second, ...others] = rule?.sections ?? [];
  const alone = [second, ...others].every((section) => section?.kind !== 'meta');
  return first?.kind !== 'meta' || second === undefined || !alone || span.start < second.span.start;
}

function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
