import type { Diagnostic } from '../lib/diagnostics/diagnostic.ts';
import { LIMITS } from '../lib/repo/layout.ts';
import { openRawTexts } from '../lib/repo/raw-texts.ts';
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
  { root, tree, others }: RuleFiles,
): Promise<readonly Diagnostic[]> {
  const named = examined.flatMap(({ source, name }): NamedRule[] =>
    name === undefined || name.text === ''
      ? []
      : [{ source, name: name.text, nameSpan: name.span }],
  );
  const inside = named.filter(({ source }) => inRepository(source));
  const wanted = new Set(inside.map(({ name }) => name.toLowerCase()));
  const bystanders = wanted.size === 0 ? [] : others.filter(isRuleFile);
  // Names and the word before them are ASCII: there is no need to decode a thousand files for that.
  const rawText = openRawTexts(root, LIMITS.ruleBytes);
  const suspects = bystanders.filter(({ path }) => mayDeclare(rawText(path) ?? '', wanted));
  const { sources: twins } = await readRuleTexts(tree, suspects);
  const before = twins.flatMap((source): NamedRule[] => {
    const { header } = readHeader(source);
    return header === undefined ? [] : [{ source, name: header.name, nameSpan: header.nameSpan }];
  });
  const asked = new Set(named.map(({ source }) => source.path));
  const { clashes } = sortNames([...before, ...named]);
  return clashes.filter(({ path }) => asked.has(path));
}

/** The no-break space, white space to the language, has two bytes in UTF-8. */
function mayDeclare(text: string, wanted: ReadonlySet<string>): boolean {
  return [...text.matchAll(/\brule[\s\u00c2]+(\w+)/gi)].some(({ 1: name = '' }) =>
    wanted.has(name.toLowerCase()),
  );
}

function isRuleFile({ path, kind }: { readonly path: string; readonly kind: string }): boolean {
  return kind === 'file' && path.endsWith('.yaral');
}
