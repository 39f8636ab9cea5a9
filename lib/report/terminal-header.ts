import { counted } from '../text.ts';
import { policyText } from './gate-words.ts';
import { columnsOf } from './layout.ts';
import type { Line, Styled } from './styled.ts';
import { line, say, textOf } from './styled.ts';
import { shortCommit, type GitState, type PlanView, type TextOptions } from './view.ts';
import { symbolsFor } from './symbols.ts';

/** Who compares what with what: chron, the tenant and the commit; what was read; and the gate. */
export function headerBlock(view: PlanView, options: TextOptions): Styled {
  const { dot } = symbolsFor(options.unicode);
  const { host, identity } = view;
  const parts: readonly Line[] = [
    line(
      say(`chron ${view.chron}   `, 'faint'),
      say(view.environment.name, 'strong'),
      say(` ${dot} ${host}`),
    ),
    ...(identity === host ? [] : [line(identity)]),
    gitLine(view.git),
  ];
  return [...packed(parts, options.width), readingLine(view), gateLine(view.environment)];
}

/** As many parts on a line as fit. */
function packed(parts: readonly Line[], width: number | undefined): Styled {
  const rows: Line[] = [];
  for (const part of parts) {
    const last = rows.at(-1);
    const joined: Line = last === undefined ? part : [...last, say('   '), ...part];
    const fits = width === undefined || columnsOf(textOf(joined)) <= width;
    if (last !== undefined && fits) rows.pop();
    rows.push(last === undefined || fits ? joined : part);
  }
  return rows;
}

function gitLine({ commit, branch, dirty }: GitState): Line {
  const on = branch === undefined ? '' : ` on ${branch}`;
  return [
    say(commit === undefined ? `nothing committed yet${on}` : `${shortCommit(commit)}${on}`),
    ...(dirty && commit !== undefined ? [say(' + uncommitted changes', 'warning')] : []),
  ];
}

function readingLine({ reading: { rules, lists, durationMs, calls, retries } }: PlanView): Line {
  const seconds = (durationMs / 1000).toFixed(1);
  return line(
    say(
      `Read ${counted(rules, 'rule')}, ${counted(lists, 'list')} in ${seconds} s (${counted(calls, 'call')}, ${counted(retries, 'retry', 'retries')})`,
      'faint',
    ),
  );
}

/** How loud rules may be. Where nothing is measured before they go live, every plan and apply says so. */
export function gateLine({ gate }: Pick<PlanView['environment'], 'gate'>): Line {
  return gate === 'off'
    ? line(say('gate: off', 'warning'), say('   noise is not measured before rules go live'))
    : line(say(`gate: ${policyText(gate)}`, 'faint'));
}
