import { execFile, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import type { Ran } from '../../helpers/chron.ts';
import { testRepository, type TestRepository } from '../../helpers/repository.ts';
import { summaries, type Summary } from '../../helpers/summary.ts';
import { GIVEN } from './given.ts';
import { aFile, textOf } from './story.ts';

const CHRON = fileURLToPath(new URL('../../../dist/chron.js', import.meta.url));
const DOCS = fileURLToPath(new URL('../../../docs/emulator.md', import.meta.url));

/** A command in a process of its own. */
function run(file: string, words: readonly string[], cwd: string): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(file, words, { cwd, encoding: 'utf8' }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });
}

async function planned(repository: TestRepository, ...words: readonly string[]): Promise<Summary> {
  const all = [CHRON, ...words, '--env', 'local', '--format', 'json'];
  const [summary] = summaries(await run(process.execPath, all, repository.root));
  if (summary === undefined) throw new Error('no plan came out');
  return summary;
}

/** `chron emulate` as a process; it ends with the test, or as if by Ctrl-C. */
async function emulate({
  root,
}: TestRepository): Promise<{ url: string; end: () => Promise<void> }> {
  expect(existsSync(CHRON), 'npm run build makes dist/chron.js').toBe(true);
  const child = spawn(process.execPath, [CHRON, 'emulate', '--env', 'local'], { cwd: root });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [url] = await once(createInterface({ input: child.stdout }), 'line');
  return {
    url: String(url),
    end: async () => {
      const exit = once(child, 'exit');
      child.kill('SIGINT');
      expect(await exit).toEqual([0, null]);
    },
  };
}

/** Lines of a shell, as somebody would type them; stops at the first that goes wrong. */
async function shell(lines: string, repository: TestRepository, url: string): Promise<string> {
  const { code, out, err } = await run(
    'bash',
    ['-euo', 'pipefail', '-c', `SECOPS=${url}\n${lines}`],
    repository.root,
  );
  expect(code, err).toBe(0);
  expect(out).not.toContain('"error"');
  return out;
}

/** The id of the rule that has a name, as a shell function. */
const RULE_NAMED = `rule() { curl -s "$SECOPS/v2/detect/rules?state=ALL" |
  node -e 'const all = JSON.parse(require("fs").readFileSync(0)).rules; console.log(all.find((one) => one.ruleName === process.argv[1]).ruleId)' "$1"; }`;

/** What is typed for each edit in the console, and what the next plan holds of it. */
const EDITS: readonly (readonly [typed: string, held: readonly string[]])[] = [
  [
    'curl -sf -X POST $SECOPS/v2/detect/rules/$(rule off):disableLiveRule',
    ['off changed-outside: enabled on/on/off'],
  ],
  [
    'curl -sf $SECOPS/v2/detect/rules/$(rule alpha):createVersion --data-urlencode rule_text@edited.yaral',
    ['alpha changed-outside: text'],
  ],
  [
    'curl -sf $SECOPS/v2/detect/rules/$(rule back):createVersion --data-urlencode rule_text@older.yaral',
    ['back changed-outside: text'],
  ],
  [
    'curl -sf -X POST $SECOPS/v2/detect/rules/$(rule gone):disableLiveRule; curl -sf -X POST $SECOPS/v2/detect/rules/$(rule gone):archive',
    ['gone changed-outside: archived off/off/on'],
  ],
  [
    `curl -sf -X PATCH "$SECOPS/v2/lists?update_mask=list.lines" -d '{"name": "watched", "lines": ["alice", "bob"]}'`,
    ['%watched changed-outside: content'],
  ],
  ['curl -sf $SECOPS/v2/detect/rules --data-urlencode rule_text@created.yaral', []],
  [
    'curl -sf -X DELETE $SECOPS/v2/detect/rules/$(rule deleted)',
    ['deleted deleted-outside: exists on/on/off'],
  ],
  [
    'curl -sf -X POST $SECOPS/v2/detect/rules/$(rule beta):disableAlerting',
    ['beta changed-outside: alerting on/on/off'],
  ],
];

it('holds whatever curl does to a running chron emulate, and nothing else', async () => {
  const repository = await testRepository({
    ...GIVEN.files,
    ...Object.assign({}, ...['off', 'back', 'gone', 'deleted'].map((name) => aFile(name))),
  });
  const first = await emulate(repository);
  expect(await planned(repository, 'apply', '--yes')).toMatchObject({ exit: 0 });
  repository.write('rules/family/back.yaral', textOf('back', { threshold: 2 }));
  repository.commit('newer');
  expect(await planned(repository, 'apply', '--yes')).toMatchObject({ exit: 0 });
  repository.write('edited.yaral', textOf('alpha', { threshold: 9 }));
  repository.write('older.yaral', textOf('back'));
  repository.write('created.yaral', textOf('created'));

  let held: readonly string[] = [];
  for (const [typed, more] of EDITS) {
    await shell(`${RULE_NAMED}\n${typed}`, repository, first.url);
    held = [...held, ...more].toSorted();
    expect(await planned(repository, 'plan', '--detailed-exitcode'), typed).toMatchObject({
      exit: 4,
      changes: [],
      held,
      notices: [],
    });
  }

  // The state survives the end of the emulator, and a plan that has to start one of its own.
  await first.end();
  const kept = await planned(repository, 'plan');
  expect(kept).toEqual({ exit: 4, changes: [], held, notices: [], unmanaged: ['created'] });
  const second = await emulate(repository);
  expect(await planned(repository, 'apply', '--yes')).toEqual(kept);
  await shell(
    `curl -sf -X PATCH "$SECOPS/v2/lists?update_mask=list.lines" -d '{"name": "chron_applied", "lines": []}'`,
    repository,
    second.url,
  );
  // What git history knows is ours again; for all else somebody must say what is meant.
  expect(await planned(repository, 'plan')).toEqual({
    exit: 4,
    changes: ['add-version back', 'create-rule deleted', 'set-enabled deleted on'],
    held: [
      '[%watched somebody-elses: content]',
      '[alpha somebody-elses: text]',
      '[beta first-contact: alerting –/on/off]',
      '[gone first-contact: archived –/off/on]',
      '[off first-contact: enabled –/on/off]',
    ],
    notices: ['first-contact'],
    unmanaged: ['created'],
  });
  await second.end();
});

it('answers every line of docs/emulator.md', async () => {
  const repository = await testRepository(GIVEN.files);
  const emulator = await emulate(repository);
  repository.write('demo.yaral', textOf('demo', { lists: ['watched'] }));
  const [, typed = ''] =
    /^## Talk to it\n+```\nSECOPS=\S+\n([^]*?)^```$/m.exec(readFileSync(DOCS, 'utf8')) ?? [];
  expect(typed).toContain('curl -X DELETE');
  const said = await shell(typed, repository, emulator.url);
  expect(said).toContain('"ruleName": "demo"');
  expect(await shell('curl -s "$SECOPS/v2/detect/rules?state=ALL"', repository, emulator.url)).toBe(
    '{}',
  );
  await emulator.end();
});
