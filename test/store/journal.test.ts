import { lstat, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openJournal } from '../../lib/store/journal.ts';
import type { JournalHeader } from '../../lib/store/journal.ts';
import { verifyJournal } from '../../lib/store/verify-journal.ts';
import { VirtualClock } from '../helpers/clock.ts';
import { tempFolder } from '../helpers/temp.ts';

const header: JournalHeader = {
  environment: 'prod',
  identity: 'chron-prod@acme-sec.iam.gserviceaccount.com',
  chron: '0.1.0',
  repository: 'r'.repeat(40),
  commit: 'c'.repeat(40),
  author: 'Ada <ada@example.org>',
  run: 'https://ci.example.org/runs/7',
  pullRequest: '41',
  reason: 'INC-7 is over',
};

async function written(): Promise<string> {
  const journal = openJournal({ folder: await tempFolder(), header, clock: new VirtualClock() });
  journal.write({ event: 'intent', step: 1, change: 'create-rule', name: 'a' });
  journal.write({ event: 'outcome', step: 1, status: 'done' });
  journal.write({ event: 'note', text: 'zwölf' });
  journal.write({ event: 'end', exit: 0 });
  journal.close();
  return readFile(journal.path, 'utf8');
}

describe('openJournal', () => {
  it('names its file after environment and time, for its owner alone', async () => {
    const folder = await tempFolder();
    const clock = new VirtualClock('2026-01-02T09:30:00.123Z');
    const journals = [1, 2, 3].map(() => openJournal({ folder, header, clock }));
    for (const journal of journals) journal.close();
    expect(await readdir(folder)).toEqual([
      'prod-20260102T093000Z-2.jsonl',
      'prod-20260102T093000Z-3.jsonl',
      'prod-20260102T093000Z.jsonl',
    ]);
    expect((await lstat(journals[0]?.path ?? '')).mode & 0o777).toBe(0o600);
  });

  it('keeps a name from the repository inside its folder', async () => {
    const folder = await tempFolder();
    openJournal({
      folder,
      header: { ...header, environment: '../../x' },
      clock: new VirtualClock(),
    }).close();
    expect(await readdir(folder)).toEqual(['..%2F..%2Fx-20260101T000000Z.jsonl']);
  });

  it('begins with who, what and why', async () => {
    const proof = verifyJournal(await written());
    expect(proof).toMatchObject({
      status: 'whole',
      torn: false,
      lines: [
        { number: 0, event: 'begin', format: 'chron-journal/1', ...header },
        { number: 1, event: 'intent', step: 1, change: 'create-rule', name: 'a' },
        { number: 2, event: 'outcome', status: 'done' },
        { number: 3, event: 'note', text: 'zwölf' },
        { number: 4, event: 'end', exit: 0 },
      ],
    });
  });

  it('does not let a fact take the place of its own', async () => {
    const journal = openJournal({ folder: await tempFolder(), header, clock: new VirtualClock() });
    journal.write({ event: 'note', number: 7, time: 'never', previous: 'x' });
    expect(verifyJournal(await readFile(journal.path, 'utf8'))).toMatchObject({
      status: 'whole',
      lines: [{}, { number: 1, time: '2026-01-01T00:00:00.000Z' }],
    });
  });

  it('throws once it cannot be written, so that nothing is sent', async () => {
    const journal = openJournal({ folder: await tempFolder(), header, clock: new VirtualClock() });
    journal.close();
    expect(() => journal.write({ event: 'intent' })).toThrow('is closed');
  });

  it('refuses a folder that is not there, with advice', async () => {
    const folder = join(await tempFolder(), 'nowhere');
    expect(() => openJournal({ folder, header, clock: new VirtualClock() })).toThrow(
      expect.objectContaining({ name: 'UserError', hint: 'the folder above it does not exist' }),
    );
  });
});

describe('verifyJournal', () => {
  it('takes a last line that the process died in, at every byte of it', async () => {
    const text = await written();
    const start = text.trimEnd().lastIndexOf('\n') + 1;
    for (let cut = start + 1; cut < text.length; cut += 1) {
      const proof = verifyJournal(text.slice(0, cut));
      expect(proof).toMatchObject({ status: 'whole', torn: true });
      expect(proof.status === 'whole' && proof.lines).toHaveLength(4);
    }
  });

  it.each<[title: string, change: (lines: string[]) => string[], line: number]>([
    ['a changed fact', (lines) => lines.with(1, (lines[1] ?? '').replace('"a"', '"b"')), 3],
    ['a line taken out', (lines) => lines.toSpliced(2, 1), 3],
    ['a line put in', (lines) => lines.toSpliced(2, 0, lines[2] ?? ''), 4],
    [
      'two lines changed about',
      (lines) => [lines[0], lines[2], lines[1], ...lines.slice(3)].map(String),
      2,
    ],
    ['a missing header', (lines) => lines.slice(1), 1],
    ['a line that is no JSON', (lines) => lines.with(3, 'x'), 4],
    ['a line that is no object', (lines) => lines.with(3, '7'), 4],
    ['nothing at all', () => [''], 1],
  ])('finds %s', async (_title, change, line) => {
    const lines = (await written()).split('\n');
    expect(verifyJournal(change(lines).join('\n'))).toMatchObject({ status: 'broken', line });
  });
});
