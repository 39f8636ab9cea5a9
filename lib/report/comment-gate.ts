import type { MachineGated, MachineVerdict } from '../model/machine-plan.ts';
import type { FigureName, VerdictStatus } from '../model/verdict.ts';
import { cellCode, code, LONGEST_CELL, LONGEST_NAME } from './markdown-escape.ts';
import { spanText } from './gate-words.ts';
import { thousands } from './words.ts';

/** What was measured in one environment. */
export interface GateFacts {
  readonly environment: string;
  readonly gated: readonly MachineGated[];
}

const SIGNS: Readonly<Record<VerdictStatus, string>> = {
  pass: '✅',
  warn: '⚠️',
  unproven: '❔',
  fail: '❌',
};

const WORDS: Readonly<Record<VerdictStatus, string>> = {
  pass: 'passed',
  warn: 'passed with a warning',
  unproven: 'could not be measured',
  fail: 'failed',
};

/** Worst first. */
const ORDER: readonly VerdictStatus[] = ['fail', 'unproven', 'warn', 'pass'];
const MOST_ROWS = 40;
/** Rules that are told of above the tables. */
const MOST_ALERTS = 5;

const MEASURES: Readonly<Record<string, string>> = {
  retrohunt: 'retrohunt',
  'test-run-of-both': 'test run of both texts',
  'test-run-after-list': 'test run with the edited list',
};

/** `gate **failed**`: the worst verdict of all environments; empty where nothing was measured. */
export function gateWord(facts: readonly GateFacts[]): string {
  const found = new Set(
    facts.flatMap(({ gated }) => gated.flatMap(({ verdict }) => verdict?.status ?? [])),
  );
  const worst = ORDER.find((status) => found.has(status));
  return worst === undefined ? '' : `gate **${WORDS[worst]}**`;
}

/** What did not pass, and what to do about it; the words of a verdict are the environment's own figures. */
export function gateAlerts(facts: readonly GateFacts[]): readonly string[] {
  const loud = facts.flatMap(({ environment, gated }) =>
    gated.flatMap(({ rule, verdict }) =>
      verdict === undefined || verdict.status === 'pass' || verdict.status === 'warn'
        ? []
        : [{ environment, rule, verdict }],
    ),
  );
  if (loud.length === 0) return [];
  const lines = loud
    .toSorted((one, other) => rank(one.verdict) - rank(other.verdict))
    .slice(0, MOST_ALERTS)
    .map(({ environment, rule, verdict }) => {
      const subject = code(rule, LONGEST_NAME);
      const where = code(environment, LONGEST_NAME);
      const says =
        verdict.status === 'fail'
          ? `is too noisy for ${where}`
          : `could not be measured in ${where}`;
      return `> ${subject} ${says}: ${whyText(verdict, code)}`;
    });
  const more = loud.length - lines.length;
  const [first] = loud;
  return [
    [
      '> [!CAUTION]',
      [
        ...lines,
        ...(more > 0 ? [`> … and ${thousands(more)} more below`] : []),
        ...(first === undefined ? [] : [`> ${acceptText(first.environment)}`]),
      ].join('\n>\n'),
    ].join('\n'),
  ];
}

function acceptText(environment: string): string {
  return `Change the rule, or accept its noise in a reviewed line: ${code(`chron accept RULE --env ${environment} --reason …`)}`;
}

/** One table of what is measured in an environment, the worst first. Empty where nothing is. */
export function gateTable({ environment, gated }: GateFacts): string {
  if (gated.length === 0) return '';
  const rows = gated
    .toSorted((one, other) => rank(one.verdict) - rank(other.verdict))
    .slice(0, MOST_ROWS)
    .map(rowOf);
  const more = gated.length - rows.length;
  return [
    `**Noise in ${code(environment, LONGEST_NAME)}**`,
    ['| | Rule | Measured by | Detections | Gate |', '|---|---|---|---|---|', ...rows].join('\n'),
    ...(more > 0 ? [`… and ${thousands(more)} more, only in the full plan`] : []),
  ].join('\n\n');
}

function rowOf({ rule, measure, verdict, counts }: MachineGated): string {
  const cells =
    verdict === undefined
      ? ['➖', cellCode(rule, LONGEST_NAME), MEASURES[measure] ?? '', '', 'measured by apply']
      : [
          SIGNS[verdict.status],
          cellCode(rule, LONGEST_NAME),
          `${verdict.by === 'retrohunt' ? 'retrohunt' : 'test run'}, ${spanOf(verdict)}`,
          noiseOf(verdict),
          `${WORDS[verdict.status]}${verdict.status === 'pass' ? '' : `: ${whyText(verdict, cellCode)}`}${counts ? '' : '; measured again by apply'}`,
        ];
  return `| ${cells.join(' | ')} |`;
}

/** `118 → 31 · lost 87, gained 0`, or `44 · 3.1 a day`. */
function noiseOf({ figures }: MachineVerdict): string {
  const figure = (name: FigureName): string | undefined => {
    const value = figures.find((one) => one.name === name)?.value;
    return value === undefined ? undefined : numberText(value);
  };
  const [after, before] = [figure('detections'), figure('detections-before')];
  if (after === undefined) return '';
  if (before !== undefined) {
    const [lost = '0', gained = '0'] = [figure('lost'), figure('gained')];
    return `${before} → ${after} · lost ${lost}, gained ${gained}`;
  }
  const perDay = figure('per-day');
  return perDay === undefined ? after : `${after} · ${perDay} a day`;
}

/** Why it is no pass. The sentence is chron's, but names of strangers may stand in it. */
function whyText(
  verdict: MachineVerdict,
  shown: (text: string, longest: number) => string,
): string {
  const { accepted, because, figures } = verdict;
  const over = figures.flatMap(({ name, value, limit }) =>
    limit !== undefined && value > limit && name === 'per-day'
      ? [`${numberText(value)} a day, limit ${numberText(limit)}`]
      : [],
  );
  const words = because === undefined ? over : [shown(because, LONGEST_CELL)];
  return [
    ...words,
    ...(accepted === undefined ? [] : [`accepted: ${shown(accepted.reason, LONGEST_CELL)}`]),
  ].join('; ');
}

function spanOf({ from, to }: MachineVerdict): string {
  return spanText(Date.parse(to) - Date.parse(from));
}

function numberText(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 1 });
}

function rank(verdict: MachineVerdict | undefined): number {
  return verdict === undefined ? ORDER.length : ORDER.indexOf(verdict.status);
}
