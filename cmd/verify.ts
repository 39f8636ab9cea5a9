import { UserError } from '../lib/errors.ts';
import type { Rule } from '../lib/model/rule.ts';
import { renderDiagnostic } from '../lib/diagnostics/render-diagnostic.ts';
import { writeJson, type Json } from '../lib/report/json-writer.ts';
import { counted, nearest, visibleLine } from '../lib/text.ts';
import { exitOf, explain } from './chron.ts';
import { defineCommand, type Context } from './command.ts';
import { parseDuration } from './duration.ts';
import { EXIT, worstExit, type ExitCode } from './exit.ts';
import { COMMON_OPTIONS, ENV_OPTION } from './options.ts';
import { chosenEnvironments } from './planning.ts';
import { openProgress } from './progress.ts';
import { readWanting } from './reading.ts';
import { sayLines } from './say.ts';
import { openTenant } from './tenant.ts';
import { changedRules, verifyRules, type Verification } from './verifying.ts';
import { findPlace, openWorkspace, type Workspace } from './workspace.ts';

export const verifyCommand = defineCommand({
  name: 'verify',
  words: '[rule..]',
  summary: "ask a tenant's own compiler about rules; nothing is stored",
  options: {
    ...ENV_OPTION,
    all: { type: 'boolean', default: false, describe: 'rules whose text the tenant has, too' },
    format: {
      choices: ['text', 'json'] as const,
      default: 'text' as const,
      describe: 'how the result is written',
    },
    ...COMMON_OPTIONS,
  },
  examples: [
    ['chron verify --env prod', 'what a merge would bring, as the tenant compiles it'],
    ['chron verify okta_mfa_fatigue --env prod', 'one rule, whether it changed or not'],
  ],
  async run(args, context) {
    const place = findPlace(context);
    const names = await chosenEnvironments(args.env, place.tree);
    const timeoutMs = parseDuration(args.timeout, '--timeout');
    const workspace = await openWorkspace(place, context);
    const asked = { ...args, timeoutMs, named: args.positionals };
    const results = await Promise.all(
      names.map(async (name): Promise<Result> => {
        try {
          return { name, verification: await verifyIn(name, asked, workspace, context) };
        } catch (error) {
          return { name, error };
        }
      }),
    );
    if (args.format === 'json') {
      context.out.write(writeJson({ version: 1, environments: results.map(jsonOf) }));
    }
    for (const { name, verification, error } of results) {
      if (verification !== undefined && args.format === 'text') {
        sayVerified(name, verification, context);
      }
      const why = error ?? verification?.failed[0]?.error;
      if (why === undefined) continue;
      if (names.length > 1) context.err.write(`${name}:\n`);
      explain(why, context);
    }
    return worstExit(results.map(exitFor));
  },
});

interface Result {
  readonly name: string;
  readonly verification?: Verification;
  readonly error?: unknown;
}

interface Asked {
  /** These rules; none is all that changed. */
  readonly named: readonly string[];
  readonly all: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly timeoutMs: number;
}

async function verifyIn(
  name: string,
  { named, all, quiet, verbose, timeoutMs }: Asked,
  workspace: Workspace,
  context: Context,
): Promise<Verification> {
  const { environment, rules } = await readWanting(name, workspace, context);
  const chosen = named.length === 0 ? rules : namedRules(named, rules, name);
  const progress = openProgress(context, { quiet, of: name });
  const tenant = await openTenant(environment, workspace, context, {
    command: 'chron verify',
    timeoutMs,
    verbose,
  });
  try {
    const { secops } = tenant;
    const compared = all || named.length > 0;
    const wanted = compared ? chosen : changedRules(chosen, await secops.listRules());
    progress.step('verifying');
    return await verifyRules(secops, wanted, (done) => {
      secops.renew();
      progress.count(done, wanted.length);
    });
  } finally {
    progress.done();
    await tenant.close();
  }
}

function namedRules(
  named: readonly string[],
  rules: readonly Rule[],
  environment: string,
): readonly Rule[] {
  return [...new Set(named)].map((name) => {
    const rule = rules.find((one) => one.name === name);
    if (rule !== undefined) return rule;
    const meant = nearest(
      name,
      rules.map((one) => one.name),
    );
    throw new UserError(
      `git gives ${environment} no rule "${visibleLine(name)}"`,
      meant === undefined ? {} : { hint: `did you mean ${meant}?` },
    );
  });
}

function sayVerified(
  name: string,
  { verified, failed, unasked }: Verification,
  context: Context,
): void {
  for (const { rule, problem } of verified) {
    if (problem !== undefined) sayLines(context, `${renderDiagnostic(problem, rule.text)}\n`);
  }
  const left = [...failed.map(({ rule }) => rule), ...unasked];
  if (left.length > 0) {
    sayLines(context, visibleLine(`not verified: ${left.map((rule) => rule.name).join(', ')}`));
  }
  if (verified.length + left.length === 0) {
    context.out.write(`${name}: every text is the one that is live; nothing to verify\n`);
    return;
  }
  const refused = verified.filter(({ problem }) => problem !== undefined).length;
  const counts = [
    `${counted(verified.length, 'rule')} verified`,
    ...(refused === 0 ? [] : [`${refused} refused`]),
    ...(left.length === 0 ? [] : [`${left.length} not verified`]),
  ];
  context.out.write(`${name}: ${counts.join(', ')}\n`);
}

function exitFor({ verification, error }: Result): ExitCode {
  if (verification === undefined) return exitOf(error);
  const { verified, failed } = verification;
  return worstExit([
    ...failed.map((one) => exitOf(one.error)),
    verified.some(({ problem }) => problem !== undefined) ? EXIT.invalid : EXIT.ok,
  ]);
}

function jsonOf(result: Result): Json {
  const { name: environment, verification, error } = result;
  const exit = exitFor(result);
  if (verification === undefined) {
    return { status: 'refused', environment, exit, message: wordsOf(error) };
  }
  const { verified, failed, unasked } = verification;
  const whole = failed.length + unasked.length === 0;
  return {
    status: whole ? 'verified' : 'incomplete',
    environment,
    exit,
    rules: verified.map(({ rule, problem }) => ({
      rule: rule.name,
      path: rule.path,
      success: problem === undefined,
      message: problem?.message,
      line: problem?.line,
      column: problem?.column,
      endLine: problem?.endLine,
      endColumn: problem?.endColumn,
    })),
    ...(whole
      ? {}
      : {
          failed: failed.map((one) => ({ rule: one.rule.name, message: wordsOf(one.error) })),
          unasked: unasked.map((rule) => rule.name),
        }),
  };
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
