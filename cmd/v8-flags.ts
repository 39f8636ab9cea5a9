import { setFlagsFromString } from 'node:v8';

type Flags = Readonly<Record<'short-lived' | 'forgetful', readonly string[]>>;

/**
 * By major version of V8: flags are an engine's own, and one that does not know a flag says so aloud. Node 20 has version
 * 11, on which these were measured; later ones are left as they are.
 */
const FLAGS: Readonly<Record<string, Flags>> = {
  11: {
    'short-lived': [
      // The slowest compiler costs more than its code ever gains: functions run fifteen times as long before it takes
      // them, and it draws less into each.
      '--interrupt-budget=1000000',
      '--max-inlined-bytecode-size-cumulative=150',
      // Several threads that look through a small heap spend more on one another than on the heap.
      '--no-parallel-scavenge',
    ],
    // Room for more than one thing is only more memory to touch.
    forgetful: ['--semi-space-growth-factor=1'],
  },
};

/** The flags for a version of V8 (`11.3.244.8-node.38`). */
export function flagsOf(version: string): Flags {
  return FLAGS[version.split('.')[0] ?? ''] ?? { 'short-lived': [], forgetful: [] };
}

/** Suits V8 to a process that is over in a second or two (`short-lived`), or to work that forgets each thing before the next. */
export function suitV8(to: keyof Flags): void {
  for (const flag of flagsOf(process.versions.v8)[to]) setFlagsFromString(flag);
}
