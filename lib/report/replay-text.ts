import type { ReplayedRule, ReplayResult, ReplaySample } from '../model/replay-result.ts';
import { counted } from '../text.ts';
import { cellCode } from './markdown-escape.ts';
import { EMPTY_LINE, line, say, type Styled } from './styled.ts';

/** Lines that are named; the others are only counted. */
const NAMED = 10;

/** Rules with what they found, for a terminal: the loudest last, where the eye is. */
export function replayText(result: ReplayResult): Styled {
  const rules = byLoudness(result.rules);
  return [
    ...rules.flatMap(ruleLines),
    ...(rules.length === 0 ? [] : [EMPTY_LINE]),
    ...problemLines(result),
    line(say(replaySentence(result), 'strong')),
  ];
}

/** `1,204 events of 2 files: 31 detections of 3 of 16 rules`. */
export function replaySentence({ files, events, repeated, rules }: ReplayResult): string {
  const total = rules.reduce((sum, one) => sum + one.detections, 0);
  const finding = rules.filter(({ detections }) => detections > 0).length;
  const failed = rules.filter(ruleFailed).length;
  const twice = repeated === 0 ? '' : ` (${repeated.toLocaleString('en-US')} of them twice)`;
  const broken = failed === 0 ? '' : `; ${counted(failed, 'rule')} did not run`;
  return `${counted(events, 'event')}${twice} of ${counted(files.length, 'file')}: ${counted(total, 'detection')} of ${finding} of ${counted(rules.length, 'rule')}${broken}`;
}

/** Whether a rule gave no answer. */
export function ruleFailed({ complaints, error }: ReplayedRule): boolean {
  return complaints.length > 0 || error !== undefined;
}

function byLoudness(rules: readonly ReplayedRule[]): readonly ReplayedRule[] {
  return rules.toSorted((a, b) => a.detections - b.detections);
}

function ruleLines(rule: ReplayedRule): Styled {
  const { name, complaints, error, detections, days, uncounted, samples } = rule;
  if (ruleFailed(rule)) {
    return [
      line(say('  did not run  ', 'error'), say(name)),
      ...complaints.map(({ id, path, line: row, column, message }) =>
        line(say(`      ${path}:${row}:${column}: ${id}: ${message}`)),
      ),
      ...(error === undefined ? [] : [line(say(`      ${error}`))]),
    ];
  }
  const head = [say(detections.toLocaleString('en-US').padStart(13)), say(`  ${name}`, 'strong')];
  if (detections === 0) return [line(...head)];
  const left =
    uncounted === 0 ? '' : `, and ${uncounted.toLocaleString('en-US')} that are not counted by day`;
  return [
    line(...head),
    line(
      say(
        `      by day: ${days.map(({ day, detections: count }) => `${day} ${count}`).join(', ')}${left}`,
        'faint',
      ),
    ),
    ...samples.map((one) => line(say(`      ${sampleWords(one)}`, 'faint'))),
  ];
}

function sampleWords({ time, match, outcomes }: ReplaySample): string {
  const fields = [...match, ...outcomes].map(({ key, value }) => `${key} "${value}"`);
  return [time.toISOString(), ...fields].join('  ');
}

function problemLines({ counts, problems }: ReplayResult): Styled {
  const total = counts.malformed + counts['wrong-type'] + counts['no-time'];
  if (total === 0) return [];
  const named = problems.slice(0, NAMED);
  const more = total - named.length;
  const kinds = [
    ...(counts.malformed === 0 ? [] : [`${counted(counts.malformed, 'line')} left out`]),
    ...(counts['wrong-type'] === 0
      ? []
      : [`${counted(counts['wrong-type'], 'value')} of a wrong type, read as if not there`]),
    ...(counts['no-time'] === 0 ? [] : [`${counted(counts['no-time'], 'event')} without a time`]),
  ];
  return [
    line(say(kinds.join('; '), 'warning')),
    ...named.map(({ path, line: row, message }) =>
      line(say(`  ${path}${row === 0 ? '' : `:${row}`}: ${message}`)),
    ),
    ...(more === 0 ? [] : [line(say(`  and ${more.toLocaleString('en-US')} more`, 'faint'))]),
    EMPTY_LINE,
  ];
}

/** The same as Markdown: a table of rules, the loudest first, and what was wrong with the input. */
export function replayMarkdown(result: ReplayResult): string {
  const rows = byLoudness(result.rules).toReversed();
  const bad = problemLines(result).map((one) =>
    one
      .map(({ text }) => text)
      .join('')
      .trim(),
  );
  return [
    `### ${replaySentence(result)}`,
    '',
    '| Rule | Detections | Worst day | Days |',
    '| --- | ---: | ---: | ---: |',
    ...rows.map((rule) => {
      const worst = Math.max(0, ...rule.days.map(({ detections }) => detections));
      const count = ruleFailed(rule) ? 'did not run' : rule.detections.toLocaleString('en-US');
      return `| ${cellCode(rule.name)} | ${count} | ${worst} | ${rule.days.length} |`;
    }),
    ...(bad.length === 0
      ? []
      : ['', ...bad.filter((one) => one !== '').map((one) => `- ${cellCode(one)}`)]),
    '',
  ].join('\n');
}

/** The same as JSON, version 1; keys may be added. */
export function replayJson(result: ReplayResult, chron: string): string {
  const rules = result.rules.map((rule) => ({
    ...rule,
    complaints: rule.complaints.map(({ id, path, line: row, column, message }) => ({
      id,
      path,
      line: row,
      column,
      message,
    })),
  }));
  return `${JSON.stringify({ version: 1, chron, ...result, rules }, null, 2)}\n`;
}
