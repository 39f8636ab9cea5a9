import type { HuntLook } from '../lib/hunt/entry.ts';
import type { RunCount } from '../lib/hunt/measure.ts';
import { counted, visibleLine } from '../lib/text.ts';
import type { Context } from './command.ts';
import { sayLines } from './say.ts';
import { setting } from './settings.ts';

const EVERY_MS = 10_000;
const BAR = 20;

/**
 * Shows how hunts go: a bar for each that runs at a terminal, a line for each every 10 s elsewhere. Those that do not
 * run are counted in one line, for there may be hundreds.
 */
export interface HuntProgress {
  show(looks: readonly HuntLook[]): void;
  /** Rules whose texts are run without being stored. */
  showRuns(runs: RunCount): void;
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
  if (quiet) return { show: () => {}, showRuns: () => {}, done: () => {} };
  const moving = context.err.terminal && setting(context.env, 'CI') === undefined;
  let said = 0;
  let height = 0;
  const clear = (): void => {
    if (height > 0) context.err.write(`\u001B[${height}A\u001B[0J`);
    height = 0;
  };
  let looks: readonly HuntLook[] = [];
  let runs: RunCount = { asked: 0, over: 0 };
  const draw = (): void => {
    if (moving) {
      clear();
      const width = Math.max(20, context.err.columns - 1);
      const lines = linesOf(looks, runs, (look) => barLine(look, unicode));
      for (const one of lines) context.err.write(`${one.slice(0, width)}\n`);
      height = lines.length;
      return;
    }
    const now = context.clock.now().getTime();
    if (now - said < EVERY_MS) return;
    said = now;
    const lines = linesOf(looks, runs, plainLine);
    sayLines(context, lines.map((one) => visibleLine(`${of}: ${one}`)).join('\n'));
  };
  return {
    show(now) {
      looks = now;
      draw();
    },
    showRuns(now) {
      runs = now;
      draw();
    },
    done: () => {
      if (moving) clear();
    },
  };
}

function linesOf(
  looks: readonly HuntLook[],
  runs: RunCount,
  lineOf: (look: HuntLook) => string,
): readonly string[] {
  const count = (stage: HuntLook['stage']): number =>
    looks.filter((look) => look.stage === stage).length;
  const [queued, over] = [count('queued'), count('over')];
  return [
    ...looks.filter(({ stage }) => stage === 'running').map(lineOf),
    ...(queued + over === 0 ? [] : [`${queued} queued, ${over} over`]),
    ...(runs.asked === 0 ? [] : [`test runs: ${runs.over} of ${counted(runs.asked, 'rule')}`]),
  ];
}

function barLine(look: HuntLook, unicode: boolean): string {
  const full = Math.round((look.progressPercent / 100) * BAR);
  const [on, off] = unicode ? ['█', '░'] : ['#', '.'];
  return `${on.repeat(full)}${off.repeat(BAR - full)} ${percentOf(look).padEnd(8)} ${visibleLine(look.job.name)}`;
}

function plainLine(look: HuntLook): string {
  return `${look.job.name}: ${percentOf(look)}`;
}

function percentOf({ progressPercent }: HuntLook): string {
  return `${Math.floor(progressPercent)} %`;
}
