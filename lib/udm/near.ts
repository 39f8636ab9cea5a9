import { compareText, nearest } from '../text.ts';
import { enumNamed, messageNamed } from './schema.ts';

/** No hint names more than so many. */
const MOST = 3;

/**
 * Fields that were probably meant: one of that very name a step further down (`userid` of a noun is `user.userid`),
 * else the nearest in spelling.
 */
export function fieldsNear(message: string, name: string): readonly string[] {
  const fields = messageNamed(message)?.fields;
  if (fields === undefined) return [];
  const below: string[] = [];
  for (const { name: step, type, repeated } of fields.values()) {
    if (type.kind !== 'message' || repeated) continue;
    if (messageNamed(type.name)?.fields.has(name) === true) below.push(`${step}.${name}`);
  }
  if (below.length > 0) return below.slice(0, MOST);
  const spelt = nearest(name, fields.keys());
  return spelt === undefined ? [] : [spelt];
}

/**
 * Enumerators that were probably meant: the same in another case, the one of that number, the nearest in spelling,
 * else those with the given word among theirs (`LOGIN` is `USER_LOGIN`). All of a small enum if none is like it.
 */
export function valuesNear(enumName: string, value: string): readonly string[] {
  const values = enumNamed(enumName)?.values ?? new Map<string, number>();
  const names = [...values.keys()];
  const word = value.toUpperCase().replaceAll(/[\s-]+/g, '_');
  const same = names.find((name) => name === word);
  if (same !== undefined) return [same];
  const numbered = names.find((name) => String(values.get(name)) === value);
  if (numbered !== undefined) return [numbered];
  const spelt = nearest(word, names);
  if (spelt !== undefined) return [spelt];
  const like = word === '' ? [] : names.filter((name) => `_${name}_`.includes(`_${word}_`));
  if (like.length > 0) return like.toSorted(byLength).slice(0, MOST);
  return names.length <= MOST + 2 ? names : [];
}

function byLength(before: string, after: string): number {
  return before.length - after.length || compareText(before, after);
}
