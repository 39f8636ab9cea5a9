import type { FieldDifference, Held, HeldReason } from '../model/plan.ts';
import { displayName } from './entry.ts';
import type { Sentence } from './words.ts';
import { named, shellWord } from './words.ts';

/** What is said of a reason to hold something back. */
interface ReasonText {
  /** Somebody changed the tenant since the last apply: this is drift. */
  readonly drift: boolean;
  readonly why: string;
  /** What to do where there is nothing to choose between git and the tenant. */
  readonly instead?: string;
}

const REASONS: Readonly<Record<HeldReason, ReasonText>> = {
  'changed-outside': {
    drift: true,
    why: 'changed outside chron; git has not moved',
  },
  conflict: {
    drift: true,
    why: 'changed outside chron, and in git too',
  },
  'deleted-outside': {
    drift: true,
    why: 'deleted outside chron; git still has it',
  },
  'removed-but-edited': {
    drift: true,
    why: 'removed from git, but edited outside chron since the last apply',
  },
  'somebody-elses': {
    drift: false,
    why: 'the tenant already has something else under this name, and it was not put there from this repository',
  },
  'first-contact': {
    drift: false,
    why: 'first contact: nothing tells whether the tenant or git is meant',
  },
  'duplicate-name': {
    drift: false,
    why: 'several live rules have this name, so none of them is touched',
    instead: 'archive all but one of them in the console',
  },
  'text-held': {
    drift: false,
    why: 'may not be turned on while its text is held',
    instead: 'settle its text first',
  },
  'compile-failed': {
    drift: false,
    why: 'may not be turned on: the service no longer compiles its text',
    instead: 'change its text in git so that it compiles',
  },
  'list-kind': {
    drift: false,
    why: 'the kind of a list cannot be changed through the API',
    instead: 'declare it under another name, or give its file the kind that the tenant has',
  },
};

/** A thing to do about it: what it comes to, and how. */
export interface Settlement {
  readonly aim: string;
  readonly how: Sentence;
}

/** A held object counts as drift: the tenant was changed since the last apply. */
export function isDrift({ reason }: Pick<Held, 'reason'>): boolean {
  return REASONS[reason].drift;
}

/** Why it is held, in a few words. */
export function heldWhy({ reason }: Pick<Held, 'reason'>): string {
  return REASONS[reason].why;
}

/** The ways out, the careful one first. */
export function settlements(
  held: Held,
  environment: { readonly name: string; readonly path: string },
): readonly Settlement[] {
  const { instead } = REASONS[held.reason];
  if (instead !== undefined) return [{ aim: 'settle it', how: [instead] }];
  const shown = displayName(held.object, held.name);
  return [
    ...waysToKeep(held, environment).map((how) => ({ aim: 'keep it as it is', how })),
    {
      aim: 'let git win',
      how: [
        named(`chron apply --env ${shellWord(environment.name)} --overwrite ${shellWord(shown)}`),
      ],
    },
  ];
}

function waysToKeep(
  { object, name, reason, differences }: Held,
  environment: { readonly name: string; readonly path: string },
): readonly Sentence[] {
  if (reason === 'deleted-outside') return [['delete its file in git']];
  const ways: Sentence[] = [];
  for (const difference of differences) {
    switch (difference.field) {
      case 'text':
        ways.push([
          'take its text into git: ',
          named(`chron plan --env ${shellWord(environment.name)} --live-text ${shellWord(name)}`),
        ]);
        break;
      case 'content':
        ways.push([object === 'list' ? 'edit the lines of its file to match' : 'edit its file']);
        break;
      case 'enabled':
      case 'alerting':
        ways.push([
          `set ${difference.field}: ${stateWord(difference.live)} for it in `,
          named(environment.path),
        ]);
        break;
      case 'archived':
      case 'exists':
        ways.push(['delete its file in git']);
        break;
    }
  }
  return ways;
}

function stateWord(value: FieldDifference['live']): string {
  return value === true ? 'true' : 'false';
}
