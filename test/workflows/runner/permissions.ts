import type { Permissions } from './workflow-file.ts';

const RANK = { none: 0, read: 1, write: 2 } as const;

/** What a job may, of what it asks for: a stranger's pull request writes nothing, and becomes nobody. */
export function grantedTo(asked: Permissions, untrusted: boolean): Permissions {
  if (!untrusted) return asked;
  return Object.fromEntries(
    Object.entries(asked)
      .filter(([name]) => name !== 'id-token')
      .map(([name, access]) => [name, access === 'write' ? 'read' : access]),
  );
}

/** A called workflow that asks for more than its caller has does not start. */
export function refuseBeyond(asked: Permissions, cap: Permissions | undefined, job: string): void {
  if (cap === undefined) return;
  for (const [name, access] of Object.entries(asked)) {
    if (RANK[access] > RANK[cap[name] ?? 'none']) {
      throw new Error(
        `the nested job '${job}' is requesting '${name}: ${access}', but is only allowed '${name}: ${cap[name] ?? 'none'}'`,
      );
    }
  }
}
