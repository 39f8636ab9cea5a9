import type { Scaffold, ScaffoldFile } from '../../lib/model/scaffold.ts';
import { scaffoldFiles } from '../../lib/repo/scaffold.ts';
import { scaffoldIdentities } from '../../lib/repo/scaffold-identities.ts';

export const COMMIT = '0123456789abcdef0123456789abcdef01234567';

const ACME = { tier: 'enterprise', project: 'acme-sec', projectNumber: '987654321' } as const;

/** A repository for two tenants in one project. */
export const SCAFFOLD: Scaffold = {
  branch: 'main',
  hosting: {
    repository: 'acme/rules',
    repositoryId: '123',
    ownerId: '45',
    chron: 'acme/chron',
    commit: COMMIT,
    version: '1.2.3',
    reviewer: '@acme/detection',
  },
  tenants: [
    {
      ...ACME,
      name: 'staging',
      region: 'us',
      secret: 'chron-key-staging',
      expect: 'staging-key@acme-sec.iam.gserviceaccount.com',
    },
    {
      ...ACME,
      name: '2nd-prod',
      region: 'europe',
      secret: 'key_of_prod',
      expect: 'prod-key@acme-sec.iam.gserviceaccount.com',
    },
  ],
};

/** The files of a scaffold by path. */
export function filesOf(
  scaffold: Scaffold,
  { ownRules = false }: { readonly ownRules?: boolean } = {},
): ReadonlyMap<string, ScaffoldFile> {
  const files = scaffoldFiles(scaffold, scaffoldIdentities(scaffold), { ownRules });
  return new Map(files.map((file) => [file.path, file]));
}
