import { hash } from 'node:crypto';
import type { Cache } from '../ports/keep.ts';
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
  /** Keeps what was asked for or added, where something of it is new. */
  save(): Promise<void>;
}

/** Raised whenever `readHeader` gives another head for a text that it takes. */
const READER = 1;
const KEY = `rule-heads-${READER}`;
/** A file of many more heads takes longer to read than it saves. */
const MOST = 20_000;

/** Opens the heads that were kept. A broken entry is one that is not known. */
export async function openKnownHeads(cache: Cache): Promise<KnownHeads> {
  const kept = entriesOf(await cache.read(KEY));
  const used = new Map<string, readonly [id: string, head: RuleHead]>();
  let news = false;
  return {
    get: (text) => {
      const seen = used.get(text);
      if (seen !== undefined || kept.size === 0) return seen?.[1];
      const id = idOf(text);
      const head = headFrom(kept.get(id), text);
      if (head !== undefined) used.set(text, [id, head]);
      return head;
    },
    add: (text, head) => {
      used.set(text, [idOf(text), head]);
      news = true;
    },
    save: async () => {
      if (!news || used.size > MOST) return;
      news = false;
      await cache.write(
        KEY,
        [...used.values()].map(([id, { name, nameSpan, meta, multiEvent, lists }]) => [
          id,
          { name, nameSpan, meta: [...meta], multiEvent, lists },
        ]),
      );
    },
  };
}

function idOf(text: string): string {
  return hash('sha256', text, 'base64');
}

function entriesOf(value: unknown): ReadonlyMap<string, unknown> {
  if (!Array.isArray(value)) return new Map();
  return new Map(value.filter(isPair));
}

/** A kept head, if it is one and fits the text: its name stands where it says. */
function headFrom(value: unknown, text: string): RuleHead | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { name, nameSpan, meta, multiEvent, lists } = value as Partial<
    Record<keyof RuleHead, unknown>
  >;
  if (typeof name !== 'string' || typeof multiEvent !== 'boolean' || !isSpan(nameSpan)) {
    return undefined;
  }
  if (!Array.isArray(meta) || !meta.every(isTexts) || !isTexts(lists)) return undefined;
  if (text.slice(nameSpan.start, nameSpan.end) !== name) return undefined;
  const pairs = meta.map(([key = '', word = '']) => [key, word] as const);
  return { name, nameSpan, meta: new Map(pairs), multiEvent, lists };
}

function isPair(value: unknown): value is [string, unknown] {
  return Array.isArray(value) && typeof value[0] === 'string';
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

function isSpan(value: unknown): value is RuleHead['nameSpan'] {
  if (typeof value !== 'object' || value === null) return false;
  const { start, end } = value as { readonly start?: unknown; readonly end?: unknown };
  return typeof start === 'number' && typeof end === 'number';
}
