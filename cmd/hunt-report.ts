import { ApiError } from '../lib/errors.ts';
import type { Json } from '../lib/report/json-writer.ts';
import { EMPTY_LINE, line, say, type Styled } from '../lib/report/styled.ts';
import { counted } from '../lib/text.ts';
import { EXIT, worstExit, type ExitCode } from './exit.ts';
import { isComplete, type Hunted } from './hunt-result.ts';
import type { HuntReport } from './hunting.ts';

/** What a report ends the command with. */
export function huntExit({ hunted, refused, twins, interrupted }: HuntReport): ExitCode {
  const unmeasured = hunted.some((one) => !isComplete(one));
  return worstExit([
    interrupted ? EXIT.interrupted : EXIT.ok,
    refused.length + twins.length > 0 ? EXIT.refused : EXIT.ok,
    unmeasured ? EXIT.failed : EXIT.ok,
  ]);
}

/** The detections by rule, and what was not measured and why. */
export function huntText(report: HuntReport): Styled {
  const { environment, hunted } = report;
  const width = Math.max(0, ...hunted.map(({ outcome }) => outcome.job.name.length));
  const rows = hunted.flatMap((one) => rowOf(one, width));
  const lines: Styled = [
    line(say(environment, 'strong'), ` · ${counted(hunted.length, 'retrohunt')}`),
    ...rows,
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
      const worst = Math.max(0, ...tally.days.map(({ count }) => count));
      const days = Math.max(1, lengthInDays(outcome.range));
      const mean = (tally.total / days).toFixed(1);
      const figures = `${counted(tally.total, 'detection')} in ${days.toFixed(0)} d · ${mean} a day, worst day ${worst}`;
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

function lengthInDays({ from, to }: { readonly from: Date; readonly to: Date }): number {
  return (to.getTime() - from.getTime()) / 86_400_000;
}

/** The same for machines. */
export function huntJson(report: HuntReport): Json {
  return {
    status: 'hunted',
    environment: report.environment,
    exit: huntExit(report),
    refused: [...report.refused],
    missing: [...report.missing],
    differs: [...report.differs],
    twins: report.twins.map(({ name, ruleIds }) => ({ name, ruleIds: [...ruleIds] })),
    retrohunts: report.hunted.map((one) => {
      const { outcome, tally, ruleErrors, end } = one;
      const error = 'error' in outcome ? outcome.error : undefined;
      const hunt = 'hunt' in outcome ? outcome.hunt : undefined;
      const range = 'range' in outcome ? outcome.range : (hunt?.range ?? outcome.job.range);
      return {
        rule: outcome.job.name,
        ruleId: outcome.job.ruleId,
        versionId: outcome.job.versionId,
        status: end ?? outcome.status,
        from: range.from.toISOString(),
        to: range.to.toISOString(),
        retrohuntId: hunt?.retrohuntId,
        adopted: 'adopted' in outcome ? outcome.adopted : undefined,
        error: error?.message,
        hint: error?.hint,
        detections: tally?.total,
        days: tally?.days.map(({ day, count }) => ({ day, count })),
        cappedDays: tally === undefined ? undefined : [...tally.capped],
        complete: tally === undefined ? undefined : isComplete(one),
        ruleErrors:
          ruleErrors === undefined || ruleErrors instanceof ApiError
            ? undefined
            : ruleErrors.map(({ text, at }) => ({ text, at: at?.toISOString() })),
        unread: ruleErrors instanceof ApiError ? ruleErrors.message : undefined,
      };
    }),
  };
}
