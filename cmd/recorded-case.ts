import type { UdmValue } from '../lib/model/detection.ts';
import type { WrittenCase } from '../lib/repo/rule-test-append.ts';
import type { RecordedCase } from '../lib/ruletest/record.ts';
import { counted, visibleLine } from '../lib/text.ts';

/** More detections than this are only counted. */
const MOST_SPELT = 5;

/** A recorded case as its file has it: what each detection must give of match values, and of outcomes that are numbers or truth values. */
export function caseOf(name: string, recorded: RecordedCase): WrittenCase {
  const { events, entities, found, plainOutcomes } = recorded;
  return {
    name,
    events: events.map(({ at, fields }) => ({ at, ...fields })),
    entities,
    expect:
      found.length > MOST_SPELT
        ? found.length
        : found.map(({ match, outcomes }): UdmValue => {
            const plain = outcomes.filter((one) => plainOutcomes.has(one.name));
            return {
              ...(match.length === 0
                ? {}
                : { match: Object.fromEntries(match.map((one) => [one.name, one.text])) }),
              ...(plain.length === 0
                ? {}
                : {
                    outcomes: Object.fromEntries(plain.map((one) => [one.name, scalar(one.text)])),
                  }),
            };
          }),
  };
}

function scalar(text: string): string | number | boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^-?\d{1,15}$/.test(text) ? Number(text) : text;
}

/** A text of the case that is longer is cut where it is said. */
const MOST_SAID = 100;
const MOST_LINES = 20;

/** What was recorded, for the person who will commit it. */
export function said(name: string, path: string, { events, found, left }: RecordedCase): string {
  const lines = [
    `added "${visibleLine(name)}" to ${path}: ${counted(events.length, 'event')}, ${counted(found.length, 'detection')}`,
  ];
  if (left.length > 0) {
    lines.push('of these texts the rule tests what is left; look at them before you commit:');
    for (const one of left.slice(0, MOST_LINES)) {
      const text = visibleLine(one.text);
      const cut = text.length > MOST_SAID ? `${text.slice(0, MOST_SAID)}…` : text;
      lines.push(`  ${one.path}  ${JSON.stringify(cut)}`);
    }
    if (left.length > MOST_LINES) lines.push(`  and ${left.length - MOST_LINES} more`);
  }
  return `${lines.join('\n')}\n`;
}
