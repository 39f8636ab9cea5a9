import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { TOP } from './top.ts';

/** A repository as a large team has it after years. */
export interface ManyRules {
  readonly folder: string;
  /** The text that each rule had after so many steps; the last step is HEAD. */
  textsAt(step: number): readonly string[];
  /** The commit of a step. */
  commitOf(step: number): string;
  readonly steps: number;
}

export const RULES = 1000;
export const COMMITS = 10_000;
const FAMILIES = 20;
/** Every so many steps the change comes by a merge, which is a commit more. */
const MERGE_EVERY = 40;
/** Every so many steps the changed rule moves to another family. Prime to 1,000, so that it is not always the same rule. */
const MOVE_EVERY = 249;
const RULE_BYTES = 3000;

const ENVIRONMENT = `api: backstory
region: europe
credentials: { ambient: true }
tier: enterprise-plus
gate: off
deployment:
  - { enabled: true, alerting: false }
safety: { maxChanged: 100% }
`;

/** Makes 1,000 rules of some 3 KB out of those that chron ships, and 10,000 commits that each changed one of them. */
export async function makeManyRules(folder: string): Promise<ManyRules> {
  const write = templates();
  const steps = stepsFor(COMMITS);
  const marks = join(folder, '..', 'marks');
  mkdirSync(folder, { recursive: true });
  git(folder, ['init', '--quiet', '--initial-branch=main']);
  git(
    folder,
    ['fast-import', '--quiet', '--done', `--export-marks=${marks}`],
    streamOf(write, steps),
  );
  git(folder, ['reset', '--quiet', '--hard', 'main']);
  const ids = new Map(
    readFileSync(marks, 'utf8')
      .split('\n')
      .map((line) => line.slice(1).split(' '))
      .map(([mark, id]) => [Number(mark), id ?? '']),
  );
  return {
    folder,
    steps,
    textsAt: (step) =>
      Array.from({ length: RULES }, (_, rule) => write(rule, lastChange(rule, step))),
    commitOf: (step) => {
      const id = ids.get(step + 1);
      if (id === undefined) throw new Error(`step ${step} has no commit`);
      return id;
    },
  };
}

/** Steps that make so many commits: one a step, and one more for each merge. */
function stepsFor(commits: number): number {
  let made = 1;
  let step = 0;
  while (made < commits) {
    step += 1;
    made += step % MERGE_EVERY === 0 ? 2 : 1;
  }
  return step;
}

/** The step, at or before the given one, that changed a rule last; 0 is the first commit. */
function lastChange(rule: number, step: number): number {
  const last = step - ((((step - rule) % RULES) + RULES) % RULES);
  return last <= 0 ? 0 : last;
}

type Write = (rule: number, revision: number) => string;

/** Writes the text of rule number so-and-so at a revision. At most a third of the rules look at several events. */
function templates(): Write {
  const files = readdirSync(join(TOP, 'rules'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yaral'))
    .toSorted();
  const shipped = files.map((path) => ({
    name: basename(path, '.yaral'),
    text: readFileSync(join(TOP, 'rules', path), 'utf8'),
  }));
  const many = shipped.filter(({ text }) => /^\s*match:/m.test(text));
  const single = shipped.filter((one) => !many.includes(one));
  return (rule, revision) => {
    const kind = rule % 3 === 0 ? many : single;
    const template = kind[Math.floor(rule / 3) % kind.length];
    if (template === undefined) throw new Error('there are no shipped rules to make others of');
    const text = template.text
      .replaceAll(template.name, nameOf(rule))
      .replace(/rule_id = "[^"]*"/, `rule_id = "mr_bench_${rule}"`)
      .replace(/description = "/, `description = "(revision ${revision}) `);
    return `${padding(rule, RULE_BYTES - text.length)}${text}`;
  };
}

/** Comment lines, as many as are missing. */
function padding(rule: number, bytes: number): string {
  let text = '';
  for (let line = 0; text.length < bytes; line += 1)
    text += `// Note ${line} of rule ${rule}: reviewed with the team that owns the log source.\n`;
  return text;
}

function nameOf(rule: number): string {
  return `bench_rule_${String(rule).padStart(4, '0')}`;
}

/** The history as `git fast-import` takes it. Commits of the main line have the mark of their step + 1. */
function streamOf(write: Write, steps: number): string {
  const out: string[] = [];
  const families = Array.from({ length: RULES }, (_, rule) => rule % FAMILIES);
  const path = (rule: number): string => `rules/family_${families[rule]}/${nameOf(rule)}.yaral`;
  const put = (rule: number, step: number): void => {
    const text = write(rule, step);
    out.push(`M 100644 inline ${path(rule)}\ndata ${Buffer.byteLength(text)}\n${text}`);
  };
  const commit = (branch: string, step: number, mark?: number): void => {
    const message = `change ${step}`;
    out.push(
      `commit refs/heads/${branch}`,
      ...(mark === undefined ? [] : [`mark :${mark}`]),
      `committer Ada Example <ada@example.com> ${1_600_000_000 + 3600 * step} +0000`,
      `data ${message.length}\n${message}`,
    );
  };

  commit('main', 0, 1);
  for (let rule = 0; rule < RULES; rule += 1) put(rule, 0);
  for (const [target, text] of fixedFiles())
    out.push(`M 100644 inline ${target}\ndata ${Buffer.byteLength(text)}\n${text}`);
  for (let step = 1; step <= steps; step += 1) {
    const rule = step % RULES;
    const merged = step % MERGE_EVERY === 0;
    if (merged) {
      commit('topic', step);
      out.push(`from :${step}`);
      put(rule, step);
      commit('main', step, step + 1);
      out.push('merge refs/heads/topic');
      put(rule, step);
      continue;
    }
    commit('main', step, step + 1);
    if (step % MOVE_EVERY === 0) {
      out.push(`D ${path(rule)}`);
      families[rule] = ((families[rule] ?? 0) + 1) % FAMILIES;
    }
    put(rule, step);
  }
  return `${out.join('\n')}\ndone\n`;
}

/** What no step changes: the environment, and the lists that the shipped rules name. */
function fixedFiles(): readonly (readonly [path: string, text: string])[] {
  const lists = readdirSync(join(TOP, 'rules/lists'));
  return [
    ['environments/bench.yaml', ENVIRONMENT],
    ...lists.map(
      (name) =>
        [`rules/lists/${name}`, readFileSync(join(TOP, 'rules/lists', name), 'utf8')] as const,
    ),
  ];
}

/** A git repository with the rules and environments that chron ships, in one commit. */
export function makeShipped(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const name of ['rules', 'environments'])
    cpSync(join(TOP, name), join(folder, name), { recursive: true });
  writeFileSync(join(folder, '.gitignore'), '.chron/\n');
  git(folder, ['init', '--quiet', '--initial-branch=main']);
  git(folder, ['add', '--all']);
  git(folder, ['commit', '--quiet', '--message', 'the shipped rules']);
}

/** Runs git with an identity of its own and no settings of the machine; gives stdout without its line end. */
export function git(folder: string, args: readonly string[], input?: string): string {
  return execFileSync('git', args, {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    ...(input === undefined ? {} : { input }),
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: 'Ada Example',
      GIT_AUTHOR_EMAIL: 'ada@example.com',
      GIT_COMMITTER_NAME: 'Ada Example',
      GIT_COMMITTER_EMAIL: 'ada@example.com',
      // glibc only: `fast-import` asks for and gives back memory with every file, which some kernels take minutes for.
      MALLOC_TOP_PAD_: String(64 * 1024 * 1024),
    },
  }).replace(/\n$/, '');
}
