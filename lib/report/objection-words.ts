import type { Objection } from '../model/plan.ts';
import type { Sentence } from './words.ts';
import { named, percent, thousands } from './words.ts';

/** A refusal for people: what is over its limit, and what lifts it. */
export interface ObjectionText {
  readonly sentence: Sentence;
  readonly lift: Sentence;
}

/** What an objection says, for every sink. `environmentPath` is where the limits stand. */
export function objectionText(objection: Objection, environmentPath: string): ObjectionText {
  switch (objection.kind) {
    case 'max-changed':
      return share(objection, 'would be changed', 'safety.maxChanged', '--allow-changed');
    case 'max-archived':
      return share(objection, 'would be taken away', 'safety.maxArchived', '--allow-archived');
    case 'quota-enabled':
      return quota(objection, 'enabled rules', environmentPath);
    case 'quota-multi-event':
      return quota(objection, 'enabled multi-event rules', environmentPath);
  }
}

function share(
  { count, of, limit }: Extract<Objection, { readonly of: number }>,
  what: string,
  key: string,
  flag: string,
): ObjectionText {
  return {
    sentence: [
      `${thousands(count)} of ${thousands(of)} managed rules ${what} (${percent(count / of)}); ${key} allows ${percent(limit)}`,
    ],
    lift: ['if that is meant, allow it this once: ', named(`${flag} ${count}`)],
  };
}

function quota(
  { after, limit, tier }: Extract<Objection, { readonly tier: string }>,
  what: string,
  environmentPath: string,
): ObjectionText {
  return {
    sentence: [
      `the tenant would have ${thousands(after)} ${what}; tier ${tier} allows ${thousands(limit)}`,
    ],
    lift: [
      `no flag lifts a quota: turn off ${thousands(after - limit)} or more, or set the right tier in `,
      named(environmentPath),
    ],
  };
}
