import { keptBody, lasting, stampOf, type KeptText, type Stamp } from '../model/comment-stamp.ts';

/** A text on GitHub that this token wrote and that bears our marker: a comment, or an issue. */
export interface Note {
  /** A comment's id, an issue's number: the lower, the older. */
  readonly id: number;
  readonly author: string;
  readonly body: string;
  /** Where a person reads it. */
  readonly page?: string;
}

/** What is to stand there. */
export interface Wanted {
  readonly kept: KeptText;
  readonly stamp: Stamp;
  /** The text, given the one that stands there. Given its own result it must give the same again. */
  readonly textAfter: (before: string | undefined) => string;
  /** It only takes the place of a text that is there: without one there is nothing to do. */
  readonly onlyOver?: true;
}

/** One step towards exactly one text that says what it should. */
export type Step =
  | { readonly kind: 'create'; readonly body: string }
  | { readonly kind: 'update'; readonly id: number; readonly body: string }
  | { readonly kind: 'remove'; readonly id: number; readonly because: 'twin' | 'settled' }
  /** `newer`: what stands there is of a later commit or run, and stays. */
  | { readonly kind: 'done'; readonly as: 'current' | 'newer' | 'absent'; readonly note?: Note };

/**
 * What to do next, given all of ours that is there: pure, and the same from wherever an answer was lost. The oldest is
 * kept, so that links to it last; it is brought up to date, then its twins go. `head` is the newest commit of the pull
 * request: what is of an older one never goes over it.
 */
export function nextStep(
  own: readonly Note[],
  wanted: Wanted | undefined,
  head: string | undefined,
): Step {
  const notes = own.toSorted((one, other) => one.id - other.id);
  const [keeper, ...twins] = notes;
  if (wanted === undefined) {
    const last = notes.at(-1);
    return last === undefined
      ? { kind: 'done', as: 'absent' }
      : { kind: 'remove', id: last.id, because: last === keeper ? 'settled' : 'twin' };
  }
  const ours = (before: string | undefined): string =>
    keptBody(wanted.kept, wanted.stamp, wanted.textAfter(before));
  if (keeper === undefined) {
    return wanted.onlyOver === true
      ? { kind: 'done', as: 'absent' }
      : { kind: 'create', body: ours(undefined) };
  }
  const newest = newestOf(notes, head);
  const stays = newest !== undefined && outranks(newest.stamp, wanted.stamp, head);
  const body = stays ? newest.note.body : ours(newest?.note.body ?? keeper.body);
  if (lasting(keeper.body) !== lasting(body)) return { kind: 'update', id: keeper.id, body };
  const twin = twins.at(-1);
  if (twin !== undefined) return { kind: 'remove', id: twin.id, because: 'twin' };
  return { kind: 'done', as: stays ? 'newer' : 'current', note: keeper };
}

/** Of ours the one that no other goes before. */
function newestOf(
  notes: readonly Note[],
  head: string | undefined,
): { readonly note: Note; readonly stamp: Stamp } | undefined {
  let newest: { readonly note: Note; readonly stamp: Stamp } | undefined;
  for (const note of notes) {
    const stamp = stampOf(note.body);
    if (stamp === undefined) continue;
    if (newest === undefined || outranks(stamp, newest.stamp, head)) newest = { note, stamp };
  }
  return newest;
}

/**
 * Whether what stands there must stay. The result of a merge is not replaced by a plan; the newest commit goes before
 * others; else the later run does. That a commit is planned once more is no news where its plan stands. A desk has no
 * run, and whoever writes from there means it.
 */
export function outranks(there: Stamp, ours: Stamp, head: string | undefined): boolean {
  const applied = there.kind === 'applied';
  if (applied !== (ours.kind === 'applied')) return applied;
  const told = there.kind === 'plan' || there.kind === 'no-plan';
  if (ours.kind === 'planning' && told && there.head === ours.head) return true;
  if (there.head !== ours.head && head !== undefined && !applied) {
    if (ours.head === head) return false;
    if (there.head === head) return true;
  }
  return later(there.run, ours.run);
}

/** Runs are numbered through a repository; a later attempt of one run is later. */
function later(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  const [run = 0, attempt = 0] = one.split('.').map(Number);
  const [otherRun = 0, otherAttempt = 0] = other.split('.').map(Number);
  return run === otherRun ? attempt > otherAttempt : run > otherRun;
}
