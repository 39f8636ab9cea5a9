import type { Wanted } from '../lib/github/next-step.ts';
import { driftIssue } from '../lib/report/comment-drift.ts';
import { code, LONGEST_CELL } from '../lib/report/markdown-escape.ts';
import { UserError } from '../lib/errors.ts';
import { namesIn, readChecks, readEntries } from './comment-files.ts';
import {
  postComment,
  postIssue,
  summaryRoom,
  writeSummary,
  type Posted,
  type Posting,
} from './comment-post.ts';
import { tellNote } from './comment-note.ts';
import { commentRun, type CommentRun } from './comment-run.ts';
import { bodyOf, sayPosted } from './comment-say.ts';
import { wantedComment } from './comment-text.ts';
import { defineCommand, type Context } from './command.ts';
import { parseDuration } from './duration.ts';
import { EXIT } from './exit.ts';
import { sayLines } from './say.ts';

export const commentCommand = defineCommand({
  name: 'comment',
  words: '',
  summary: 'keep one comment on a pull request with what was planned or applied',
  options: {
    plan: {
      type: 'string',
      array: true,
      describe: 'what plan or apply printed with --format json (and --texts), by name or glob',
      requiresArg: true,
    },
    drift: {
      type: 'string',
      array: true,
      describe: 'the same of plan --drift-only: keep one issue open as long as there is drift',
      requiresArg: true,
    },
    checks: {
      type: 'string',
      describe: 'what chron check --format json printed',
      requiresArg: true,
    },
    environments: {
      type: 'string',
      describe: 'what is to be told of, a JSON list: an environment without a file has no plan',
      requiresArg: true,
    },
    planning: {
      type: 'string',
      describe:
        'say in the comment that is there that these are planned, a JSON list of environments; not those with a --plan',
      requiresArg: true,
    },
    closed: {
      type: 'boolean',
      default: false,
      describe: 'say in the comment that is there that its pull request was closed without a merge',
    },
    exit: {
      type: 'string',
      array: true,
      default: [] as string[],
      describe: 'how chron ended for an environment that left no file: prod=7',
      requiresArg: true,
    },
    'pull-request': {
      type: 'number',
      describe: 'the pull request, where the event does not name it',
      requiresArg: true,
    },
    login: {
      type: 'string',
      describe: "who the token writes as, for an app's token that may not ask: my-app[bot]",
      requiresArg: true,
    },
    'dry-run': { type: 'boolean', default: false, describe: 'print it, and send nothing' },
    verbose: { type: 'boolean', default: false, describe: 'every call to GitHub, on stderr' },
    timeout: {
      type: 'string',
      default: '5m',
      describe: 'give up on GitHub after this long (90s, 5m)',
      requiresArg: true,
    },
  },
  examples: [
    ['chron plan --env prod --format json --texts > prod.json', 'first, one file an environment'],
    ['chron comment --plan prod.json --dry-run', 'see the comment'],
    ["chron comment --plan 'plans/*.json'", 'in a workflow: write it, or change it'],
    ["chron comment --drift 'plans/*.json'", 'open, change or close the issue about drift'],
  ],
  async run(args, context) {
    const note = args.planning !== undefined || args.closed;
    const plans = !note && (args.plan !== undefined || args.exit.length > 0);
    if (args.planning !== undefined && args.closed) {
      throw new UserError('a pull request that was closed is not planned', {
        hint: 'either --planning or --closed',
      });
    }
    if (!note && !plans && args.drift === undefined) {
      throw new UserError('there is nothing to tell: which plans?', {
        hint: "chron comment --plan 'plans/*.json'",
      });
    }
    const run = runOf(context, args['pull-request']);
    const interrupt = new AbortController();
    const forget = context.onInterrupt(() => interrupt.abort(new Error('interrupted')));
    const posting: Posting = {
      context,
      run,
      login: args.login,
      timeoutMs: parseDuration(args.timeout, '--timeout'),
      verbose: args.verbose,
      signal: interrupt.signal,
    };
    try {
      if (note) {
        const { planning, plan = [], 'dry-run': dry } = args;
        await tellNote(posting, { planning, plan, dry });
      }
      if (plans) {
        await tellPlans(posting, {
          plan: args.plan ?? [],
          exit: args.exit,
          environments: args.environments,
          checks: args.checks,
          dry: args['dry-run'],
        });
      }
      if (args.drift !== undefined) {
        await tellDrift(posting, { files: args.drift, dry: args['dry-run'] });
      }
    } finally {
      forget();
    }
    return interrupt.signal.aborted ? EXIT.interrupted : EXIT.ok;
  },
});

