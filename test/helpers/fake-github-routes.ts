import { GITHUB_LIMITS } from '../../lib/model/github-limits.ts';
import { shaped, type Operation } from './github-shapes.ts';

/** A token, and what it may do. An app's (a workflow's own) may not ask who it is. */
export interface FakeToken {
  readonly login: string;
  readonly app: boolean;
  readonly pulls: Permission;
  readonly issues: Permission;
}

export type Permission = 'write' | 'read' | 'none';

/** A request as routes see it. */
export interface AskedOfGitHub {
  readonly method: string;
  /** Without its query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly token: string | undefined;
}

/** All that the fake knows. */
export interface FakeState {
  readonly repository: string;
  readonly tokens: Map<string, FakeToken>;
  readonly pulls: Map<number, FakePull>;
  comments: FakeComment[];
  readonly issues: FakeIssue[];
  issuesEnabled: boolean;
  nextId: number;
  nextNumber: number;
}

interface FakePull {
  readonly number: number;
  head: string;
  /** The merge commit; undefined while it is open. */
  merged: string | undefined;
  locked: boolean;
}

interface FakeComment {
  readonly id: number;
  readonly pull: number;
  readonly login: string;
  body: string;
  edits: number;
}

interface FakeIssue {
  readonly number: number;
  readonly login: string;
  readonly title: string;
  body: string;
  state: 'open' | 'closed';
  reason: string | null;
  edits: number;
}

/** An issue as a test looks at it. */
export type SeenIssue = Readonly<FakeIssue>;

export interface Reply {
  readonly status: number;
  readonly json: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly html?: string;
}

interface Call {
  readonly asked: AskedOfGitHub;
  readonly token: FakeToken;
  /** The number or id in the path; the commit. */
  readonly which: string;
}

interface Route {
  readonly operation: Operation;
  readonly path: RegExp;
  readonly needs?: { readonly what: 'pulls' | 'issues'; readonly write: boolean };
  readonly run: (state: FakeState, call: Call) => Reply;
}

const REPO = '/repos/{owner}/{repo}' as const;

const ROUTES: readonly Route[] = [
  {
    operation: 'GET /user',
    path: /^\/user$/,
    run: (_, { token }) =>
      token.app
        ? refusal(403, 'Resource not accessible by integration')
        : { status: 200, json: shaped('public-user', { login: token.login, type: 'User' }) },
  },
  {
    operation: `GET ${REPO}/issues/{issue_number}/comments`,
    path: /^\/issues\/(\d+)\/comments$/,
    needs: { what: 'pulls', write: false },
    run: (state, { asked, which }) => {
      if (!state.pulls.has(Number(which))) return refusal(404, 'Not Found');
      const all = state.comments.filter(({ pull }) => pull === Number(which));
      return { status: 200, json: page(asked, all).map((one) => commentJson(state, one)) };
    },
  },
  {
    operation: `POST ${REPO}/issues/{issue_number}/comments`,
    path: /^\/issues\/(\d+)\/comments$/,
    needs: { what: 'pulls', write: true },
    run: (state, { asked, token, which }) => {
      const pull = state.pulls.get(Number(which));
      if (pull === undefined) return refusal(404, 'Not Found');
      if (pull.locked) return refusal(403, 'Unable to create comment because issue is locked.');
      const body = bodyOf(asked);
      if (body === undefined) return refusal(422, 'Validation Failed');
      const made = { id: state.nextId, pull: pull.number, login: token.login, body, edits: 0 };
      state.nextId += 1;
      state.comments.push(made);
      return { status: 201, json: commentJson(state, made) };
    },
  },
  {
    operation: `PATCH ${REPO}/issues/comments/{comment_id}`,
    path: /^\/issues\/comments\/(\d+)$/,
    needs: { what: 'pulls', write: true },
    run: (state, { asked, which }) => {
      const comment = state.comments.find(({ id }) => id === Number(which));
      const body = bodyOf(asked);
      if (comment === undefined) return refusal(404, 'Not Found');
      if (body === undefined) return refusal(422, 'Validation Failed');
      comment.body = body;
      comment.edits += 1;
      return { status: 200, json: commentJson(state, comment) };
    },
  },
  {
    operation: `DELETE ${REPO}/issues/comments/{comment_id}`,
    path: /^\/issues\/comments\/(\d+)$/,
    needs: { what: 'pulls', write: true },
    run: (state, { which }) => {
      const left = state.comments.filter(({ id }) => id !== Number(which));
      if (left.length === state.comments.length) return refusal(404, 'Not Found');
      state.comments = left;
      return { status: 204, json: undefined };
    },
  },
  {
    operation: `GET ${REPO}/issues`,
    path: /^\/issues$/,
    needs: { what: 'issues', write: false },
    run: (state, { asked }) => {
      if (!state.issuesEnabled) return refusal(410, 'Issues are disabled for this repo');
      const issues = state.issues
        .filter((one) => asked.query.get('state') !== 'open' || one.state === 'open')
        .map((one) => issueJson(state, one));
      const pulls = [...state.pulls.values()]
        .filter(({ merged }) => merged === undefined)
        .map(({ number }) =>
          shaped('issue', {
            number,
            user: userJson('octocat'),
            body: '<!-- chron:drift v1 -->',
            pull_request: { url: '', html_url: '', diff_url: '', patch_url: '' },
          }),
        );
      return { status: 200, json: page(asked, [...pulls, ...issues]) };
    },
  },
  {
    operation: `POST ${REPO}/issues`,
    path: /^\/issues$/,
    needs: { what: 'issues', write: true },
    run: (state, { asked, token }) => {
      if (!state.issuesEnabled) return refusal(410, 'Issues are disabled for this repo');
      const body = bodyOf(asked);
      const title = wordOf(asked, 'title') ?? '';
      if (body === undefined || title === '' || title.length > GITHUB_LIMITS.titleCharacters)
        return refusal(422, 'Validation Failed');
      const number = state.nextNumber;
      state.nextNumber += 1;
      const made: FakeIssue = {
        number,
        login: token.login,
        title,
        body,
        state: 'open',
        reason: null,
        edits: 0,
      };
      state.issues.push(made);
      return { status: 201, json: issueJson(state, made) };
    },
  },
  {
    operation: `PATCH ${REPO}/issues/{issue_number}`,
    path: /^\/issues\/(\d+)$/,
    needs: { what: 'issues', write: true },
    run: (state, { asked, which }) => {
      const issue = state.issues.find(({ number }) => number === Number(which));
      if (issue === undefined) return refusal(404, 'Not Found');
      const body = wordOf(asked, 'body');
      if (body !== undefined && tooLong(body)) return refusal(422, 'body is too long');
      issue.body = body ?? issue.body;
      issue.state = wordOf(asked, 'state') === 'closed' ? 'closed' : issue.state;
      issue.reason = wordOf(asked, 'state_reason') ?? issue.reason;
      issue.edits += 1;
      return { status: 200, json: issueJson(state, issue) };
    },
  },
  {
    operation: `GET ${REPO}/pulls/{pull_number}`,
    path: /^\/pulls\/(\d+)$/,
    needs: { what: 'pulls', write: false },
    run: (state, { which }) => {
      const pull = state.pulls.get(Number(which));
      if (pull === undefined) return refusal(404, 'Not Found');
      return { status: 200, json: pullJson('pull-request', pull) };
    },
  },
  {
    operation: `GET ${REPO}/commits/{commit_sha}/pulls`,
    path: /^\/commits\/([0-9a-f]+)\/pulls$/,
    needs: { what: 'pulls', write: false },
    run: (state, { asked, which }) => {
      const all = [...state.pulls.values()].filter(
        ({ head, merged }) => merged === which || head === which,
      );
      return {
        status: 200,
        json: page(asked, all).map((pull) => pullJson('pull-request-simple', pull)),
      };
    },
  },
];

/** What GitHub would answer, and which operation of its description it is. */
export function answerOf(
  state: FakeState,
  asked: AskedOfGitHub,
): { readonly operation: Operation | undefined; readonly reply: Reply } {
  const token = state.tokens.get(asked.token ?? '');
  const prefix = `/repos/${state.repository}`;
  const path = asked.path.startsWith(prefix) ? asked.path.slice(prefix.length) : asked.path;
  const found = ROUTES.find(
    (route) => route.operation.startsWith(`${asked.method} `) && route.path.test(path),
  );
  const operation = found?.operation;
  if (token === undefined) return { operation, reply: refusal(401, 'Bad credentials') };
  if (found === undefined) return { operation, reply: refusal(404, 'Not Found') };
  const { needs } = found;
  const has: Permission = needs === undefined ? 'write' : token[needs.what];
  if (has === 'none') return { operation, reply: refusal(404, 'Not Found') };
  if (needs?.write === true && has === 'read')
    return { operation, reply: refusal(403, 'Resource not accessible by integration') };
  const which = found.path.exec(path)?.[1] ?? '';
  return { operation, reply: found.run(state, { asked, token, which }) };
}

function page<Item>({ query }: AskedOfGitHub, items: readonly Item[]): readonly Item[] {
  const size = Math.min(GITHUB_LIMITS.pageSize, Number(query.get('per_page') ?? 30));
  const from = (Number(query.get('page') ?? 1) - 1) * size;
  return items.slice(from, from + size);
}

function refusal(status: number, message: string): Reply {
  return { status, json: { message, documentation_url: 'https://docs.github.com/rest' } };
}

/** Undefined for none, an empty one, and one that is too long. */
function bodyOf(asked: AskedOfGitHub): string | undefined {
  const body = wordOf(asked, 'body');
  return body === undefined || body === '' || tooLong(body) ? undefined : body;
}

function wordOf({ body }: AskedOfGitHub, name: string): string | undefined {
  const value: unknown = Object.entries(body ?? {}).find(([key]) => key === name)?.[1];
  return typeof value === 'string' ? value : undefined;
}

function userJson(login: string): unknown {
  return shaped('simple-user', { login, type: login.endsWith('[bot]') ? 'Bot' : 'User' });
}

function commentJson(state: FakeState, { id, body, login, pull }: FakeComment): unknown {
  return shaped('issue-comment', {
    id,
    body,
    user: userJson(login),
    html_url: `https://github.com/${state.repository}/pull/${pull}#issuecomment-${id}`,
  });
}

function issueJson(state: FakeState, issue: FakeIssue): unknown {
  return shaped('issue', {
    number: issue.number,
    title: issue.title,
    body: issue.body,
    state: issue.state,
    state_reason: issue.reason,
    user: userJson(issue.login),
    html_url: `https://github.com/${state.repository}/issues/${issue.number}`,
  });
}

function pullJson(schema: 'pull-request' | 'pull-request-simple', pull: FakePull): unknown {
  const sample = shaped(schema, {
    number: pull.number,
    user: userJson('octocat'),
    merged_at: pull.merged === undefined ? null : '2026-01-02T00:00:00Z',
    merge_commit_sha: pull.merged ?? null,
    locked: pull.locked,
    state: pull.merged === undefined ? 'open' : 'closed',
  });
  return { ...sample, head: { ...Object(sample['head']), sha: pull.head } };
}

/** Characters as GitHub counts them for its limit on bodies. */
function tooLong(body: string): boolean {
  return body.length > GITHUB_LIMITS.bodyCharacters;
}
