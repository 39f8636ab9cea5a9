import type { Scaffold } from '../lib/model/scaffold.ts';
import type { ScaffoldPlace } from '../lib/repo/scaffold-place.ts';
import type { Standing } from '../lib/repo/scaffold-write.ts';
import { counted, visibleLine } from '../lib/text.ts';

/** What becomes of each file of a scaffold, a line each, and of how many. */
export function scaffoldLines(
  { root, git }: ScaffoldPlace,
  standings: readonly Standing[],
  dryRun: boolean,
): string {
  const counts = { new: 0, same: 0, kept: 0 };
  for (const { state } of standings) counts[state] += 1;
  const made = git === 'none' && counts.new > 0 ? ' (becomes a git repository)' : '';
  return [
    `${visibleLine(root)}${made}`,
    ...standings.map(({ file, state, why }) => {
      const because = why === undefined ? '' : ` (left alone: ${visibleLine(why)})`;
      return `  ${MARKS[state]} ${file.path}${because}`;
    }),
    '',
    `${counted(counts.new, 'file')} to write, ${counts.same} there already, ${counts.kept} left alone${
      dryRun ? '; nothing was written' : ''
    }`,
  ].join('\n');
}

const MARKS: Readonly<Record<Standing['state'], string>> = { new: '+', same: '=', kept: '!' };

/** The text of every file that is new or differs, each under its path. */
export function scaffoldTexts(standings: readonly Standing[]): string {
  return standings
    .filter(({ state }) => state !== 'same')
    .map(({ file }) => `==> ${file.path} <==\n${file.text}\n`)
    .join('');
}

/** What to do after it. */
export function nextSteps({ tenants, hosting }: Scaffold): string {
  const first = [
    '',
    'Next:',
    '  chron check && chron test       the rules, offline',
    '  chron plan --env local          what apply would do, in a Detection Engine of your own',
  ];
  if (hosting === undefined) {
    return [
      ...first,
      '  chron init --env NAME           when there is a tenant: its environment, and the workflows',
    ].join('\n');
  }
  return [
    ...first,
    '  run the commands on stdout      the identities in Google Cloud, the reviewers on GitHub',
    ...tenants.map(
      ({ name }) => `  ${`chron doctor --env ${name}`.padEnd(31)} can chron work with the tenant?`,
    ),
    '  commit, push, open a pull request: the first comment comes within minutes',
  ].join('\n');
}
