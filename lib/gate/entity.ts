import type { Entity } from '../model/comparison.ts';
import type { Detection, UdmEvent, UdmValue } from '../model/detection.ts';
import { recordOf } from './identity.ts';

/** Where an event says whom it is about, the most telling first: of principal, then of target. */
const PLACES: readonly { readonly name: string; readonly path: readonly string[] }[] = [
  { name: 'user', path: ['user', 'userid'] },
  { name: 'user', path: ['user', 'emailAddresses'] },
  { name: 'host', path: ['hostname'] },
  { name: 'asset', path: ['assetId'] },
  { name: 'ip', path: ['ip'] },
];
const NOUNS = ['principal', 'target', 'src'];

/** Whom a detection is about: its match values, else what its first event names. Empty where neither says. */
export function entityOf({ matches, samples }: Detection): Entity {
  if (matches.length > 0) return matches.map(({ key, value }) => ({ name: key, value }));
  const event = samples.find(({ events }) => events.length > 0)?.events[0];
  if (event === undefined) return [];
  for (const noun of NOUNS) {
    for (const { name, path } of PLACES) {
      const value = textAt(event, [noun, ...path]);
      if (value !== undefined) return [{ name, value }];
    }
  }
  return [];
}

/** By which entities are told apart. */
export function entityKey(entity: Entity): string {
  return JSON.stringify(entity.map(({ value }) => value));
}

/** The text at a path, or the first of several. */
function textAt(event: UdmEvent, path: readonly string[]): string | undefined {
  let at: UdmValue | undefined = event;
  for (const step of path) at = recordOf(at)?.[step];
  const first: unknown = Array.isArray(at) ? at[0] : at;
  return typeof first === 'string' && first !== '' ? first : undefined;
}
