import { actionsSafe } from '../lib/report/actions-safe.ts';
import { plain, type Styled, type Tone } from '../lib/report/styled.ts';
import type { Context, Voice } from './command.ts';
import { setting } from './settings.ts';

/** SGR parameters by tone. Colour only underlines what the words and symbols already say. */
const COLOURS: Readonly<Record<Tone, string>> = {
  added: '32',
  removed: '31',
  changed: '33',
  renamed: '36',
  promoted: '32',
  demoted: '33',
  archived: '31',
  held: '35',
  warning: '33',
  error: '1;31',
  strong: '1',
  faint: '2',
  'added-word': '1;4;32',
  'removed-word': '1;4;31',
};

/** Whether a stream gets colours: a terminal without NO_COLOR, or FORCE_COLOR. */
export function colourWanted({ env }: Pick<Context, 'env'>, voice: Voice): boolean {
  if (setting(env, 'NO_COLOR') !== undefined) return false;
  const forced = setting(env, 'FORCE_COLOR');
  return forced === undefined ? voice.terminal : forced !== '0';
}

/** A rendered text as it goes out: coloured where wanted, and never a workflow command on GitHub's runners. */
export function paint(lines: Styled, context: Pick<Context, 'env'>, voice: Voice): string {
  const text = colourWanted(context, voice) ? coloured(lines) : plain(lines);
  return setting(context.env, 'GITHUB_ACTIONS') === 'true' ? actionsSafe(text) : text;
}

function coloured(lines: Styled): string {
  return lines
    .map((line) => {
      const spans = line.map(({ text, tone }) =>
        tone === undefined || text === '' ? text : `\u001B[${COLOURS[tone]}m${text}\u001B[0m`,
      );
      return `${spans.join('')}\n`;
    })
    .join('');
}
