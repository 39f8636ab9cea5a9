import type { Measured } from '../model/gating.ts';
import type { Outcome } from '../model/outcome.ts';
import type { Plan } from '../model/plan.ts';
import { leftCodes, unreadFiles } from '../plan/left.ts';
import { counted } from '../text.ts';
import { changeVerb } from './change-words.ts';
import { displayName, entriesOf, nameOf, objectOf } from './entry.ts';
import { wrap } from './layout.ts';
import { restoreLines } from './restore-lines.ts';
import type { Line, Styled } from './styled.ts';
import { EMPTY_LINE, line, say } from './styled.ts';
import { symbolsFor } from './symbols.ts';
import { heldObjects, tallySentence } from './tally.ts';
import { indented, sentenceSpans } from './terminal-words.ts';
import { whySentence } from './verdict-words.ts';
import { treeName, type GitState, type TextOptions } from './view.ts';
import { thousands } from './words.ts';

/** How an apply ended. */
export interface ApplyResult {
  readonly environment: string;
  readonly git: GitState;
  /** How many changes the plan had; those without an outcome were never started. */
  readonly planned: number;
  readonly outcomes: readonly Outcome[];
  readonly measured: readonly Measured[];
  /** What was carried out, for the lines of lists. */
  readonly plan: Pick<Plan, 'changes'>;
  /** Somebody stopped it (SIGINT): what was in flight was finished, nothing new was started. */
  readonly interrupted: boolean;
  /** The plan made after the last change, without what the gate holds; undefined where there was no asking any more. */
  readonly lastPlan?: Plan;
  /** Where the journal lies. */
  readonly journal?: string;
  /** What finishes the rest, as it would be typed. */
  readonly again: string;
  readonly exit: number;
}

/** The last words of an apply: what was done, what was not and why, what is left, and how to go on. */
export function appliedText(result: ApplyResult, options: TextOptions): Styled {
  const { outcomes, interrupted, journal } = result;
  const finished = result.exit === 0 || result.exit === 4;
  const lines: Styled = [
    ...(interrupted
      ? [
          line(
            say('Interrupted. What was under way is finished; nothing new was started.', 'warning'),
          ),
        ]
      : []),
    line(say(countSentence(result), finished ? 'strong' : 'error')),
    ...failureLines(outcomes, options),
    ...gateLines(result, options),
    ...lastPlanLines(result),
    ...(journal === undefined ? [] : [line(say('Journal      ', 'faint'), journal)]),
    ...(finished
      ? []
      : [
          line(
            say('Finish with  ', 'faint'),
            say(result.again, 'strong'),
            `   (exit ${result.exit})`,
          ),
        ]),
  ];
  return wrap([EMPTY_LINE, ...lines], options.width);
}

function countSentence({ planned, outcomes }: ApplyResult): string {
  const count = (status: Outcome['status']): number =>
    outcomes.filter((outcome) => outcome.status === status).length;
  const rest = [
    [count('failed'), 'failed'],
    [count('skipped'), 'skipped'],
    [count('held'), 'held by the gate'],
    [planned - outcomes.length, 'not started'],
  ] as const;
  const others = rest.filter(([number]) => number > 0).map(([number, what]) => `${number} ${what}`);
  return `Applied ${thousands(count('done'))} of ${counted(planned, 'change')}.${others.length === 0 ? '' : ` ${others.join(', ')}.`}`;
}

/** What did not work is said once more: in a long apply its line has scrolled away. */
function failureLines(outcomes: readonly Outcome[], { unicode }: TextOptions): Styled {
  const { held } = symbolsFor(unicode);
  return outcomes.flatMap((outcome): readonly Line[] => {
    if (outcome.status !== 'failed') return [];
    const { change, because } = outcome;
    return [
      indented(
        2,
        say(`${held} `, 'error'),
        say(displayName(objectOf(change), nameOf(change)), 'strong'),
        say(`  ${changeVerb(change)}: ${because}`),
      ),
    ];
  });
}

/** What the gate holds and why, rule by rule, and how it may be settled. */
function gateLines(
  { outcomes, measured, plan, environment }: ApplyResult,
  { unicode }: TextOptions,
): Styled {
  const symbols = symbolsFor(unicode);
  const verdicts = new Map(
    outcomes.flatMap((outcome) =>
      outcome.status === 'held' ? [[nameOf(outcome.change), outcome.verdict] as const] : [],
    ),
  );
  const rules = [...verdicts].map(([name, verdict]) =>
    indented(
      2,
      say(`${symbols.held} `, 'held'),
      say(name, 'strong'),
      say(`  held by the gate, ${verdict.status}: `),
      ...sentenceSpans(whySentence(verdict)),
    ),
  );
  const loud = [...verdicts].find(([, { status }]) => status === 'fail')?.[0];
  return [
    ...rules,
    ...restoreLines(measured, plan, symbols),
    ...(verdicts.size === 0 ? [] : [line(say('The next apply measures again (exit 4).', 'held'))]),
    ...(loud === undefined
      ? []
      : [
          line(
            say('Accept noise ', 'faint'),
            `chron accept ${loud} --env ${environment} --reason WHY --until DAY`,
          ),
        ]),
  ];
}

function lastPlanLines({ lastPlan, environment, git, outcomes }: ApplyResult): Styled {
  if (lastPlan === undefined) return [];
  const held = heldObjects(lastPlan);
  const unread = unreadFiles(lastPlan);
  const left = [
    ...(held === 0 ? [] : [counted(held, 'held object')]),
    ...(unread === 0 ? [] : [`${counted(unread, 'file')} that cannot be read`]),
  ].join(' and ');
  const gated = outcomes.filter(({ status }) => status === 'held').length;
  const butGated = gated === 0 ? '' : `, but for ${counted(gated, 'change')} that the gate holds`;
  const butHeld =
    left === '' ? '' : `, but for ${left} (exit ${leftCodes(lastPlan)[0] ?? 4}: see above)`;
  if (lastPlan.changes.length === 0) {
    return [
      line(
        `Planned once more: ${environment} is in step with ${treeName(git)}${butGated}${butHeld}.`,
      ),
    ];
  }
  return [
    line(say(`Planned once more: ${environment} is not in step yet.`, 'error')),
    indented(2, say(tallySentence(lastPlan, entriesOf(lastPlan)))),
  ];
}
