import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { ruleText } from '../helpers/builders.ts';
import { TOP } from './top.ts';

/** What became of an emulator under load, and after a kill in the middle of more of it. */
export interface Load {
  readonly seconds: number;
  readonly perSecond: number;
  /** Answers that were no 200. */
  readonly failed: number;
  /** Rules and versions that were answered before the kill and were gone after it. */
  readonly lost: number;
  /** So many writes were answered in all. */
  readonly kept: number;
}

/**
 * So many clients at once share so many requests: of ten, one creates a rule, one adds a version to it, one starts a
 * hunt of it, and seven read. Then they go on until the process is killed, and a new one on the same file is asked for
 * all that was answered.
 */
export async function loadEmulator({
  records,
  clients,
  requests,
}: {
  readonly records: string;
  readonly clients: number;
  readonly requests: number;
}): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const written: Written = { versions: new Set(), hunts: new Set() };
  const first = await startProcess(records);
  const shared = { left: requests, failed: 0 };
  const began = performance.now();
  await Promise.all(
    Array.from({ length: clients }, (_, index) => work(first.url, agent, index, written, shared)),
  );
  const seconds = (performance.now() - began) / 1000;
  const more = { left: requests, failed: 0 };
  const running = Promise.all(
    Array.from({ length: clients }, (_, index) =>
      work(first.url, agent, index, written, more).catch(() => undefined),
    ),
  );
  await untilHalf(more, requests);
  await end(first.child);
  await running;
  agent.destroy();
  const second = await startProcess(records);
  try {
    return {
      seconds,
      perSecond: requests / seconds,
      failed: shared.failed,
      lost: await missing(second.url, written),
      kept: written.versions.size + written.hunts.size,
    };
  } finally {
    await end(second.child);
  }
}

interface Written {
  readonly versions: Set<string>;
  readonly hunts: Set<string>;
}

const RANGE = { startTime: '2026-01-01T00:00:00Z', endTime: '2026-01-15T00:00:00Z' };

/** One client: it goes on until no request is left. */
async function work(
  url: string,
  agent: Agent,
  client: number,
  written: Written,
  shared: { left: number; failed: number },
): Promise<void> {
  let path = '/v2/detect/rules';
  for (let count = 0; shared.left > 0; count += 1) {
    shared.left -= 1;
    const text = { ruleText: ruleText(`r${client}_${count}`) };
    const kind = count % 10;
    const { status, body } =
      kind === 0
        ? await call(url, agent, 'POST', '/v2/detect/rules', text)
        : kind === 1
          ? await call(url, agent, 'POST', `${path}:createVersion`, text)
          : kind === 2
            ? await call(url, agent, 'POST', `${path}:runRetrohunt`, RANGE)
            : await call(url, agent, 'GET', READS[kind % READS.length]?.(path) ?? path);
    if (status !== 200) shared.failed += 1;
    else if (kind < 2) written.versions.add(String(body['versionId']));
    else if (kind === 2) written.hunts.add(`${path}/retrohunts/${String(body['retrohuntId'])}`);
    if (kind === 0) path = `/v2/detect/rules/${String(body['ruleId'])}`;
  }
}

const READS: readonly ((path: string) => string)[] = [
  (path) => path,
  (path) => `${path}:listVersions`,
  (path) => `${path}/detections`,
  () => '/v2/lists',
];

async function missing(url: string, { versions, hunts }: Written): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: 20 });
  const paths = [...[...versions].map((id) => `/v2/detect/rules/${id}`), ...hunts];
  let lost = 0;
  for (let at = 0; at < paths.length; at += 20) {
    const answers = await Promise.all(
      paths.slice(at, at + 20).map((path) => call(url, agent, 'GET', path)),
    );
    lost += answers.filter(({ status }) => status !== 200).length;
  }
  agent.destroy();
  return lost;
}

function call(
  url: string,
  agent: Agent,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ readonly status: number; readonly body: Record<string, unknown> }> {
  return new Promise((resolve, reject) => {
    const asked = request(`${url}${path}`, { method, agent }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('error', reject);
      response.on('end', () => {
        const value: unknown = JSON.parse(text);
        resolve({
          status: response.statusCode ?? 0,
          body: typeof value === 'object' && value !== null ? { ...value } : {},
        });
      });
    });
    asked.on('error', reject);
    asked.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

async function untilHalf(shared: { readonly left: number }, all: number): Promise<void> {
  while (shared.left > all / 2) {
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}

async function startProcess(records: string): Promise<{ url: string; child: ChildProcess }> {
  const script = join(TOP, 'test/bench/emulator-process.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, records], {
    cwd: TOP,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const chunk of child.stdout) return { url: String(chunk).trim(), child };
  throw new Error('the emulator ended before it listened');
}

async function end(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
