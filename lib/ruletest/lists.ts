import type { ListKind, ReferenceList } from '../model/reference-list.ts';
import type { RuleCase } from '../model/rule-test.ts';
import type { Analysis } from '../yaral/analyze.ts';

/** The lists that a case meets: its own, and those of the repository that it does not give. */
export function listsOf(
  { lists }: Pick<RuleCase, 'lists'>,
  repository: readonly ReferenceList[],
  analysis: Analysis,
): readonly ReferenceList[] {
  const own = [...lists].map(([name, lines]): ReferenceList => {
    const known = repository.find((one) => one.name === name)?.kind;
    return { name, kind: usedAs(name, analysis) ?? known ?? 'string', description: '', lines };
  });
  return [...own, ...repository.filter(({ name }) => !lists.has(name))];
}

/** The kind of a list follows from how the rule uses it (design §5). */
function usedAs(name: string, { symbols }: Analysis): ListKind | undefined {
  const modes = (symbols?.index.of('membership') ?? []).flatMap(({ list, mode }) =>
    list.kind === 'list-reference' && list.name === name ? [mode] : [],
  );
  const [mode] = modes;
  return mode === 'plain' ? 'string' : mode;
}
