import { readChanged } from '../lib/repo/changed.ts';
import { readRuleTexts } from '../lib/repo/rule-texts.ts';
import type { RuleFiles } from './rule-files.ts';

/**
 * Narrows files to those that the branch touches. A list that is gone and a data table that is another one touch the
 * rules that name them, for what is said of those rules depends on it; settings of the check touch everything. `files` is undefined where nothing is left.
 */
export async function narrowToChanged(
  files: RuleFiles,
): Promise<{ readonly base: string; readonly files: RuleFiles | undefined }> {
  const { base, changed, deleted } = await readChanged(files.root);
  if (changed.includes('rules/check.yaml') || deleted.includes('rules/check.yaml')) {
    return { base, files };
  }
  const touched = new Set([...changed, ...(await naming(files, { changed, deleted }))]);
  const asked = files.asked.filter(({ path }) => touched.has(path));
  if (!asked.some(({ path }) => /\.yaral$|^rules\/(?:lists|tables)\//.test(path))) {
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

/** Rules that name a list that is gone, whatever its kind, or a table that has other columns, as far as anybody knows. */
async function naming(
  { tree, asked }: RuleFiles,
  {
    changed,
    deleted,
  }: { readonly changed: readonly string[]; readonly deleted: readonly string[] },
): Promise<readonly string[]> {
  const lists = deleted.flatMap((path) => /^rules\/lists\/(\w+)\.\w+\.txt$/.exec(path)?.[1] ?? []);
  const tables = [...changed, ...deleted].flatMap(
    (path) => /^rules\/tables\/(\w+)\.csv$/.exec(path)?.[1] ?? [],
  );
  const names = [...lists, ...tables];
  if (names.length === 0) return [];
  const { sources } = await readRuleTexts(tree, asked);
  const pattern = new RegExp(`%(?:${names.join('|')})\\b`);
  return sources.filter(({ text }) => pattern.test(text)).map(({ path }) => path);
}
