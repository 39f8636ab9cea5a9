import { UserError } from '../lib/errors.ts';
import { readEnvironment } from '../lib/repo/environment.ts';
import { listFileText } from '../lib/repo/list-text.ts';
import { visible } from '../lib/text.ts';
import type { Context } from './command.ts';
import { EXIT, type ExitCode } from './exit.ts';
import type { PlanArguments } from './planning.ts';
import { openTenant } from './tenant.ts';
import { refuseBroken, type Place } from './workspace.ts';

/**
 * Prints what a rule or a `%list` is in the tenant, ready to be its file. The repository's own rules are not read:
 * the shell may have emptied the very file that the output goes to.
 */
export async function showLiveText(
  name: string,
  environments: readonly string[],
  place: Place,
  context: Context,
  args: PlanArguments,
): Promise<ExitCode> {
  const [environmentName, ...others] = environments;
  if (environmentName === undefined || others.length > 0) {
    throw new UserError('--live-text reads one tenant: name one environment');
  }
  const { environment, diagnostics, texts } = await readEnvironment(place.tree, environmentName);
  refuseBroken(diagnostics, texts, context);
  if (environment === undefined) return EXIT.invalid;
  const tenant = await openTenant(environment, place, context, {
    command: 'chron plan',
    timeoutMs: args.timeoutMs,
    verbose: args.verbose,
  });
  try {
    const text = name.startsWith('%')
      ? await listText(name.slice(1), tenant.secops)
      : await ruleText(name, tenant.secops);
    // A terminal would act on what stands in it; a file gets it as it is.
    context.out.write(context.out.terminal ? visible(text) : text);
    return EXIT.ok;
  } finally {
    await tenant.close();
  }
}

type Reader = Awaited<ReturnType<typeof openTenant>>['secops'];

async function ruleText(name: string, secops: Reader): Promise<string> {
  const named = (await secops.listRules()).filter((rule) => rule.name === name);
  const active = named.filter(({ archived }) => !archived);
  const [rule, twin] = active.length > 0 ? active : named;
  if (rule === undefined) throw new UserError(`the tenant has no rule "${name}"`);
  if (twin !== undefined && active.length > 1) {
    throw new UserError(
      `the tenant has ${active.length} rules "${name}": ${active.map(({ ruleId }) => ruleId).join(', ')}`,
      { hint: 'archive all but one of them in the console' },
    );
  }
  return rule.version.text;
}

async function listText(name: string, secops: Reader): Promise<string> {
  const list = await secops.getList(name);
  if (list === undefined) throw new UserError(`the tenant has no list "%${name}"`);
  return listFileText(list);
}
