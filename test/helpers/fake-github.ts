import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { faultReply, takesEffect, type GitHubFault } from './fake-github-faults.ts';
import {
  answerOf,
  type AskedOfGitHub,
  type FakeState,
  type FakeToken,
  type Reply,
  type SeenIssue,
} from './fake-github-routes.ts';
import { answerFaults, queryFaults, requestFaults, type Operation } from './github-shapes.ts';

/** One request and its answer. */
export interface Exchange {
  readonly operation: Operation | undefined;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
  /** Before a fault made something else of it; undefined where it had no effect. */
  readonly reply: Reply | undefined;
  /** 0 for none. */
  readonly status: number;
}

/** GitHub on a port of this machine, for one repository. */
export interface FakeGitHub {
  readonly url: string;
  readonly repository: string;
  readonly state: FakeState;
  readonly exchanges: readonly Exchange[];
  /** What is wrong with requests and answers, by GitHub's published description. */
  wrong(): readonly string[];
  /** Makes a token; without anything else a workflow's own, which may write. */
  token(given?: Partial<FakeToken>): string;
  /** Opens a pull request; its comments may be given. */
  pull(given?: {
    readonly head?: string;
    readonly merged?: string;
    readonly locked?: boolean;
  }): number;
  /** Somebody writes a comment. */
  comment(pull: number, body: string, login?: string): number;
  /** The bodies of a pull request's comments, oldest first. */
  comments(pull: number): readonly string[];
  /** The issues that are none of a pull request. */
  issues(): readonly SeenIssue[];
  /** The next requests that match fail, one after the other: `POST`, or a part of the path. */
  fail(match: string, ...faults: readonly GitHubFault[]): void;
  /** Forgets the faults that are still to come. */
  forgive(): void;
  /** Resolves when a request is next left without an answer. */
  hung(): Promise<void>;
  close(): Promise<void>;
}

/** The commit of a pull request, where a test does not care. */
export const HEAD = '3f9c2e1d5a7b9c0e2f4a6b8d0c1e3f5a7b9d1c3e';

/** Starts one. Close it, or let `onTestFinished` do so. */
export async function startFakeGitHub(): Promise<FakeGitHub> {
  const state: FakeState = {
    repository: 'acme/rules',
    tokens: new Map(),
    pulls: new Map(),
    comments: [],
    issues: [],
    issuesEnabled: true,
    nextId: 1,
    nextNumber: 1,
  };
  const exchanges: Exchange[] = [];
  const plans: { readonly match: string; readonly faults: GitHubFault[] }[] = [];
  const waiting = new Set<() => void>();

  const server = createServer((request, response) => {
    void handle(request, response).catch(() => response.destroy());
  });
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const asked = await read(request);
    const line = `${asked.method} ${asked.path}`;
    const plan = plans.find(({ match, faults }) => faults.length > 0 && line.includes(match));
    const fault = plan?.faults.shift();
    const effective = fault === undefined || takesEffect(fault);
    const { operation, reply } = effective
      ? answerOf(state, asked)
      : { operation: undefined, reply: { status: 500, json: {} } };
    const sent = fault === undefined ? reply : faultReply(fault, reply);
    exchanges.push({
      operation,
      method: asked.method,
      path: asked.path,
      query: asked.query,
      body: asked.body,
      reply: effective ? reply : undefined,
      status: typeof sent === 'string' ? 0 : sent.status,
    });
    if (sent === 'hang') {
      for (const tell of waiting) tell();
      waiting.clear();
    } else if (sent === 'reset') response.socket?.resetAndDestroy();
    else if (sent === 'half') half(response, reply);
    else send(response, sent);
  };
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;

  return {
    url: `http://127.0.0.1:${port}`,
    repository: state.repository,
    state,
    exchanges,
    wrong: () => exchanges.flatMap(faultsOf),
    token: (given = {}) => {
      const token = `ghs_secret${state.tokens.size}`;
      state.tokens.set(token, {
        login: 'github-actions[bot]',
        app: true,
        pulls: 'write',
        issues: 'write',
        ...given,
      });
      return token;
    },
    pull: ({ head = HEAD, merged, locked = false } = {}) => {
      const number = state.nextNumber;
      state.nextNumber += 1;
      state.pulls.set(number, { number, head, merged, locked });
      return number;
    },
    comment: (pull, body, login = 'octocat') => {
      const id = state.nextId;
      state.nextId += 1;
      state.comments.push({ id, pull, body, login, edits: 0 });
      return id;
    },
    comments: (pull) => state.comments.filter((one) => one.pull === pull).map(({ body }) => body),
    issues: () => state.issues,
    fail: (match, ...faults) => void plans.push({ match, faults: [...faults] }),
    forgive: () => void plans.splice(0),
    hung: () =>
      new Promise((resolve) => {
        waiting.add(resolve);
      }),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

function faultsOf({ operation, query, body, reply }: Exchange): readonly string[] {
  if (operation === undefined || reply === undefined) return [];
  return [
    ...queryFaults(operation, query),
    ...(body === undefined ? [] : requestFaults(operation, body)),
    ...answerFaults(operation, reply.status, reply.json),
  ];
}

async function read(request: IncomingMessage): Promise<AskedOfGitHub> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8');
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const [, token] = /^Bearer (.+)$/.exec(request.headers.authorization ?? '') ?? [];
  return {
    method: request.method ?? '',
    path: pathname,
    query: searchParams,
    body: text === '' ? undefined : (JSON.parse(text) as unknown),
    token,
  };
}

function send(response: ServerResponse, { status, json, headers = {}, html }: Reply): void {
  const type = html === undefined ? 'application/json; charset=utf-8' : 'text/html';
  const body = html ?? (json === undefined ? '' : JSON.stringify(json));
  response.writeHead(status, { 'Content-Type': type, ...headers });
  response.end(status === 204 ? undefined : body);
}

function half(response: ServerResponse, { status, json }: Reply): void {
  const body = Buffer.from(JSON.stringify(json ?? {}));
  response.writeHead(status, { 'Content-Length': body.length + 1 });
  response.write(body.subarray(0, body.length / 2), () => response.socket?.destroy());
}
