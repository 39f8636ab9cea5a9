import { readChanged } from '../lib/repo/changed.ts';
import { readRuleTexts } from '../lib/repo/rule-texts.ts';
import type { RuleFiles } from './rule-files.ts';

/**
 * Narrows files to those whose cases may come out otherwise than on the default branch: the rule or its test was
 * touched, or a list or data table that the rule names. `files` is undefined where nothing is left.
 */
export async function narrowTests(
  files: RuleFiles,
): Promise<{ readonly base: string; readonly files: RuleFiles | undefined }> {
  const { base, changed, deleted } = await readChanged(files.root);
  const all = [...changed, ...deleted];
  if (all.includes('rules/check.yaml')) return { base, files };
  const touched = new Set(changed);
  for (const path of all) touched.add(path.replace(/\.test\.yaml$/, '.yaral'));
  const lists = all.flatMap((path) => {
    const [, list, table] =
      /^rules\/(?:lists\/(\w+)\.\w+\.txt|tables\/(\w+)\.csv)$/.exec(path) ?? [];
    return list ?? table ?? [];
  });
  if (lists.length > 0) {
    const naming = new RegExp(`%(?:${lists.join('|')})\\b`);
    const { sources } = await readRuleTexts(files.tree, files.asked);
    for (const { path, text } of sources) if (naming.test(text)) touched.add(path);
  }
  const asked = files.asked.filter(({ path }) => touched.has(path));
  if (!asked.some(({ path }) => path.endsWith('.yaral') || path.endsWith('.test.yaml'))) {
    return { base, files: undefined };
  }
  const rest = files.asked.filter(({ path }) => !touched.has(path));
  return { base, files: { ...files, asked, others: [...files.others, ...rest] } };
}
