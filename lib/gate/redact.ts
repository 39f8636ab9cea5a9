import { createHmac } from 'node:crypto';
import type { Entity } from '../model/comparison.ts';

/** Shortest hash that is shown; longer where two values would look alike. */
const DIGITS = 4;

/**
 * Names entities without saying who they are: `user-7f3a`, several values joined with `, `. Within one report the same
 * value has the same digits, whichever rule names it, and two values never do. The salt is random, made for the report
 * and kept by nobody: a hash without one could be undone by trying all names (ux 5.6).
 */
export function openRedactor(salt: string): (entity: Entity) => string {
  const digits = new Map<string, string>();
  const taken = new Set<string>();
  const digitsOf = (value: string): string => {
    const known = digits.get(value);
    if (known !== undefined) return known;
    const hash = createHmac('sha256', salt).update(value).digest('hex');
    let length = DIGITS;
    while (taken.has(hash.slice(0, length)) && length < hash.length) length += 1;
    const shown = hash.slice(0, length);
    taken.add(shown);
    digits.set(value, shown);
    return shown;
  };
  return (entity) =>
    entity.length === 0
      ? 'unnamed'
      : entity.map(({ name, value }) => `${wordOf(name)}-${digitsOf(value)}`).join(', ');
}

/** A match variable as the service repeats it: only what a variable's name may hold. */
function wordOf(name: string): string {
  const word = name.replaceAll(/[^A-Za-z0-9_]/g, '').slice(0, 40);
  return word === '' ? 'value' : word;
}
