import type { QuotaUse } from '../model/plan.ts';
import { heldCode, unreadFiles } from '../plan/left.ts';
import { counted } from '../text.ts';
import { effortOf } from './effort.ts';
import type { Entry } from './entry.ts';
import type { Frame } from './frame.ts';
import { wrapLine } from './layout.ts';
import { noiseHolds, type RuleNoise } from './rule-noise.ts';
import type { Line, Span, Styled } from './styled.ts';
import { EMPTY_LINE, line, say } from './styled.ts';
import { heldObjects, tallySentence } from './tally.ts';
import { treeName, type PlanView } from './view.ts';
import { shellWord, thousands } from './words.ts';

/** A quota this full is worth a look even where nothing breaks. */
const NEARLY_FULL = 0.9;

/** What the plan costs: the tenant's quotas before and after, the calls and the least time they take. */
export function figuresBlock(
  { plan, environment, noise = [] }: PlanView,
  entries: readonly Entry[],
  { symbols }: Frame,
): Styled {
  if (entries.length === 0) return [];
  const { writes, rereads, seconds } = effortOf(plan);
  const time =
    environment.rates === 'published' ? `, about ${timeOf(seconds)} at the published rates` : '';
  const use = (title: string, quota: QuotaUse): Span =>
    say(
      `${title} ${thousands(quota.before)} ${symbols.becomes} ${thousands(quota.after)} of ${thousands(quota.limit)}`,
      quota.after > quota.limit * NEARLY_FULL ? 'warning' : undefined,
    );
  return [
    EMPTY_LINE,
    line(
      say('Quota    ', 'faint'),
      use('enabled', plan.quota.enabled),
      '   ',
      use('multi-event', plan.quota.multiEvent),
    ),
    line(
      say('Effort   ', 'faint'),
      `${counted(writes, 'write')} + ${counted(rereads, 're-read')}${time}${measuringText(noise)}`,
    ),
  ];
}

/** What apply has to measure yet. */
function measuringText(noise: readonly RuleNoise[]): string {
  const left = noise.filter(({ verdict, counts }) => verdict === undefined || !counts);
  const hunts = left.filter(({ measure }) => measure === 'retrohunt').length;
  const runs = left.length - hunts;
  const parts = [
    ...(hunts === 0 ? [] : [counted(hunts, 'retrohunt')]),
    ...(runs === 0 ? [] : [`test runs of ${counted(runs, 'rule')}`]),
  ];
  return parts.length === 0 ? '' : `; then ${parts.join(' and ')}`;
}

/** The last lines: what it comes to, and how to go on. */
export function closingBlock(view: PlanView, entries: readonly Entry[], { width }: Frame): Styled {
  const { plan, saved } = view;
  const held = heldObjects(plan);
  return [
    ...(entries.length === 0
      ? wrapLine(line(say(unchangedSentence(view), 'strong')), width, 0)
      : wrapLine(line(say(tallySentence(plan, entries), 'strong')), width, 6)),
    ...(held === 0 ? [] : [heldLine(held, worstHeld(plan))]),
    ...gatedLines(view),
    ...unreadLines(unreadFiles(plan)),
    ...(saved === undefined ? [] : savedLines(saved)),
  ];
}

/** That apply would hold something, as far as it was measured. */
function gatedLines({ noise = [] }: PlanView): Styled {
  const held = noise.filter(noiseHolds).length;
  return held === 0
    ? []
    : [
        line(
          say(
            held === 1
              ? '1 rule does not pass the gate, and apply would hold it: see above (exit 4).'
              : `${thousands(held)} rules do not pass the gate, and apply would hold them: see above (exit 4).`,
            'held',
          ),
        ),
      ];
}

/** `No changes. All 389 managed rules in prod match 3f9c2e1. 23 rules are not managed by this repo.` */
export function unchangedSentence({ plan, environment, git }: PlanView): string {
  const { wanted, unchanged, unmanaged } = plan.counts;
  const tree = treeName(git);
  const match =
    wanted !== unchanged
      ? `${thousands(unchanged)} of ${counted(wanted, 'managed rule')} in ${environment.name} match ${tree}.`
      : wanted === 1
        ? `The managed rule in ${environment.name} matches ${tree}.`
        : `All ${counted(wanted, 'managed rule')} in ${environment.name} match ${tree}.`;
  const others =
    unmanaged.length === 0
      ? ''
      : ` ${counted(unmanaged.length, 'rule is', 'rules are')} not managed by this repo.`;
  return `No changes. ${match}${others}`;
}

/** What apply would end with because of them: 4 goes before 3. */
function worstHeld({ held }: PlanView['plan']): 3 | 4 {
  return held.every((one) => heldCode(one) === 3) ? 3 : 4;
}

/** What says that nothing changes must not pass for saying that all of git is there. */
function unreadLines(files: number): Styled {
  if (files === 0) return [];
  return [
    line(
      say(
        files === 1
          ? '1 file cannot be read as a rule: see above (exit 3).'
          : `${thousands(files)} files cannot be read as rules: see above (exit 3).`,
        'held',
      ),
    ),
  ];
}

function heldLine(held: number, code: 3 | 4): Line {
  return line(
    say(
      held === 1
        ? `1 object is held and stays as it is: see above (exit ${code}).`
        : `${thousands(held)} objects are held and stay as they are: see above (exit ${code}).`,
      'held',
    ),
  );
}

function savedLines({ path, digest, objects }: NonNullable<PlanView['saved']>): Styled {
  return [
    line(
      `Saved ${path}  (digest ${digest.slice(0, 12)}; refused if ${objects === 1 ? 'its object' : `any of ${thousands(objects)} objects`} moves)`,
    ),
    line(
      'Apply with:  ',
      say(`chron apply ${shellWord(path)} --digest ${digest.slice(0, 12)}`, 'strong'),
    ),
  ];
}

function timeOf(seconds: number): string {
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
