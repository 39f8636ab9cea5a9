import type { DurationUnit, Window } from '../yaral/ast.ts';
import type { Span } from '../diagnostics/diagnostic.ts';
import { Unsupported } from './value.ts';

/** How a rule's groups lie in time. Lengths in microseconds (yara-l §4.8). */
export type WindowPlan =
  | { readonly kind: 'event' }
  | { readonly kind: 'tumbling' | 'exact' | 'aligned'; readonly length: bigint }
  | {
      readonly kind: 'sliding';
      readonly length: bigint;
      readonly side: 'before' | 'after';
      readonly pivot: string;
      /** Where the rule names it. */
      readonly at: Span;
    };

export function windowPlan(window: Window | undefined, hop: 'exact' | 'aligned'): WindowPlan {
  if (window === undefined) return { kind: 'event' };
  const length = durationMicros(window.length.amount, window.length.unit);
  if (length <= 0n)
    throw new Unsupported('a window without length', window.span, 'write 1m to 48h');
  const { form, pivot } = window;
  if (form !== 'over') return { kind: 'tumbling', length };
  if (pivot === undefined) return { kind: hop, length };
  const { side, variable } = pivot;
  return { kind: 'sliding', length, side, pivot: variable.name, at: variable.span };
}

export function durationMicros(amount: number, unit: DurationUnit): bigint {
  return BigInt(Math.round(amount * SECONDS[unit])) * 1_000_000n;
}

const SECONDS: Readonly<Record<DurationUnit, number>> = {
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
  mo: 2_592_000,
};
