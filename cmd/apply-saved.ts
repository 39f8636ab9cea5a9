import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gatedRules } from '../lib/apply/gating.ts';
import { countingVerdicts, restingVerdicts } from '../lib/apply/planned-verdict.ts';
import { checkFresh, refuseOld } from '../lib/apply/stale.ts';
import { UserError } from '../lib/errors.ts';
import type { Environment } from '../lib/model/environment.ts';
import type { PlannedVerdict } from '../lib/model/gating.ts';
import type { PlanInput } from '../lib/model/plan.ts';
import type { SavedPlan } from '../lib/model/plan-file.ts';
import { readPlanFile } from '../lib/plan/plan-file.ts';
import { readMemory } from '../lib/plan/memory.ts';
import { plansJson } from '../lib/report/json-plan.ts';
import { gateLine } from '../lib/report/terminal-header.ts';
import { planText } from '../lib/report/terminal-plan.ts';
import type { RuleNoise } from '../lib/report/rule-noise.ts';
import type { PlanView } from '../lib/report/view.ts';
import { freshLine, staleText } from '../lib/report/terminal-stale.ts';
import { readEnvironment } from '../lib/repo/environment.ts';
import { counted, visibleLine } from '../lib/text.ts';
import type { ApplyArguments } from './apply.ts';
import { carryOut } from './carry-out.ts';
import type { Context } from './command.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { paint } from './paint.ts';
import { accepting, refuseAccepting } from './gating.ts';
import { plannedNoise } from './plan-noise.ts';
import { planArguments, textOptions } from './planning.ts';
import { openTenant } from './tenant.ts';
import { refuseBroken, type Place } from './workspace.ts';

/** Options that decided the plan when it was made; to a saved one they can add nothing. */
const DECIDED = ['rule', 'overwrite', 'allow-older', 'allow-changed', 'allow-archived'] as const;

/** Carries out exactly a saved plan, or refuses it. Of the repository only the environment file is read, for the connection. */
export async function applySaved(
  file: string,
  place: Place,
  context: Context,
  { args, signal }: { readonly args: ApplyArguments; readonly signal: AbortSignal },
): Promise<ExitCode> {
  const { saved, digest } = readPlanFile(readText(file, context), args.digest);
  refuseForeign(saved, args);
  refuseOld(saved, context.clock.now());
  const environment = await sameEnvironment(saved, place, context);
  if (saved.git.dirty && environment.api !== 'embedded' && !args['allow-dirty']) {
    throw new UserError('the plan was made of files that were not committed', {
      hint: 'commit them and plan again, or say --allow-dirty',
    });
  }
  if (saved.plan.objections.length > 0) {
    throw new UserError('the plan breaks a limit', {
      hint: 'plan again with the option that lifts it',
      exit: EXIT.refused,
    });
  }
  const flags = planArguments(args);
  const begun = context.clock.now().getTime();
  const tenant = await openTenant(environment, place, context, {
    command: 'chron apply',
    timeoutMs: flags.timeoutMs,
    verbose: flags.verbose,
    signal,
  });
  try {
    const { moved, tenant: now } = await checkFresh(saved, tenant.secops);
    const options = textOptions(args, context.out);
    if (moved.length > 0) {
      const rows = moved.map(({ object, plannedAgainst, now: found, time }) => ({
        object,
        planned: plannedAgainst,
        now: found,
        ...(time === undefined ? {} : { changed: time }),
      }));
      const again = `chron plan --env ${environment.name} --out ${file}`;
      context.err.write(paint(staleText(rows, again, options), context, context.err));
      if (args.format === 'json') {
        const message = `the saved plan is stale: ${counted(rows.length, 'object')} moved since it was made`;
        const refused = { status: 'refused', environment: environment.name } as const;
        const entry = { ...refused, exit: EXIT.stale, message, hint: again };
        context.out.write(plansJson([entry], { texts: false }));
      }
      return EXIT.stale;
    }
    const input: PlanInput = { ...saved.input, live: now.live };
    const planned = restingVerdicts(saved, now.live.lists);
    const view: PlanView = {
      plan: saved.plan,
      noise: countingNoise(saved, input, planned, { args, now: context.clock.now() }),
      chron: saved.chron,
      environment,
      host: tenant.host,
      identity: tenant.secops.identity,
      git: saved.git,
      reading: {
        rules: now.live.rules.length,
        lists: now.live.lists.length,
        durationMs: context.clock.now().getTime() - begun,
        ...tenant.calls(),
      },
    };
    if (args.format === 'text') {
      const touched = new Set(
        saved.plan.changes.map((change) =>
          'list' in change
            ? `%${change.list.name}`
            : 'rule' in change
              ? change.rule.name
              : change.name,
        ),
      );
      if (args.digest === undefined)
        context.out.write(paint(planText(view, options), context, context.out));
      context.out.write(
        paint(freshLine(digest, touched.size, saved.created), context, context.out),
      );
      // the plan above says it as well
      if (args.digest !== undefined) {
        context.out.write(paint([gateLine(environment)], context, context.out));
      }
    }
    refuseAccepting(args['accept-noise'], args.reason, [saved.input]);
    await consent(saved, context, args);
    tenant.secops.renew();
    const applied = await carryOut(
      {
        plan: saved.plan,
        view,
        tenant,
        state: place.state,
        input,
        planned,
        remembered: {
          list: now.memory,
          memory: readMemory(now.memory?.lines ?? [], saved.repository).memory,
        },
        repository: saved.repository,
        commit: saved.git.commit,
        committed: saved.committed ?? saved.input.wanted,
        author: undefined,
        digest,
        again: `chron plan --env ${environment.name}`,
      },
      context,
      { args, signal, several: false },
    );
    if (args.format === 'json') {
      context.out.write(plansJson([{ status: 'applied', ...applied }], { texts: false }));
    }
    return applied.exit;
  } finally {
    await tenant.close();
  }
}

