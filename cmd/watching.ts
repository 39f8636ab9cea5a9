import { existsSync, watch } from 'node:fs';
import { join } from 'node:path';
import type { Context } from './command.ts';
import { explain } from './chron.ts';
import { EXIT, type ExitCode } from './exit.ts';

/** Editors write a file in several strokes; so long after the last one it is read. */
const SETTLE_MS = 60;

/**
 * Runs the tests of what is saved below `rules/`, until it is interrupted: of a rule or a test only its own cases, of a
 * list or a setting all of them again.
 */
export async function watchRules(
  root: string,
  context: Context,
  run: (words: readonly string[]) => Promise<ExitCode>,
  words: readonly string[],
): Promise<ExitCode> {
  const touched = new Set<string>();
  let wake: (() => void) | undefined;
  let stopped = false;
  const watcher = watch(join(root, 'rules'), { recursive: true }, (_event, name) => {
    if (name === null || !/\.(?:yaral|yaml|txt)$/.test(name)) return;
    touched.add(join(root, 'rules', name));
    wake?.();
  });
  const forget = context.onInterrupt(() => {
    stopped = true;
    wake?.();
  });
  context.err.write('watching rules/; Ctrl-C ends it\n');
  try {
    for (;;) {
      if (touched.size === 0 && !stopped) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      if (stopped) return EXIT.interrupted;
      await context.clock.sleep(SETTLE_MS);
      const paths = [...touched].filter((path) => existsSync(path));
      touched.clear();
      const own = paths.every((path) => path.endsWith('.yaral') || path.endsWith('.test.yaml'));
      try {
        await run(own && paths.length > 0 ? paths : words);
      } catch (error) {
        explain(error, context);
      }
    }
  } finally {
    forget();
    watcher.close();
  }
}
