import type { Environment } from '../lib/model/environment.ts';
import { readEnvironment } from '../lib/repo/environment.ts';
import type { Context } from './command.ts';
import { refuseBroken, type Place } from './workspace.ts';

/** An environment of the work tree, without its rules. What is wrong with its file is said, and ends with exit 3. */
export async function needEnvironment(
  name: string,
  place: Place,
  context: Context,
): Promise<Environment> {
  const { environment, diagnostics, texts } = await readEnvironment(place.tree, name);
  refuseBroken(diagnostics, texts, context);
  if (environment === undefined) throw new Error(`environment ${name} has neither value nor error`);
  return environment;
}