/** What the gate will rest on, and what it measures again, told before anything is written. */
function countingNoise(
  { plan }: SavedPlan,
  input: PlanInput,
  planned: readonly PlannedVerdict[],
  { args, now }: { readonly args: ApplyArguments; readonly now: Date },
): readonly RuleNoise[] {
  const { gate, safety } = input.environment;
  if (gate === 'off') return [];
  const rules = gatedRules(plan, input);
  const once = { accept: args['accept-noise'], reason: args.reason ?? '', now };
  const terms = { policy: accepting(gate, rules, once), maxAgeMs: safety.planMaxAgeMs, now };
  return plannedNoise(rules, countingVerdicts(planned, rules, terms));
}

function readText(file: string, context: Context): string {
  try {
    return readFileSync(resolve(context.cwd, file), 'utf8');
  } catch (error) {
    throw new UserError(`the plan file ${visibleLine(file)} cannot be read`, {
      hint: error instanceof Error ? error.message : '',
      cause: error,
    });
  }
}

function refuseForeign(saved: SavedPlan, args: ApplyArguments): void {
  const { name } = saved.input.environment;
  const asked = args.env ?? [];
  if (asked.length > 0 && !(asked.length === 1 && asked[0] === name)) {
    throw new UserError(
      `the plan is for ${visibleLine(name)}, and --env says ${asked.join(', ')}`,
      {
        hint: 'leave --env away: a saved plan knows its environment',
      },
    );
  }
  const given = DECIDED.filter((option) => {
    const value = args[option];
    return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false;
  });
  if (given.length === 0) return;
  throw new UserError(
    `${given.map((option) => `--${option}`).join(', ')} cannot change a saved plan`,
    {
      hint: 'give it to chron plan --out',
    },
  );
}

async function sameEnvironment(
  saved: SavedPlan,
  place: Place,
  context: Context,
): Promise<Environment> {
  const { name } = saved.input.environment;
  const { environment, diagnostics, texts } = await readEnvironment(place.tree, name);
  refuseBroken(diagnostics, texts, context);
  if (environment?.digest === saved.environmentDigest) return environment;
  throw new UserError(
    `environments/${name}.yaml, or what it extends, is not what the plan was made with`,
    {
      hint: 'plan again',
      exit: EXIT.stale,
    },
  );
}

/** The digest is the consent; without it somebody at a terminal must give it, and elsewhere nobody can. */
async function consent(saved: SavedPlan, context: Context, args: ApplyArguments): Promise<void> {
  if (args.digest !== undefined) return;
  const count = counted(saved.plan.changes.length, 'change');
  const answer = await context.ask(
    `Carry out ${count} in ${saved.input.environment.name}? Only "yes" is taken for it: `,
  );
  if (answer === undefined) {
    throw new UserError('a saved plan needs its --digest where nobody can be asked', {
      hint: 'chron apply FILE --digest D, with the digest that plan --out printed',
    });
  }
  if (answer.trim() !== 'yes') throw new UserError('declined; nothing was written');
}
