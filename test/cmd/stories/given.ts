import { environmentWith, listPath, rulePath, textOf } from './story.ts';
import type { Given } from './tell.ts';

/** What most tests begin with: a rule, one that alerts, one that reads a list, and one in whose way nothing comes. */
export const GIVEN: Given = {
  files: {
    [rulePath('alpha')]: textOf('alpha'),
    [rulePath('beta')]: textOf('beta'),
    [rulePath('reader')]: textOf('reader', { lists: ['watched'] }),
    [rulePath('bystander')]: textOf('bystander'),
    [listPath('watched')]: '// about watched\nalice\n',
    'environments/local.yaml': environmentWith(['{ match: { name: beta }, alerting: true }']),
  },
};
