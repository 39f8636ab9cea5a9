import { existsSync, watch } from 'node:fs';
import { join } from 'node:path';
import type { Context } from './command.ts';
import { explain } from './chron.ts';
import { EXIT, type ExitCode } from './exit.ts';

/** Editors write a file in several strokes; so long after the last one it is read. */
const SETTLE_MS = 60;

interface Watch {
  readonly root: string;
  readonly context: Context;
  readonly run: (words: readonly string[]) => Promise<ExitCode>;
  /** What was typed: all that is run when more than a rule or a test was saved. */
  readonly words: readonly string[];
  /** Ends it. */
  readonly signal: AbortSignal;
}

/**
 * Runs the tests of what is saved below `rules/`, until it is interrupted: of a rule or a test only its own cases, of a
 * list, a table or a setting all of them again.
 */
export async function watchRules({ root, context, run, words, signal }: Watch): Promise<ExitCode> {
  const touched = new Set<string>();
  let wake: (() => void) | undefined;
  const watcher = watch(join(root, 'rules'), { recursive: true }, (_event, name) => {
    if (name === null || !/\.(?:yaral|yaml|txt|csv)$/.test(name)) return;
    touched.add(join(root, 'rules', name));
    wake?.();
  });
  const ended = (): void => wake?.();
  signal.addEventListener('abort', ended);
  context.err.write('watching rules/; Ctrl-C ends it\n');
  try {
    for (;;) {
      if (touched.size === 0 && !signal.aborted) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      if (signal.aborted) return EXIT.interrupted;
      await context.clock.sleep(SETTLE_MS);
      const paths = [...touched].filter((path) => existsSync(path));
      touched.clear();
      const own = paths.every((path) => path.endsWith('.yaral') || path.endsWith('.test.yaml'));
      try {
        await run(own && paths.length > 0 ? paths : words);
      } catch (error) {
        if (signal.aborted) return EXIT.interrupted;
        explain(error, context);
      }
    }
  } finally {
    signal.removeEventListener('abort', ended);
    watcher.close();
  }
}
