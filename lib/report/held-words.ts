import type { Fault, FieldDifference, Held, HeldReason } from '../model/plan.ts';
import { onOff } from './change-words.ts';
import { displayName } from './entry.ts';
import type { Sentence } from './words.ts';
import { named, shellWord } from './words.ts';

/** What is said of a reason to hold something back. */
interface ReasonText {
  /** Somebody changed the tenant since the last apply: this is drift. */
  readonly drift: boolean;
  /** Undefined where the heading has said it. */
  readonly why?: string;
  /** What to do where there is nothing to choose between git and the tenant. */
  readonly instead?: string;
}

const REASONS: Readonly<Record<HeldReason, ReasonText>> = {
  'changed-outside': {
    drift: true,
  },
  conflict: {
    drift: true,
    why: 'git has changed it too',
  },
  'deleted-outside': {
    drift: true,
    why: 'deleted, and git still has it',
  },
  'removed-but-edited': {
    drift: true,
    why: 'git has removed it, and it is not what was put there',
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
  'invalid-text': {
    drift: false,
    why: 'its text in git has errors, so it is not sent',
    instead: 'correct its file',
  },
  'name-unreadable': {
    drift: false,
    why: 'seems removed or renamed, but there is a file that cannot be read far enough to tell',
    instead: 'correct that file, or delete it',
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

/** Why it is held, in a few words; undefined where there is no more to say than that it was changed. */
export function heldWhy({ reason }: Pick<Held, 'reason'>): string | undefined {
  return REASONS[reason].why;
}

/** `alerting on → off`: what somebody changed; or `enabled: git on, tenant off` where nobody did. */
export function differenceText(
  { field, wanted, base, live }: FieldDifference,
  held: Pick<Held, 'reason'>,
  becomes: string,
): Sentence {
  if (held.reason === 'list-kind') {
    return ['kind: git ', named(String(wanted)), ', tenant ', named(String(live))];
  }
  switch (field) {
    case 'enabled':
    case 'alerting':
      return isDrift(held)
        ? [`${field} ${onOff(wanted ?? base)} ${becomes} ${onOff(live)}`]
        : [`${field}: git ${onOff(wanted)}, tenant ${onOff(live)}`];
    case 'archived':
      return [live === true ? `active ${becomes} archived` : 'waits to be archived'];
    case 'exists':
      return [live === true ? `absent ${becomes} present` : `present ${becomes} gone`];
    case 'text':
      return [isDrift(held) ? 'text edited' : 'text differs'];
    case 'content':
      return [isDrift(held) ? 'lines edited' : 'lines differ'];
  }
}

/** `rules/a.yaral:7:5: FLD001: …`: an error that an editor can jump to, and what to write instead. */
export function faultText({ path, line, column, id, message, hint }: Fault): Sentence {
  return [
    named(`${path}:${line}:${column}`),
    ` ${id}: `,
    named(message),
    ...(hint === undefined ? [] : ['; ', named(hint)]),
  ];
}

/** The ways out, the careful one first. */
export function settlements(
  held: Held,
  environment: { readonly name: string; readonly path: string },
): readonly Settlement[] {
  const { instead } = REASONS[held.reason];
  if (instead !== undefined) return [{ aim: 'what to do', how: [instead] }];
  const shown = displayName(held.object, held.name);
  return [
    ...waysToKeep(held, environment).map((how) => ({ aim: 'keep it', how })),
    {
      aim: 'let git win',
      how: [
        named(`chron apply --env ${shellWord(environment.name)} --overwrite ${shellWord(shown)}`),
      ],
    },
  ];
}

function waysToKeep(
  { name, liveName = name, reason, differences }: Held,
  environment: { readonly name: string; readonly path: string },
): readonly Sentence[] {
  const has = (...fields: readonly FieldDifference['field'][]): boolean =>
    differences.some(({ field }) => fields.includes(field));
  if (differences.some(({ field, wanted }) => field === 'archived' && wanted === true)) {
    return [['bring its file back in git']];
  }
  if (reason === 'deleted-outside' || has('archived', 'exists'))
    return [['delete its file in git']];
  const flags = differences
    .filter(({ field }) => field === 'enabled' || field === 'alerting')
    .map(({ field, live }) => `${field}: ${live === true ? 'true' : 'false'}`);
  const showLive = (shown: string): Sentence => [
    named(`chron plan --env ${shellWord(environment.name)} --live-text ${shellWord(shown)}`),
  ];
  return [
    ...(has('text') ? [showLive(liveName)] : []),
    ...(has('content') ? [showLive(displayName('list', name))] : []),
    ...(flags.length === 0
      ? []
      : [[`set ${flags.join(', ')} for it in `, named(environment.path)]]),
  ];
}
