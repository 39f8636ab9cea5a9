import type { LiveRule, Rule } from '../model/rule.ts';
import { readHeader } from '../yaral/header.ts';
import { textHash } from './hash.ts';

/**
 * A rule with the text that the tenant has, and what that text says of itself: severity, lists, whether it joins events.
 * Name, path and deployment are git's. A text whose head cannot be read says no more than the wanted one.
 */
export function asStored(rule: Rule, { version: { text } }: LiveRule): Rule {
  if (textHash(text) === textHash(rule.text)) return rule;
  const { header } = readHeader({ path: rule.path, text });
  if (header === undefined) return { ...rule, text };
  const { meta, multiEvent, lists } = header;
  return { ...rule, text, meta, multiEvent, lists };
}
