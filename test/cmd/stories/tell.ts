import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect } from 'vitest';
import type { SeenTenant } from '../../helpers/console.ts';
import { openDesk, type Desk, type DeskStart } from '../../helpers/desk.ts';
import type { Summary } from '../../helpers/summary.ts';
import { aFile, deployEntry, environmentOf, type Hands, type Story } from './story.ts';

/** What a tenant was given before a test begins: paths and texts, and earlier texts before those. */
export interface Given {
  readonly files: Readonly<Record<string, string>>;
  readonly was?: Readonly<Record<string, string>>;
  /** What has been done at the desk since. */
  readonly since?: (desk: Desk) => Promise<void>;
}

/** A desk whose tenant was given this. It is made for the first who asks; everybody gets a copy. */
export function deskGiven(given: Given): (start?: DeskStart) => Promise<Desk> {
  let kept: string | undefined;
  afterAll(() => {
    if (kept !== undefined) rmSync(kept, { recursive: true, force: true });
  });
  return async (start = {}) => {
    if (kept === undefined) {
      const folder = mkdtempSync(join(tmpdir(), 'chron-stories-'));
      await give(given, folder);
      kept = folder;
    }
    return openDesk({ ...start, copyOf: kept });
  };
}

/** A desk whose tenant was given all that some stories begin with. */
export function deskOf(stories: readonly Story[]): () => Promise<Desk> {
  const filesOf = (key: 'files' | 'was'): Readonly<Record<string, string>> =>
    Object.fromEntries(stories.flatMap((story) => Object.entries(story[key] ?? {})));
  return deskGiven({
    files: {
      ...aFile('bystander'),
      ...filesOf('files'),
      'environments/local.yaml': environmentOf(stories),
    },
    was: filesOf('was'),
  });
}

async function give({ files, was = {}, since }: Given, folder: string): Promise<void> {
  const desk = await openDesk({ files: { ...files, ...was } });
  const { repository } = desk;
  expect(await desk.apply()).toMatchObject({ exit: 0, held: [], notices: ['first-contact'] });
  if (Object.keys(was).length > 0) {
    for (const [path, text] of Object.entries(files)) repository.write(path, text);
    repository.commit('newer texts');
    expect(await desk.apply()).toMatchObject({ exit: 0, held: [], notices: [] });
  }
  await since?.(desk);
  await desk.close();
  cpSync(repository.root, folder, { recursive: true });
}

/** Lets stories happen at a desk, and commits what they do in git. */
export async function happen(stories: readonly Story[], desk: Desk): Promise<void> {
  const { repository } = desk;
  const hands: Hands = {
    repository,
    console: desk.console(),
    deploy: (entry) => deployEntry(repository, entry),
  };
  for (const story of stories) await story.happens(hands);
  if (repository.git('status', '--porcelain') !== '') repository.commit('what happens in git');
}

/** What stories make a plan say, and the one after it has been applied, in the order of a set. */
export function expectationOf(stories: readonly Story[]): {
  readonly planned: Omit<Summary, 'exit'>;
  readonly settled: Summary;
} {
  const all = (lines: (story: Story) => readonly string[] | undefined): string[] =>
    stories.flatMap((story) => lines(story) ?? []).toSorted();
  const strangers = all(({ unmanaged }) => unmanaged);
  const unmanaged = strangers.length === 0 ? {} : { unmanaged: strangers };
  const held = all((story) => story.heldThen ?? story.held);
  return {
    planned: {
      changes: all(({ changes }) => changes),
      held: all((story) => story.held),
      notices: all(({ notices }) => notices),
      ...unmanaged,
    },
    settled: {
      exit: held.length > 0 ? 4 : 0,
      changes: [],
      held,
      notices: all(({ noticesThen }) => noticesThen),
      ...unmanaged,
    },
  };
}

/** A summary in the same order; that changes come in theirs is a test of its own. */
export function inSetOrder(summary: Summary): Summary {
  return { ...summary, changes: summary.changes.toSorted() };
}

/**
 * Asserts that an apply did what its plan says and nothing else: of every rule and list only the planned fields may
 * differ, so whatever somebody did in the console and git does not want changed is still there.
 */
export function expectOnly(
  changes: readonly string[],
  before: SeenTenant,
  after: SeenTenant,
): void {
  const may = new Map<string, Set<string>>();
  for (const change of changes) {
    const [kind = '', ...words] = change.split(' ');
    const name = words[0] ?? '';
    const fields = may.get(name) ?? new Set();
    may.set(name, fields);
    for (const field of FIELDS[kind] ?? []) fields.add(field);
  }
  for (const [id, rule] of Object.entries(before.rules)) {
    const now = after.rules[id];
    expect(now, `rule ${rule.name} (${id})`).toBeDefined();
    const fields = may.get(rule.name) ?? may.get(now?.name ?? '') ?? new Set();
    const kept = Object.entries(rule).filter(([field]) => !fields.has(field));
    expect(now, `rule ${rule.name}`).toMatchObject(Object.fromEntries(kept));
  }
  const created = Object.entries(after.rules).filter(([id]) => !(id in before.rules));
  expect(created.map(([, { name }]) => `create-rule ${name}`).toSorted()).toEqual(
    changes
      .filter((change) => change.startsWith('create-rule '))
      .map(plainly)
      .toSorted(),
  );
  for (const [name, list] of Object.entries(before.lists)) {
    if (name === 'chron_applied' || may.has(`%${name}`)) continue;
    expect(after.lists[name], `list ${name}`).toEqual(list);
  }
  for (const name of Object.keys(after.lists)) {
    if (name === 'chron_applied' || name in before.lists) continue;
    expect(changes.map(plainly)).toContain(`create-list %${name}`);
  }
}

/** The fields of a rule that each kind of change may change. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  'add-version': ['text', 'versionId'],
  'rename-rule': ['name', 'text', 'versionId'],
  'set-enabled': ['live'],
  'set-alerting': ['alerting'],
  'archive-rule': ['archived'],
  'unarchive-rule': ['archived'],
};

function plainly(change: string): string {
  return change.replace(/ reverts$/, '');
}
