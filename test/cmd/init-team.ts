import { COMMIT } from '../repo/scaffold.ts';

/** What a team says for two tenants, as words of a command line. */
export const TEAM = [
  ['--env', 'staging'],
  ['--env', 'prod'],
  ['--repository', 'acme/rules'],
  ['--repository-id', '123'],
  ['--owner-id', '45'],
  ['--chron-ref', `acme/chron@${COMMIT}`],
  ['--reviewer', '@acme/detection'],
  ['--region', 'europe'],
  ['--region', 'staging=us'],
  ['--project', 'acme-sec'],
  ['--project-number', '987654321'],
  ['--expect', 'prod=prod-key@acme-sec.iam.gserviceaccount.com'],
  ['--expect', 'staging=staging-key@acme-sec.iam.gserviceaccount.com'],
] as const;

/** The same as words. */
export const WORDS: readonly string[] = TEAM.flat();

/** The same without an option, or with another value for it. */
export function teamWith(option: string, ...values: readonly string[]): readonly string[] {
  const rest = TEAM.filter(([name]) => name !== option).flat();
  return [...rest, ...values.flatMap((value) => [option, value])];
}
