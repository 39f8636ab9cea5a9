import type { Diagnostic } from '../lib/diagnostics/diagnostic.ts';
import { sortNames, type NamedRule } from '../lib/repo/rule-names.ts';
import { readRuleTexts } from '../lib/repo/rule-texts.ts';
import { readHeader } from '../lib/yaral/header.ts';
import type { AmongOthers } from '../lib/yaral/lint.ts';
import { inRepository, type RuleFiles } from './rule-files.ts';

/**
 * Names that two rules declare. A file that was not asked for is looked into only if it may declare a name of one that
 * was; it then counts as the first, for the question was about the other.
 */
export async function nameClashes(
  examined: readonly AmongOthers[],
  { tree, others }: RuleFiles,
): Promise<readonly Diagnostic[]> {
  const named = examined.flatMap(({ source, name }): NamedRule[] =>
    name === undefined || name.text === ''
      ? []
      : [{ source, name: name.text, nameSpan: name.span }],
  );
  const inside = named.filter(({ source }) => inRepository(source));
  const wanted = new Set(inside.map(({ name }) => name.toLowerCase()));
  const { sources } =
    wanted.size === 0 ? { sources: [] } : await readRuleTexts(tree, others.filter(isRuleFile));
  const twins = sources.filter(({ text }) =>
    [...text.matchAll(/\brule\s+(\w+)/gi)].some(({ 1: name = '' }) =>
      wanted.has(name.toLowerCase()),
    ),
  );
  const before = twins.flatMap((source): NamedRule[] => {
    const { header } = readHeader(source);
    return header === undefined ? [] : [{ source, name: header.name, nameSpan: header.nameSpan }];
  });
  const asked = new Set(named.map(({ source }) => source.path));
  const { clashes } = sortNames([...before, ...named]);
  return clashes.filter(({ path }) => asked.has(path));
}

function isRuleFile({ path, kind }: { readonly path: string; readonly kind: string }): boolean {
  return kind === 'file' && path.endsWith('.yaral');
}