function runOf(context: Context, asked: number | undefined): CommentRun {
  const run = commentRun(context);
  if (asked === undefined) return run;
  if (!Number.isSafeInteger(asked) || asked < 1) {
    throw new UserError('--pull-request takes the number of a pull request, and is not one', {
      hint: '--pull-request 12',
    });
  }
  const { pull } = run;
  return { ...run, pull: pull?.number === asked ? pull : { number: asked } };
}

interface Telling {
  readonly plan: readonly string[];
  readonly exit: readonly string[];
  readonly environments: string | undefined;
  readonly checks: string | undefined;
  readonly dry: boolean;
}

async function tellPlans(
  posting: Posting,
  { plan, exit, environments, checks, dry }: Telling,
): Promise<void> {
  const { context, run } = posting;
  const wantedNames = environments === undefined ? [] : namesIn('--environments', environments);
  const { entries, unread } = readEntries(context.cwd, plan, exit, wantedNames);
  for (const words of unread) sayLines(context, `comment: left out: ${words}`);
  if (entries.length === 0 && run.pull === undefined) {
    sayLines(context, 'comment: there is nothing to tell: no plan, no apply, no pull request');
    return;
  }
  const found = checks === undefined ? undefined : readChecks(context.cwd, checks);
  if (typeof found === 'string') sayLines(context, `comment: left out: ${found}`);
  const head = run.pull?.head ?? run.commit ?? commitOf(entries);
  const wanted = wantedComment({
    entries,
    run,
    ...(head === undefined ? {} : { head }),
    ...(typeof found === 'object' ? { checks: found } : {}),
  });
  if (dry) {
    context.out.write(`${bodyOf(wanted)}\n`);
    return;
  }
  const posted = await postComment(wanted, posting);
  sayPosted('comment', posted, context);
  if (run.summary !== undefined) {
    const note = postedNote(posted);
    const bytes = summaryRoom(run.summary) - note.length * 3;
    writeSummary(run.summary, `${note}${wanted.text({ characters: bytes, bytes })}`, context);
  }
}

async function tellDrift(
  posting: Posting,
  { files, dry }: { readonly files: readonly string[]; readonly dry: boolean },
): Promise<void> {
  const { context, run } = posting;
  const { entries, unread } = readEntries(context.cwd, files, []);
  for (const words of unread) sayLines(context, `drift: left out: ${words}`);
  const link = run.link === undefined ? {} : { run: run.link };
  const end = driftIssue({
    entries: entries.filter((entry) => entry.status !== 'applied'),
    ...link,
  });
  if (end.kind === 'unknown' || (end.kind === 'clean' && unread.length > 0)) {
    sayLines(context, 'drift: not every tenant could be read, so the issue stays as it is');
    return;
  }
  if (dry) {
    context.out.write(end.kind === 'open' ? `${end.text}\n` : 'no drift\n');
    return;
  }
  const stamp = { kind: 'drift' as const, ...(run.run === undefined ? {} : { run: run.run }) };
  const wanted: Wanted | undefined =
    end.kind === 'open' ? { kept: 'drift', stamp, textAfter: () => end.text } : undefined;
  const posted = await postIssue(wanted, posting);
  sayPosted('drift', posted, context);
  if (run.summary !== undefined) {
    const text = end.kind === 'open' ? end.text : 'No drift.\n';
    writeSummary(run.summary, `${postedNote(posted)}${text}`, context);
  }
}

/** The commit of the plans, where nothing else says what they are about. */
function commitOf(entries: ReturnType<typeof readEntries>['entries']): string | undefined {
  const commits = entries.flatMap((entry) =>
    entry.status === 'planned' ? (entry.view.git.commit ?? []) : [],
  );
  return commits.find((commit) => /^[0-9a-f]{40,64}$/.test(commit));
}

function postedNote(posted: Posted): string {
  return posted.kind === 'posted'
    ? ''
    : `> This could not be posted: ${code(posted.because, LONGEST_CELL)}\n\n`;
}
