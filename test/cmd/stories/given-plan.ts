import { expect } from 'vitest';
import type { Desk } from '../../helpers/desk.ts';
import { GIVEN } from './given.ts';
import { deployEntry, listPath, rulePath, textOf } from './story.ts';
import type { Given } from './tell.ts';

export const PLAN_FILE = 'local.plan.json';

/** What the saved plan does. */
export const SAVED_CHANGES = [
  'update-list %watched',
  'create-rule added',
  'add-version alpha',
  'set-enabled added on',
  'set-alerting alpha on',
];

/** A desk with a saved plan on it. */
export const SAVED: Given = {
  ...GIVEN,
  since: async ({ repository, run }) => {
    repository.write(rulePath('alpha'), textOf('alpha', { threshold: 2 }));
    repository.write(rulePath('added'), textOf('added'));
    repository.write(listPath('watched'), '// about watched\nalice\nbob\n');
    deployEntry(repository, '{ match: { name: alpha }, alerting: true }');
    repository.commit('what the plan is of');
    const { code, out } = await run(['plan', '--env', 'local', '--out', PLAN_FILE]);
    expect(code).toBe(0);
    const digest = digestOf({ repository }).slice(0, 12);
    expect(out).toContain(
      `Saved ${PLAN_FILE}  (digest ${digest}; refused if any of 3 objects moves)\nApply with:  chron apply ${PLAN_FILE} --digest ${digest}\n`,
    );
  },
};

/** The digest that the plan file names. */
export function digestOf({ repository }: Pick<Desk, 'repository'>): string {
  const { digest }: { readonly digest: string } = JSON.parse(repository.read(PLAN_FILE));
  return digest;
}
