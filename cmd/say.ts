import { actionsSafe } from '../lib/report/actions-safe.ts';
import type { Context } from './command.ts';
import { setting } from './settings.ts';

/** Says a text on stderr, ended by a line end; on GitHub's runners it cannot be taken for a command. */
export function sayLines(context: Pick<Context, 'env' | 'err'>, text: string): void {
  const safe = setting(context.env, 'GITHUB_ACTIONS') === 'true' ? actionsSafe(text) : text;
  context.err.write(safe.endsWith('\n') ? safe : `${safe}\n`);
}
