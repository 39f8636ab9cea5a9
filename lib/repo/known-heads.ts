import { hash } from 'node:crypto';
import type { Cache } from '../ports/keep.ts';
import { compareText } from '../text.ts';
import type { RuleHeader } from '../yaral/header.ts';

/** What of a rule's header is needed where nothing is wrong with its text. */
export type RuleHead = Pick<RuleHeader, 'name' | 'nameSpan' | 'meta' | 'multiEvent' | 'lists'>;

/**
 * Heads of rule texts that nothing is wrong with. Most texts of one commit stand in the next one too, and most of
 * today's stood there yesterday: none of them is cut into tokens again.
 */
export interface KnownHeads {
  get(text: string): RuleHead | undefined;
  add(text: string, head: RuleHead): void;
  /** Whether the whole language was once checked in a text and no error found, with these ids let pass. */
  isSound(text: string, lenient: ReadonlySet<string>): boolean;
  /** Says so of a text whose head is known. */
  addSound(text: string, lenient: ReadonlySet<string>): void;
  /** Keeps what was asked for or added, where something of it is new. */
  save(): Promise<void>;
}

/** A file of many more heads takes longer to read than it saves. */
const MOST = 20_000;

interface Entry {
  readonly id: string;
  readonly head: RuleHead;
  /** Under which ids that are let pass it was found sound. */
  sound: string | undefined;
}

/**
 * Opens what was kept. `language` tells one state of chron's own lexer and checks from another; where there is none,
 * as when the sources run unbuilt, nothing is kept from run to run. A broken entry is one that is not known.
 */
export async function openKnownHeads(
  cache: Cache,
  language: string | undefined,
): Promise<KnownHeads> {
  const key = `rule-heads-${language ?? ''}`;
  const kept = language === undefined ? new Map() : entriesOf(await cache.read(key));
  const used = new Map<string, Entry>();
  let news = false;
  const find = (text: string): Entry | undefined => {
    const seen = used.get(text);
    if (seen !== undefined || kept.size === 0) return seen;
    const entry = entryFrom(kept.get(idOf(text)), text);
    if (entry !== undefined) used.set(text, entry);
    return entry;
  };
  return {
    get: (text) => find(text)?.head,
    add: (text, head) => {
      used.set(text, { id: idOf(text), head, sound: undefined });
      news = true;
    },
    isSound: (text, lenient) => find(text)?.sound === wordOf(lenient),
    addSound: (text, lenient) => {
      const entry = find(text);
      if (entry === undefined) return;
      entry.sound = wordOf(lenient);
      news = true;
    },
    save: async () => {
      if (!news || language === undefined || used.size > MOST) return;
      news = false;
      const entries = [...used.values()].map(({ id, head, sound }) => {
        const { name, nameSpan, meta, multiEvent, lists } = head;
        return { id, name, nameSpan, meta: [...meta], multiEvent, lists, sound };
      });
      await cache.write(key, entries);
    },
  };
}

function wordOf(lenient: ReadonlySet<string>): string {
  return [...lenient].toSorted(compareText).join(' ');
}

function idOf(text: string): string {
  return hash('sha256', text, 'base64');
}

function entriesOf(value: unknown): ReadonlyMap<string, object> {
  if (!Array.isArray(value)) return new Map();
  return new Map(value.filter(hasId).map((entry) => [entry.id, entry]));
}

function hasId(value: unknown): value is { readonly id: string } {
  return (
    typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string'
  );
}

/** A kept entry, if it is one and fits the text: the rule's name stands where it says. */
function entryFrom(value: object | undefined, text: string): Entry | undefined {
  if (value === undefined) return undefined;
  const { id, name, nameSpan, meta, multiEvent, lists, sound } = value as Partial<
    Record<keyof RuleHead | 'id' | 'sound', unknown>
  >;
  if (typeof id !== 'string' || typeof name !== 'string' || typeof multiEvent !== 'boolean') {
    return undefined;
  }
  if (!isSpan(nameSpan) || !isTexts(lists)) return undefined;
  if (!Array.isArray(meta) || !meta.every(isTexts)) return undefined;
  if (text.slice(nameSpan.start, nameSpan.end) !== name) return undefined;
  const pairs = meta.map(([word = '', said = '']) => [word, said] as const);
  const head = { name, nameSpan, meta: new Map(pairs), multiEvent, lists };
  return { id, head, sound: typeof sound === 'string' ? sound : undefined };
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

function isSpan(value: unknown): value is RuleHead['nameSpan'] {
  if (typeof value !== 'object' || value === null) return false;
  const { start, end } = value as { readonly start?: unknown; readonly end?: unknown };
  return typeof start === 'number' && typeof end === 'number';
}
