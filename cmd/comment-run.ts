import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fieldOf, numberOf, textOf } from '../lib/github/json.ts';
import type { RunLink } from '../lib/report/comment-entry.ts';
import type { Context } from './command.ts';
import { setting } from './settings.ts';

/** What is known of the workflow run that a comment is written in; all of it may be missing at a desk. */
export interface CommentRun {
  readonly token?: string;
  readonly api: string;
  /** `owner/name`. */
  readonly repository?: string;
  /** The pull request, and its newest commit when the run started. */
  readonly pull?: { readonly number: number; readonly head?: string };
  /** The commit of a push. */
  readonly commit?: string;
  /** The run and its attempt. */
  readonly run?: string;
  readonly link?: RunLink;
  /** The file of the step's summary. */
  readonly summary?: string;
}

/** Reads the run from the runner's variables and the event that started it. */
export function commentRun({ cwd, env }: Pick<Context, 'cwd' | 'env'>): CommentRun {
  const token = setting(env, 'GITHUB_TOKEN');
  const repository = setting(env, 'GITHUB_REPOSITORY');
  const commit = setting(env, 'GITHUB_SHA');
  const summary = setting(env, 'GITHUB_STEP_SUMMARY');
  const path = setting(env, 'GITHUB_EVENT_PATH');
  const pull = path === undefined ? undefined : pullOf(readEvent(resolve(cwd, path)));
  const id = setting(env, 'GITHUB_RUN_ID');
  const numbered = id !== undefined && /^\d{1,20}$/.test(id);
  const attempt = setting(env, 'GITHUB_RUN_ATTEMPT') ?? '1';
  const server = setting(env, 'GITHUB_SERVER_URL') ?? 'https://github.com';
  return {
    api: setting(env, 'GITHUB_API_URL') ?? 'https://api.github.com',
    ...(token === undefined ? {} : { token }),
    ...(repository === undefined ? {} : { repository }),
    ...(pull === undefined ? {} : { pull }),
    ...(commit === undefined || !/^[0-9a-f]{40,64}$/.test(commit) ? {} : { commit }),
    ...(numbered && /^\d{1,6}$/.test(attempt) ? { run: `${id}.${attempt}` } : {}),
    ...(numbered && repository !== undefined && /^https?:\/\/[\w.:-]+$/.test(server)
      ? { link: { id, url: `${server}/${repository}/actions/runs/${id}` } }
      : {}),
    ...(summary === undefined ? {} : { summary: resolve(cwd, summary) }),
  };
}

/** The event's JSON; undefined where there is none to be read. */
function readEvent(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as unknown;
  } catch {
    return undefined;
  }
}

function pullOf(event: unknown): CommentRun['pull'] {
  const pull = fieldOf(event, 'pull_request');
  const number = numberOf(fieldOf(pull, 'number'));
  const head = textOf(fieldOf(fieldOf(pull, 'head'), 'sha'));
  return number === undefined || head === undefined ? undefined : { number, head };
}
