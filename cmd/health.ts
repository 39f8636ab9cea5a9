import { UserError } from '../lib/errors.ts';
import { DAILY_CAP } from '../lib/gate/figures.ts';
import { writeJson, type Json } from '../lib/report/json-writer.ts';
import { line, say, type Line, type Styled } from '../lib/report/styled.ts';
import { counted } from '../lib/text.ts';
import { exitOf, explain } from './chron.ts';
import { defineCommand, type Context } from './command.ts';
import { parseDuration } from './duration.ts';
import { EXIT, worstExit } from './exit.ts';
import { failedRules, failingRules, loudVersions, quotaUse, type Health } from './health-check.ts';
import { COMMON_OPTIONS, ENV_OPTION } from './options.ts';
import { paint } from './paint.ts';
import { chosenEnvironments } from './planning.ts';
import { openProgress } from './progress.ts';
import { needEnvironment } from './read-environment.ts';
import { openTenant } from './tenant.ts';
import { findPlace, type Place } from './workspace.ts';

export const healthCommand = defineCommand({
  name: 'health',
  words: '',
  summary: 'show rules of a tenant that fail, that drown, and how full its quota is',
  options: {
    ...ENV_OPTION,
    last: { type: 'string', default: '3d', describe: 'errors of so long', requiresArg: true },
    format: {
      choices: ['text', 'json'] as const,
      default: 'text' as const,
      describe: 'how the result is written',
    },
    ...COMMON_OPTIONS,
  },
  examples: [['chron health --env prod', 'what does not compile, what errs, what is near a limit']],
  async run(args, context) {
    const place = findPlace(context);
    const names = await chosenEnvironments(args.env, place.tree);
    const asked = {
      ...args,
      lastMs: parseDuration(args.last, '--last'),
      timeoutMs: parseDuration(args.timeout, '--timeout'),
    };
    const results = await Promise.all(
      names.map(async (name): Promise<Result> => {
        try {
          return { name, health: await examine(name, asked, place, context) };
        } catch (error) {
          return { name, error };
        }
      }),
    );
    if (args.format === 'json') {
      context.out.write(writeJson({ version: 1, environments: results.map(jsonOf) }));
    }
    for (const { name, health, error } of results) {
      if (health !== undefined && args.format === 'text') {
        context.out.write(paint(healthText(name, health, args.last), context, context.out));
      }
      if (error === undefined) continue;
      if (names.length > 1) context.err.write(`${name}:\n`);
      explain(error, context);
    }
    return worstExit(results.map(({ health, error }) => (health ? EXIT.ok : exitOf(error))));
  },
});

interface Result {
  readonly name: string;
  readonly health?: Health;
  readonly error?: unknown;
}

interface Asked {
  readonly lastMs: number;
  readonly timeoutMs: number;
  readonly quiet: boolean;
  readonly verbose: boolean;
}

async function examine(
  name: string,
  { lastMs, timeoutMs, quiet, verbose }: Asked,
  place: Place,
  context: Context,
): Promise<Health> {
  const environment = await needEnvironment(name, place, context);
  const progress = openProgress(context, { quiet, of: name });
  const tenant = await openTenant(environment, place, context, {
    command: 'chron health',
    timeoutMs,
    verbose,
  });
  const now = context.clock.now();
  try {
    progress.step('reading rules, errors and detections');
    const rules = await tenant.secops.listRules();
    const range = { from: new Date(now.getTime() - lastMs), to: now };
    const [errors, loud] = await Promise.all([
      tenant.secops.listErrors('-', range),
      loudVersions(tenant.secops, rules, now),
    ]);
    return {
      failed: failedRules(rules),
      failing: failingRules(errors, rules),
      ...loud,
      quota: quotaUse(rules, environment.tier),
    };
  } finally {
    progress.done();
    await tenant.close();
  }
}

function healthText(
  name: string,
  { failed, failing, loud, countedBackTo, quota }: Health,
  last: string,
): Styled {
  return [
    line(say(name, 'strong')),
    ...part(
      failed.length === 0,
      'every stored rule compiles',
      `${counted(failed.length, 'rule')} no longer compile${failed.length === 1 ? 's' : ''}; correct the text and apply`,
      failed.map(
        (rule) => `${rule.name}${rule.enabled ? ' (enabled)' : ''}: ${firstLine(rule.said)}`,
      ),
    ),
    ...part(
      failing.length === 0,
      `no errors in the last ${last}`,
      `${counted(failing.length, 'rule')} with errors in the last ${last}: blind while they lasted`,
      failing.map(
        ({ name: rule, count, last: said, at }) =>
          `${rule}: ${counted(count, 'error')}, the newest${at === undefined ? '' : ` at ${at.toISOString()}`}: ${firstLine(said)}`,
      ),
    ),
    ...part(
      loud.length === 0,
      `no version is near ${DAILY_CAP.toLocaleString('en-US')} detections a day`,
      `near the limit of ${DAILY_CAP.toLocaleString('en-US')} detections a version and day, after which it is silent`,
      loud.map(
        ({ name: rule, day, count }) => `${rule}: ${count.toLocaleString('en-US')} on ${day}`,
      ),
    ),
    ...(countedBackTo === undefined
      ? []
      : [
          line(
            `    there are many detections; counted back to ${countedBackTo.toISOString()} only`,
          ),
        ]),
    line(
      `  quota ${quota.tier}: ${use(quota.enabled, quota.limits.enabled)} enabled, ${use(quota.multiEvent, quota.limits.multiEvent)} multi-event`,
    ),
  ];
}

function part(
  isGood: boolean,
  good: string,
  bad: string,
  rows: readonly string[],
): readonly Line[] {
  if (isGood) return [line(`  ${good}`)];
  return [line('  ', say(bad, 'warning')), ...rows.map((row) => line(`    ${row}`))];
}

function use(used: number, limit: number): string {
  return `${used.toLocaleString('en-US')} of ${limit.toLocaleString('en-US')}`;
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}

function jsonOf({ name: environment, health, error }: Result): Json {
  if (health === undefined) {
    const hint = error instanceof UserError ? error.hint : undefined;
    const message = error instanceof Error ? error.message : String(error);
    return { status: 'refused', environment, exit: exitOf(error), message, hint };
  }
  return {
    status: 'examined',
    environment,
    exit: EXIT.ok,
    failed: health.failed.map((rule) => ({ ...rule })),
    failing: health.failing.map(({ at, ...rule }) => ({ ...rule, at: at?.toISOString() })),
    loud: health.loud.map((version) => ({ ...version })),
    countedBackTo: health.countedBackTo?.toISOString(),
    quota: { ...health.quota, limits: { ...health.quota.limits } },
  };
}
