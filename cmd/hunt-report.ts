import { ApiError } from '../lib/errors.ts';
import type { TimeRange } from '../lib/model/detection.ts';
import type { Gap } from '../lib/model/verdict.ts';
import { EMPTY_LINE, line, say, type Styled } from '../lib/report/styled.ts';
import { counted } from '../lib/text.ts';
import { EXIT, worstExit, type ExitCode } from './exit.ts';
import { isComplete, type Hunted } from './hunt-result.ts';
import type { HuntReport, Ran } from './hunting.ts';

/** What a report ends the command with. */
export function huntExit({ hunted, ran, refused, twins, interrupted }: HuntReport): ExitCode {
  const unmeasured =
    hunted.some((one) => !isComplete(one)) || ran.some((one) => lacksOf(one).length > 0);
  return worstExit([
    interrupted ? EXIT.interrupted : EXIT.ok,
    refused.length + twins.length > 0 ? EXIT.refused : EXIT.ok,
    unmeasured ? EXIT.failed : EXIT.ok,
  ]);
}

/** The detections by rule, and what was not measured and why. */
export function huntText(report: HuntReport): Styled {
  const { environment, hunted, ran } = report;
  const names = [...hunted.map(({ outcome }) => outcome.job.name), ...ran.map(({ name }) => name)];
  const width = Math.max(0, ...names.map(({ length }) => length));
  const counts = [
    ...(hunted.length > 0 || ran.length === 0 ? [counted(hunted.length, 'retrohunt')] : []),
    ...(ran.length === 0 ? [] : [counted(ran.length, 'test run')]),
  ];
  const lines: Styled = [
    line(say(environment, 'strong'), ` · ${counts.join(', ')}`),
    ...hunted.flatMap((one) => rowOf(one, width)),
    ...ran.flatMap((one) => ranRow(one, width)),
  ];
  return [...lines, ...besides(report)];
}

/** What is to be known beside the counts: what was not hunted, and what is not git's. */
function besides({ environment, refused, missing, differs, twins }: HuntReport): Styled {
  const notes: readonly (readonly [of: readonly string[], said: string, hint: string])[] = [
    [
      refused,
      'not hunted',
      'they are alerting, and a hunt may raise alerts for the past; --raise-alerts hunts them',
    ],
    [missing, 'not stored, so not hunted', `chron apply --env ${environment} stores them`],
    [
      differs,
      'hunted as stored, which is not the text of git',
      `chron apply --env ${environment} stores git's`,
    ],
    [
      twins.map(({ name, ruleIds }) => `${name} (${ruleIds.join(', ')})`),
      'not hunted, as several rules have the name',
      'archive all but one',
    ],
  ];
  return notes.flatMap(([of, said, hint]) =>
    of.length === 0
      ? []
      : [EMPTY_LINE, line(say(`${said}: ${of.join(', ')}`, 'warning')), line(say(`  ${hint}`))],
  );
}

function rowOf({ outcome, tally, ruleErrors, end }: Hunted, width: number): Styled {
  const name = say(outcome.job.name.padEnd(width + 2));
  switch (outcome.status) {
    case 'done': {
      if (tally === undefined) return [line('  ', name, 'done; its detections were not counted')];
      const figures = figuresOf(tally.total, tally.days, outcome.range);
      const capped = tally.capped.map((day) =>
        line(
          say(
            `    ${day} is at the service's limit of detections: there may have been more`,
            'warning',
          ),
        ),
      );
      return [
        line('  ', name, figures, outcome.adopted ? say('  (an earlier hunt)', 'faint') : ''),
        ...capped,
        ...blindness(ruleErrors),
      ];
    }
    case 'cancelled':
      return [line('  ', name, say('ended before it was done; not measured', 'error'))];
    case 'failed':
      return [
        line('  ', name, say(`failed: ${outcome.error.message}`, 'error')),
        ...hints(outcome.error),
      ];
    case 'left-running': {
      if (end === 'cancelled') return [line('  ', name, 'cancelled')];
      if (end === 'ended') return [line('  ', name, 'ended; its detections were not counted')];
      return [
        line('  ', name, `left running (${outcome.hunt.retrohuntId})`),
        ...reasons(outcome.error),
      ];
    }
    case 'not-started':
      return [line('  ', name, 'not started'), ...reasons(outcome.error)];
  }
}

/** A text that is not stored: what its test run found, and what that lacks. */
function ranRow(ran: Ran, width: number): Styled {
  const { name, measurement } = ran;
  const { comparison, range } = measurement;
  const figures =
    comparison === undefined
      ? say('not measured', 'error')
      : figuresOf(comparison.after.count, comparison.after.days, range);
  return [
    line('  ', say(name.padEnd(width + 2)), figures, say('  (not stored: a test run)', 'faint')),
    ...lacksOf(ran).map((gap) => {
      const { kind, detail } = gap;
      return line(say(`    ${kind}${detail === undefined ? '' : `: ${detail}`}`, 'warning'));
    }),
  ];
}

/** What keeps the count of a test run from being all that there is. */
export function lacksOf({ measurement: { gaps, comparison } }: Ran): readonly Gap[] {
  const own = gaps.filter(({ of }) => of === 'after');
  const silent = own.length === 0 && comparison === undefined;
  return silent ? [{ kind: 'crashed', of: 'after' }] : own;
}

function figuresOf(
  total: number,
  series: readonly { readonly count: number }[],
  range: TimeRange,
): string {
  const worst = Math.max(0, ...series.map(({ count }) => count));
  const days = Math.max(1, (range.to.getTime() - range.from.getTime()) / 86_400_000);
  return `${counted(total, 'detection')} in ${days.toFixed(0)} d · ${(total / days).toFixed(1)} a day, worst day ${worst}`;
}

/** What the rule did not see, for errors of its own. */
function blindness(errors: Hunted['ruleErrors']): Styled {
  if (errors === undefined) return [];
  if (errors instanceof ApiError) {
    const why = `    whether the rule had errors is not known: ${errors.message}`;
    return [line(say(why, 'warning')), ...hints(errors)];
  }
  const [last] = errors;
  if (last === undefined) return [];
  const count = counted(errors.length, 'error');
  return [line(say(`    ${count} of the rule, incomplete: ${last.text}`, 'warning'))];
}

/** An error in words, below the row that it is about. */
function reasons(error: ApiError | undefined): Styled {
  if (error === undefined) return [];
  return [line(say(`    ${error.message}`, 'error')), ...hints(error)];
}

/** What to do about it. */
function hints({ hint }: ApiError): Styled {
  return hint === undefined ? [] : [line(say(`    ${hint}`, 'faint'))];
}
