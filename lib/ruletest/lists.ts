import type { ListKind, ReferenceList } from '../model/reference-list.ts';
import type { RuleCase } from '../model/rule-test.ts';
import type { Analysis } from '../yaral/analyze.ts';

/** The lists that a case meets: its own, and those of the repository that it does not give. */
export function listsOf(
  { lists }: Pick<RuleCase, 'lists'>,
  repository: readonly ReferenceList[],
  analysis: Analysis,
): readonly ReferenceList[] {
  const own = [...lists].map(([name, items]): ReferenceList => {
    const known = repository.find((one) => one.name === name)?.kind;
    const kind = usedAs(name, analysis) ?? known ?? 'string';
    return { name, kind, description: '', lines: items.map((item) => lineOf(item, kind)) };
  });
  return [...own, ...repository.filter(({ name }) => !lists.has(name))];
}

/** The line of a list file that says an item as it stands in the test: there a slash may begin a comment, and a backslash takes the meaning of the next sign (yara-l §5.13). */
function lineOf(item: string, kind: ListKind): string {
  return kind === 'regex'
    ? item.replaceAll(/\\[^]|\//g, (sign) => (sign === '/' ? '\\/' : sign))
    : item.replaceAll(/[\\/]/g, '\\$&');
}

/** The kind of a list follows from how the rule uses it (design §5); without a word for it, it is not known from there. */
function usedAs(name: string, { symbols }: Analysis): ListKind | undefined {
  const modes = (symbols?.index.of('membership') ?? []).flatMap(({ list, mode }) =>
    list.kind === 'list-reference' && list.name === name ? [mode] : [],
  );
  const [mode] = modes;
  return mode === 'plain' ? undefined : mode;
}
