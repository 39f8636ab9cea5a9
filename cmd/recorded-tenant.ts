import { UserError } from '../lib/errors.ts';
import type { Detection } from '../lib/model/detection.ts';
import { visibleLine } from '../lib/text.ts';
import type { Context } from './command.ts';
import { chooseRules } from './hunt-choice.ts';
import { chosenEnvironments } from './planning.ts';
import { needEnvironment } from './read-environment.ts';
import { evidenceOf, type Evidence } from './recorded-detections.ts';
import { openTenant } from './tenant.ts';
import { findPlace } from './workspace.ts';

const DAY_MS = 86_400_000;
/** How far back a detection is looked for. */
const DAYS = 30;
const TIMEOUT_MS = 300_000;

/** Takes the newest detection of a rule out of a tenant, or the one with an id, with the events that it carries. Throws UserError where there is none. */
export async function evidenceInTenant(
  {
    env,
    rule,
    detection: id,
    signal,
  }: {
    readonly env: string;
    readonly rule: string;
    readonly detection: string | undefined;
    readonly signal: AbortSignal;
  },
  context: Context,
): Promise<Evidence> {
  const place = findPlace(context);
  const [name = '', ...others] = await chosenEnvironments([env], place.tree);
  if (others.length > 0) {
    throw new UserError(`--env ${env} stands for ${others.length + 1} environments`, {
      hint: 'a case is recorded from one',
    });
  }
  const environment = await needEnvironment(name, place, context);
  const tenant = await openTenant(environment, place, context, {
    command: 'chron test',
    timeoutMs: TIMEOUT_MS,
    verbose: false,
    signal,
  });
  try {
    const wanted = { kind: 'named', names: [rule] } as const;
    const { rules } = chooseRules(await tenant.secops.listRules(), wanted, name);
    const now = context.clock.now();
    const range = { from: new Date(now.getTime() - DAYS * DAY_MS), to: now };
    const of = `${rules[0]?.ruleId ?? rule}@-`;
    for await (const page of tenant.secops.listDetections({ of, range })) {
      const found: Detection | undefined =
        id === undefined ? page[0] : page.find((one) => one.detectionId === id);
      if (found !== undefined) return evidenceOf(found);
    }
  } finally {
    await tenant.close();
  }
  const which = id === undefined ? `no detection of ${rule}` : `no detection "${visibleLine(id)}"`;
  throw new UserError(`${name} has ${which} in the last ${DAYS} days`, {
    hint: 'chron retrohunt makes detections of stored rules',
  });
}
