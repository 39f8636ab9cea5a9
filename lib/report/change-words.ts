import type { Change } from '../model/plan.ts';
import type { LiveRule, Rule } from '../model/rule.ts';
import { changeClasses, isHarmless } from '../plan/change-class.ts';
import { deedOf, type Entry } from './entry.ts';
import type { Deed } from './symbols.ts';

type FlagChange = Extract<Change, { readonly kind: 'set-enabled' | 'set-alerting' }>;

/** `alerting` or `enabled`: the flag that a change sets. */
export function flagField({ kind }: Pick<FlagChange, 'kind'>): 'enabled' | 'alerting' {
  return kind === 'set-enabled' ? 'enabled' : 'alerting';
}

/** The flags that an entry sets, in the plan's order. */
export function flagsOf({ changes }: Pick<Entry, 'changes'>): readonly FlagChange[] {
  return changes.filter(
    (change): change is FlagChange =>
      change.kind === 'set-enabled' || change.kind === 'set-alerting',
  );
}

/** How a flag stands, in a word. */
export function onOff(value: string | boolean | undefined): string {
  return value === true ? 'on' : 'off';
}

/** What becomes of a rule that lands disabled (a new one, or one from the archive). */
export function landingText(entry: Entry): string {
  const flags = flagsOf(entry).filter(({ value }) => value);
  const alerting = flags.some(({ kind }) => kind === 'set-alerting');
  const enabled = flags.some(({ kind }) => kind === 'set-enabled');
  if (enabled)
    return alerting ? 'will be enabled, and will alert' : 'will be enabled; alerting stays off';
  return alerting ? 'will alert, but stays disabled' : 'stays disabled; alerting stays off';
}

/** What taking a rule away comes to, step by step: `alerting off, disabled, archived`. */
export function removalText(entry: Entry): string {
  const steps = [
    ...flagsOf(entry).map(({ kind }) => (kind === 'set-alerting' ? 'alerting off' : 'disabled')),
    ...(entry.changes.some(({ kind }) => kind === 'archive-rule') ? ['archived'] : []),
  ];
  return steps.join(', then ');
}

/** What a single change does, in the words of an apply's lines. */
export function changeVerb(change: Change): string {
  switch (change.kind) {
    case 'create-rule':
    case 'create-list':
      return 'create';
    case 'add-version':
      return 'new version';
    case 'rename-rule':
      return `rename from ${change.live.name}`;
    case 'set-enabled':
      return change.value ? 'enable' : 'disable';
    case 'set-alerting':
      return change.value ? 'alerting on' : 'alerting off';
    case 'archive-rule':
      return 'archive';
    case 'unarchive-rule':
      return 'unarchive';
    case 'update-list':
      return 'update';
  }
}

/** The deed whose sign a single change's line bears: taking away is one deed, step by step. */
export function changeSign(change: Change): Deed {
  return 'removal' in change && change.removal ? 'archive' : deedOf(change);
}

/** What a new text changes, weightiest first: `logic, severity`; `meta only` where nothing decides over a detection. */
export function classText({
  kind,
  live,
  rule,
}: {
  readonly kind: Change['kind'];
  readonly live: LiveRule;
  readonly rule: Rule;
}): string {
  const classes = changeClasses(live.version.text, rule.text).filter(
    (name) => name !== 'name' || kind !== 'rename-rule',
  );
  const words = classes.join(', ');
  return words !== '' && isHarmless(classes) ? `${words} only` : words;
}
