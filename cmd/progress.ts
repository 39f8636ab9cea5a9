import { visibleLine } from '../lib/text.ts';
import type { Progress } from '../lib/ports/progress.ts';
import type { Context } from './command.ts';
import { setting } from './settings.ts';

const SILENCE: Progress = { step: () => {}, count: () => {}, done: () => {} };

/** How often a pipe or a build log hears of a running count. */
const LOG_EVERY_MS = 10_000;
/** How often a terminal's line is written anew. */
const LINE_EVERY_MS = 80;

/** Says what is going on, on stderr: one moving line at a terminal, plain lines elsewhere, nothing when quiet. */
export function openProgress(
  context: Context,
  { quiet, of = '' }: { quiet: boolean; of?: string },
): Progress {
  if (quiet) return SILENCE;
  const named = (title: string): string => visibleLine(of === '' ? title : `${of}: ${title}`);
  const moving = context.err.terminal && setting(context.env, 'CI') === undefined;
  return moving ? movingLine(context, named) : logLines(context, named);
}

function movingLine({ err, clock }: Context, named: (title: string) => string): Progress {
  let title = '';
  let written = 0;
  const show = (tail: string): void => {
    written = clock.now().getTime();
    err.write(`\r\u001B[K${`${title}${tail}`.slice(0, Math.max(20, err.columns - 1))}`);
  };
  return {
    step: (next) => {
      title = named(next);
      show(' …');
    },
    count: (done, total) => {
      const due = clock.now().getTime() - written >= LINE_EVERY_MS;
      if (due || done === total) show(` ${done}/${total}`);
    },
    done: () => err.write('\r\u001B[K'),
  };
}

function logLines({ err, clock }: Context, named: (title: string) => string): Progress {
  let title = '';
  let said = 0;
  return {
    step: (next) => {
      title = named(next);
      said = clock.now().getTime();
      err.write(`${title}\n`);
    },
    count: (done, total) => {
      if (clock.now().getTime() - said < LOG_EVERY_MS) return;
      said = clock.now().getTime();
      err.write(`${title} ${done}/${total}\n`);
    },
    done: () => {},
  };
}
