import type { NoiseReport } from '../../lib/model/noise-report.ts';
import { detected, FACTS, measuredRule, POLICY } from './noise-reports.ts';

/** A report in which every word that a stranger can choose is this one. */
export function hostileReport(word: string): NoiseReport {
  const found = (user: string) => [
    detected(5, user, {
      ruleName: word,
      matches: [{ key: word, value: user }],
      outcomes: [{ key: word, value: word }],
      samples: [{ label: word, events: [{ metadata: { eventType: word } }], entities: [] }],
    }),
  ];
  const until = new Date('2026-10-01T00:00:00Z');
  const policy = {
    ...POLICY,
    maxPerDay: { default: 0 },
    accept: [{ rule: word, text: 'a'.repeat(64), reason: word, until }],
  };
  const logTypes = [{ logType: word, events: 'none' } as const];
  const facts = { path: word, severity: word, techniques: [word], what: word };
  return {
    ...FACTS,
    environment: word,
    chron: word,
    identity: word,
    git: { commit: '3f9c2e1d5a7b', branch: word, dirty: true },
    rules: [
      measuredRule(word, {
        ...facts,
        policy,
        before: `rule x {\n${word}\n\t${word}\n}\n`,
        after: `rule x {\n${word}x\n${word}\n}\n`,
        was: [...found(`${word}1`), ...found(word)],
        is: [...found(`${word}2`), ...found(word)],
        measurement: { gaps: [{ kind: 'page-lost', of: 'before', detail: word }], logTypes },
      }),
      measuredRule(word, {
        ...facts,
        measurement: { gaps: [{ kind: 'crashed', of: 'after', detail: word }], logTypes },
      }),
      measuredRule(word, { ...facts, is: [], measurement: { logTypes } }),
      { name: word, ...facts, unmeasured: word },
    ],
  };
}
