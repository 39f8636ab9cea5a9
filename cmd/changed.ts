import { readChanged } from '../lib/repo/changed.ts';
import { readRuleTexts } from '../lib/repo/rule-texts.ts';
import type { RuleFiles } from './rule-files.ts';

/**
 * Narrows files to those that the branch touches. A list that is gone touches the rules that name it, and settings of
 * the check touch everything. `files` is undefined where nothing is left.
 */
export async function narrowToChanged(
  files: RuleFiles,
): Promise<{ readonly base: string; readonly files: RuleFiles | undefined }> {
  const { base, changed, deleted } = await readChanged(files.root);
  if (changed.includes('rules/check.yaml') || deleted.includes('rules/check.yaml')) {
    return { base, files };
  }
  const touched = new Set([...changed, ...(await namingLists(files, deleted))]);
  const asked = files.asked.filter(({ path }) => touched.has(path));
  if (!asked.some(({ path }) => path.endsWith('.yaral') || path.startsWith('rules/lists/'))) {
    return { base, files: undefined };
  }
  const rest = files.asked.filter(({ path }) => !touched.has(path));
  return {
    base,
    files: {
      ...files,
      asked,
      others: [...files.others, ...rest],
      covers: (path) => touched.has(path) && files.covers(path),
    },
  };
}

/** Rules that name one of these list files, whatever its kind. */
async function namingLists(
  { tree, asked }: RuleFiles,
  deleted: readonly string[],
): Promise<readonly string[]> {
  const names = deleted.flatMap((path) => /^rules\/lists\/(\w+)\.\w+\.txt$/.exec(path)?.[1] ?? []);
  if (names.length === 0) return [];
  const { sources } = await readRuleTexts(tree, asked);
  const naming = new RegExp(`%(?:${names.join('|')})\\b`);
  return sources.filter(({ text }) => naming.test(text)).map(({ path }) => path);
}
