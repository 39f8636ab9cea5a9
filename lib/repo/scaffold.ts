import type { Scaffold, ScaffoldFile, ScaffoldIdentity } from '../model/scaffold.ts';
import { environmentFiles } from './scaffold-environments.ts';
import { ruleFiles } from './scaffold-rules.ts';
import { workflowFiles } from './scaffold-workflows.ts';

/** Every file of a new rules repository, in the order in which they are told of. Pure: equal answers give equal files. */
export function scaffoldFiles(
  scaffold: Scaffold,
  identities: readonly ScaffoldIdentity[],
  { ownRules }: { readonly ownRules: boolean },
): readonly ScaffoldFile[] {
  return [
    { path: '.gitignore', text: IGNORED, lines: true },
    ...ownerFiles(scaffold),
    ...workflowFiles(scaffold, identities),
    ...environmentFiles(scaffold),
    ...ruleFiles(ownRules),
  ];
}

/** chron's state, saved plans, and the file in which a runner keeps how to get a token (github A2). */
const IGNORED = `.chron/
*.plan.json
gha-creds-*.json
`;

/** GitHub reads the first of three places, so a new file could silence one that is there. */
function ownerFiles({ hosting }: Scaffold): readonly ScaffoldFile[] {
  if (hosting === undefined) return [];
  const { reviewer } = hosting;
  return [
    {
      path: '.github/CODEOWNERS',
      text: `# Who must approve a change. It counts once "Require review from Code Owners" is on for the branch.
# .github/ decides which code is given an identity, and environments/ what a tenant is given.
/rules/ ${reviewer}
/environments/ ${reviewer}
/.github/ ${reviewer}
`,
      lines: true,
      elsewhere: ['CODEOWNERS', 'docs/CODEOWNERS'],
    },
  ];
}
