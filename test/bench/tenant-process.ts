/**
 * A process of its own that plays the tenants, so that their time and memory are not chron's. Its parent sends what
 * a tenant holds and hears its address; it asks for an address and hears what was called there.
 */
import type { Emulator } from '../../lib/emulator/server.ts';
import { startEmulator } from '../../lib/emulator/server.ts';
import type { ReferenceList } from '../../lib/model/reference-list.ts';
import { MemoryRecords } from '../helpers/records.ts';

/** What a tenant holds when it opens; every rule is enabled. */
export interface Holding {
  readonly rules: readonly string[];
  readonly lists: readonly ReferenceList[];
}

export type Question =
  | { readonly ask: 'open'; readonly holding: Holding }
  | { readonly ask: 'calls'; readonly url: string };

export interface Answer {
  readonly url: string;
  /** Names of the methods, in the order of their calls. */
  readonly calls: readonly string[];
}

const CONTENT_TYPES = {
  string: 'CONTENT_TYPE_DEFAULT_STRING',
  regex: 'REGEX',
  cidr: 'CIDR',
} as const;

const open = new Map<string, Emulator>();

process.on('message', (question: Question) => {
  void answer(question).then((said) => process.send?.(said));
});
// The parent went away.
process.on('disconnect', () => process.exit(0));

async function answer(question: Question): Promise<Answer> {
  switch (question.ask) {
    case 'open': {
      const emulator = await openTenant(question.holding);
      open.set(emulator.url, emulator);
      return { url: emulator.url, calls: [] };
    }
    case 'calls': {
      const { url } = question;
      return { url, calls: open.get(url)?.calls.map(({ operation }) => operation) ?? [] };
    }
  }
}

async function openTenant({ rules, lists }: Holding): Promise<Emulator> {
  const emulator = await startEmulator({
    records: new MemoryRecords(),
    clock: { now: () => new Date(), sleep: () => Promise.resolve() },
    options: { tier: 'enterprise-plus' },
  });
  for (const { name, description, kind, lines } of lists)
    await emulator.console.createList({
      name,
      description,
      lines,
      contentType: CONTENT_TYPES[kind],
    });
  for (const text of rules) await emulator.console.createRule(text);
  return emulator;
}
