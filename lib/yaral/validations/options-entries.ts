import { nearest } from '../../text.ts';
import { sectionOf, type Entry } from '../ast.ts';
import type { CheckContext, Validation } from '../check.ts';
import { secondsOf } from './match-window.ts';

/** What each option takes (yara-l §3.3). */
const OPTIONS: ReadonlyMap<string, Entry['value']['kind']> = new Map([
  ['allow_zero_values', 'boolean'],
  ['suppression_window', 'duration'],
]);

/** Options that are unknown (OPT001), have another value (OPT002), or have no or too much effect (OPT003–OPT005). */
export const checkOptions: Validation = (context) => {
  for (const entry of sectionOf(context.rule, 'options')?.entries ?? []) checkEntry(context, entry);
  const key = context.symbols.outcomes.get('suppression_key');
  if (key !== undefined && sectionOf(context.rule, 'match') !== undefined) {
    context.reporter.report('OPT005', key.variable.span, {});
  }
};

function checkEntry(context: CheckContext, { key, value }: Entry): void {
  const { reporter } = context;
  const kind = OPTIONS.get(key.text);
  if (kind === undefined) {
    const meant = nearest(key.text, OPTIONS.keys());
    reporter.report('OPT001', key.span, { found: key.text, nearest: meant });
  } else if (value.kind !== kind && value.kind !== 'invalid') {
    const { start, end } = value.span;
    const found = reporter.source.text.slice(start, end);
    reporter.report('OPT002', value.span, { key: key.text, found });
  } else if (key.text === 'suppression_window') checkSuppression(context, { key, value });
}

function checkSuppression(
  context: CheckContext,
  { key, value }: Pick<Entry, 'key' | 'value'>,
): void {
  const { rule, symbols, reporter } = context;
  const match = sectionOf(rule, 'match');
  if (match === undefined) {
    const whole = context.whole('suppression_key') && !context.damaged('match');
    const single = symbols.ruleClass === 'single-event';
    if (!single || !whole || symbols.outcomes.has('suppression_key')) return;
    reporter.report('OPT004', key.span, {});
  } else if (match.window !== undefined && value.kind === 'duration') {
    const { length } = match.window;
    if (secondsOf(value) > secondsOf(length)) return;
    reporter.report('OPT003', value.span, { found: value.text, window: length.text });
  }
}
