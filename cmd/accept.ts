import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../lib/errors.ts';
import type { AcceptedNoise } from '../lib/model/gate.ts';
import { textHash } from '../lib/plan/hash.ts';
import { withAcceptLine } from '../lib/repo/accept-line.ts';
import { readEnvironment } from '../lib/repo/environment.ts';
import { withFile } from '../lib/repo/file-tree.ts';
import { replaceText } from '../lib/repo/write-text.ts';
import { nearest } from '../lib/text.ts';
import { defineCommand } from './command.ts';
import { EXIT } from './exit.ts';
import { ENV_OPTION } from './options.ts';
import { chosenEnvironments } from './planning.ts';
import { readWanting } from './reading.ts';
import { sayLines } from './say.ts';
import { findPlace, openWorkspace } from './workspace.ts';

const DAY_MS = 86_400_000;

export const acceptCommand = defineCommand({
  name: 'accept',
  words: '<rule>',
  summary: 'accept the noise of one text of a rule, by a line that is reviewed',
  options: {
    ...ENV_OPTION,
    reason: {
      type: 'string',
      describe: 'why, for whoever reviews it',
      requiresArg: true,
      demandOption: true,
    },
    until: {
      type: 'string',
      describe: 'the last UTC day on which it counts: 2026-12-31',
      requiresArg: true,
      demandOption: true,
    },
  },
  examples: [
    [
      'chron accept okta_mfa_fatigue --env prod --reason "red team week" --until 2026-12-31',
      'writes gate.accept into environments/prod.yaml; commit it',
    ],
  ],
  async run(args, context) {
    const place = findPlace(context);
    const names = await chosenEnvironments(args.env, place.tree);
    const [name] = names;
    if (name === undefined || names.length !== 1) {
      throw new UserError(`noise is accepted in one environment, and ${names.length} were named`, {
        hint: 'say --env once for each',
      });
    }
    const now = context.clock.now();
    const until = dayOf(args.until, now);
    if (args.reason.trim() === '') {
      throw new UserError('--reason is empty', { hint: 'say why, for whoever reviews the line' });
    }
    const workspace = await openWorkspace(place, context);
    const { environment, rules } = await readWanting(name, workspace, context);
    if (environment.gate === 'off') {
      throw new UserError(`the gate of ${name} is off, so there is no noise to be accepted`, {
        hint: 'write a policy in its place: gate: { maxPerDay: { default: 20 } }',
      });
    }
    const [asked = ''] = args.positionals;
    const rule = rules.find((one) => one.name === asked);
    if (rule === undefined) {
      const meant = nearest(
        asked,
        rules.map((one) => one.name),
      );
      throw new UserError(`no rule of ${name} has the name "${asked}"`, {
        hint: meant === undefined ? 'chron plan shows which there are' : `did you mean ${meant}?`,
      });
    }
    const line = {
      rule: rule.name,
      text: textHash(rule.text),
      reason: args.reason,
      until: args.until,
    };
    refuseTwice(environment.gate.accept, line, until, environment.path);

    const file = join(place.root, environment.path);
    const before = readFileSync(file, 'utf8');
    const after = withAcceptLine(before, line);
    const tree = withFile(workspace.tree, environment.path, after);
    const { diagnostics } = await readEnvironment(tree, name);
    if (diagnostics.length > 0) {
      throw new UserError(`the line does not fit into ${environment.path}`, {
        hint: `write it by hand: { rule: ${line.rule}, text: "${line.text}", reason: …, until: ${line.until} } under gate.accept`,
      });
    }
    replaceText(file, after);
    sayLines(
      context,
      `${environment.path}: the noise of ${rule.name}, as its text is now (${line.text.slice(0, 12)}), is accepted until ${line.until}; commit it, and have it reviewed`,
    );
    return EXIT.ok;
  },
});

/** When the day is over. Throws UserError for what is no day, or is past. */
function dayOf(text: string, now: Date): Date {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  if (Number.isNaN(time) || !new Date(time).toISOString().startsWith(text)) {
    throw new UserError(`--until "${text}" is not a day`, { hint: 'such as --until 2026-12-31' });
  }
  const end = new Date(time + DAY_MS);
  if (end.getTime() > now.getTime()) return end;
  throw new UserError(`--until ${text} is over already`, { hint: 'name a day to come' });
}

function refuseTwice(
  accept: readonly AcceptedNoise[],
  { rule, text }: { readonly rule: string; readonly text: string },
  until: Date,
  path: string,
): void {
  const twin = accept.find(
    (one) => one.rule === rule && one.text === text && one.until.getTime() >= until.getTime(),
  );
  if (twin === undefined) return;
  const day = new Date(twin.until.getTime() - DAY_MS).toISOString().slice(0, 10);
  throw new UserError(
    `the noise of this text of ${rule} is accepted until ${day} already: ${twin.reason}`,
    { hint: `take that line out of ${path}, or out of what it extends, to write another` },
  );
}
