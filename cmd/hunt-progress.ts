import type { HuntLook } from '../lib/hunt/schedule.ts';
import { visibleLine } from '../lib/text.ts';
import type { Context } from './command.ts';
import { sayLines } from './say.ts';
import { setting } from './settings.ts';

const EVERY_MS = 10_000;
const BAR = 20;

/** Shows how hunts go: a bar for each at a terminal, a line for each every 10 s elsewhere. */
export interface HuntProgress {
  show(looks: readonly HuntLook[]): void;
  done(): void;
}

export function openHuntProgress(
  context: Context,
  {
    quiet,
    unicode,
    of,
  }: { readonly quiet: boolean; readonly unicode: boolean; readonly of: string },
): HuntProgress {
  if (quiet) return { show: () => {}, done: () => {} };
  const moving = context.err.terminal && setting(context.env, 'CI') === undefined;
  let said = 0;
  let height = 0;
  const clear = (): void => {
    if (height > 0) context.err.write(`\u001B[${height}A\u001B[0J`);
    height = 0;
  };
  return {
    show(looks) {
      if (moving) {
        clear();
        const width = Math.max(20, context.err.columns - 1);
        for (const look of looks) context.err.write(`${barLine(look, unicode).slice(0, width)}\n`);
        height = looks.length;
        return;
      }
      const now = context.clock.now().getTime();
      if (now - said < EVERY_MS) return;
      said = now;
      sayLines(context, looks.map((look) => plainLine(of, look)).join('\n'));
    },
    done: () => {
      if (moving) clear();
    },
  };
}

function barLine(look: HuntLook, unicode: boolean): string {
  const full = Math.round((look.progressPercent / 100) * BAR);
  const [on, off] = unicode ? ['█', '░'] : ['#', '.'];
  return `${on.repeat(full)}${off.repeat(BAR - full)} ${stateOf(look).padEnd(8)} ${visibleLine(look.job.name)}`;
}

function plainLine(of: string, look: HuntLook): string {
  return visibleLine(`${of}: ${look.job.name}: ${stateOf(look)}`);
}

function stateOf({ stage, progressPercent, hunt }: HuntLook): string {
  switch (stage) {
    case 'queued':
      return 'queued';
    case 'running':
      return `${Math.floor(progressPercent)} %`;
    case 'over':
      return hunt?.state === 'done' ? 'done' : 'ended';
  }
}
