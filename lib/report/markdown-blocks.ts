import { counted } from '../text.ts';
import { effortOf } from './effort.ts';
import { policyText } from './gate-words.ts';
import { code, LONGEST_NAME, sentenceMarkdown } from './markdown-escape.ts';
import { noticeText, type NoticeText } from './notice-words.ts';
import { objectionText } from './objection-words.ts';
import { shortCommit, type PlanView } from './view.ts';
import { thousands } from './words.ts';

/** Why apply will refuse, and what lifts it. Empty where nothing stands in the way. */
export function refusals(views: readonly PlanView[]): string {
  const lines = views.flatMap(({ plan, environment }) =>
    plan.objections.map((objection) => {
      const { sentence, lift } = objectionText(objection, environment.path);
      return `> ${code(environment.name, LONGEST_NAME)}: ${sentenceMarkdown(sentence)} (${sentenceMarkdown(lift)})`;
    }),
  );
  if (lines.length === 0) return '';
  return ['> [!CAUTION]', '> Apply will refuse this plan.', '>', lines.join('\n>\n')].join('\n');
}

/** What carrying it out costs, and what a saved plan is bound to. */
export function effortBlock(views: readonly PlanView[]): string {
  const lines = views.flatMap(({ plan, environment, saved }) => {
    if (plan.changes.length === 0) return [];
    const { writes, rereads, seconds } = effortOf(plan);
    const time = environment.rates === 'published' ? `, about ${thousands(seconds)} s` : '';
    const bound =
      saved === undefined
        ? ''
        : ` Plan ${code(saved.digest.slice(0, 12))} applies only if ${counted(saved.objects, 'object')} ${saved.objects === 1 ? 'has' : 'have'} not moved.`;
    return [
      `- ${code(environment.name, LONGEST_NAME)}: ${counted(writes, 'write')} and ${counted(rereads, 're-read')}${time}.${bound}`,
    ];
  });
  if (lines.length === 0) return '';
  return ['<details><summary>On apply</summary>', lines.join('\n'), '</details>'].join('\n\n');
}

/** What is only good to know. */
export function notesBlock(views: readonly PlanView[]): string {
  const lines = noticeLines(views, 'note').map((line) => `- ${line}`);
  if (lines.length === 0) return '';
  return ['<details><summary>Notes</summary>', lines.join('\n'), '</details>'].join('\n\n');
}

/** Notices of a level, each once; with several environments, of which it is true. */
export function noticeLines(
  views: readonly PlanView[],
  level: NoticeText['level'],
): readonly string[] {
  const said = new Map<string, string[]>();
  for (const { plan, environment } of views) {
    for (const notice of plan.notices.map(noticeText)) {
      if (notice.level !== level) continue;
      const line = sentenceMarkdown(notice.sentence);
      said.set(line, [...(said.get(line) ?? []), code(environment.name, LONGEST_NAME)]);
    }
  }
  return [...said].map(([line, names]) =>
    views.length === 1 ? line : `${[...new Set(names)].join(', ')}: ${line}`,
  );
}

/** The live rules that nobody here manages. */
export function unmanagedBlock(views: readonly PlanView[]): string {
  const lines = views.flatMap(({ plan: { counts }, environment }) =>
    counts.unmanaged.length === 0
      ? []
      : [
          `${code(environment.name, LONGEST_NAME)}: ${counts.unmanaged.map((name) => code(name, LONGEST_NAME)).join(', ')}`,
        ],
  );
  if (lines.length === 0) return '';
  return [
    '<details><summary>Not managed by this repository</summary>',
    lines.join('\n\n'),
    '</details>',
  ].join('\n\n');
}

/** What was compared, with what. */
export function footer(views: readonly PlanView[]): string {
  const [view] = views;
  if (view === undefined) return '';
  const { commit, branch, dirty } = view.git;
  const tree = commit === undefined ? 'nothing committed yet' : code(shortCommit(commit));
  const on = branch === undefined ? '' : ` on ${code(branch, LONGEST_NAME)}`;
  return `${tree}${on}${dirty ? ' with uncommitted changes' : ''} · ${gates(views)} · chron ${code(view.chron)}`;
}

/** Where all environments measure alike there is one word for them; where one does not measure, it is named. */
function gates(views: readonly PlanView[]): string {
  const off = views.filter(({ environment: { gate } }) => gate === 'off');
  if (off.length === views.length) return 'gate: off, noise is not measured';
  const texts = new Set(views.map(({ environment: { gate } }) => policyText(gate)));
  if (texts.size === 1) return `gate: ${[...texts].join('')}`;
  const names = off.map(({ environment: { name } }) => code(name, LONGEST_NAME)).join(', ');
  return off.length === 0 ? 'gate: on' : `gate: off in ${names}, where noise is not measured`;
}
