import { sectionOf, type DurationUnit } from '../ast.ts';
import type { Lint } from './lint.ts';

const HOURS: Readonly<Record<DurationUnit, number>> = {
  s: 1 / 3600,
  m: 1 / 60,
  h: 1,
  d: 24,
  w: 168,
  mo: 720,
};

/** Above this a rule with a window is run once a day (chronicle-v1, run frequencies). */
const HOURLY = 48;
/** Above these the checker has reported an error (yara-l §3.3, LIM001, LIM002). */
const MOST = { over: 48, by: 72, every: 72 } as const;

export const longWindow: Lint = {
  id: 'CHR115',
  title: 'a match window above 48 hours',
  severity: 'warning',
  text:
    'A rule with a window of at most 48 hours runs every hour. Above that it runs once a day, so an alert may come a day after ' +
    'its events. If the longer window is needed, say why where you ignore this.',
  bad: '$e.metadata.event_type = "USER_LOGIN"\n$e.target.user.userid = $user\nmatch:\n  $user by 72h',
  good: '$e.metadata.event_type = "USER_LOGIN"\n$e.target.user.userid = $user\nmatch:\n  $user by 48h',
  fixable: false,
  find: ({ rule }) => {
    const window = sectionOf(rule, 'match')?.window;
    if (window === undefined) return [];
    const { form, length } = window;
    const hours = length.amount * HOURS[length.unit];
    if (hours <= HOURLY || hours > MOST[form]) return [];
    return [
      {
        span: length.span,
        message: `with a window of ${length.text} the rule runs once a day instead of every hour`,
        hint: 'use 48h or less',
      },
    ];
  },
};
