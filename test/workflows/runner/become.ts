import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Standing } from './stand-ins.ts';

/**
 * `google-github-actions/auth`: the job's token of GitHub against a federated one, that against one of the account.
 * The action itself leaves the exchange to whoever uses the file that it writes; here it is done at once, so that a
 * refusal shows where it belongs.
 */
export async function become(standing: Standing): Promise<number> {
  const { world, workspace, inputs, env, say, setEnv } = standing;
  const provider = inputs['workload_identity_provider'] ?? '';
  const account = inputs['service_account'] ?? '';
  const url = env['ACTIONS_ID_TOKEN_REQUEST_URL'];
  const bearer = env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'] ?? '';
  if (url === undefined) {
    say('::error::the job has no permission "id-token: write"\n');
    return 1;
  }
  const asked = await fetch(`${url}&audience=${encodeURIComponent(provider)}`, {
    headers: { authorization: `Bearer ${bearer}` },
  });
  const { value } = await answerOf(asked);
  const federated = await post(`${world.stsUrl}/v1/token`, '', {
    grantType: 'urn:ietf:params:oauth:grant-type:token-exchange',
    audience: provider,
    subjectToken: value,
  });
  const token = federated['access_token'];
  if (token === undefined) return refused(standing, 'the provider', federated);
  const at = `${world.stsUrl}/v1/projects/-/serviceAccounts/${account}:generateAccessToken`;
  const impersonated = await post(at, token, { scope: ['cloud-platform'] });
  if (impersonated['accessToken'] === undefined) return refused(standing, 'IAM', impersonated);
  const file = join(workspace, 'gha-creds-0123456789abcdef.json');
  const source = { url, headers: { Authorization: `Bearer ${bearer}` } };
  writeFileSync(file, JSON.stringify({ type: 'external_account', credential_source: source }));
  setEnv('GOOGLE_GHA_CREDS_PATH', file);
  setEnv('BECOME', account);
  return 0;
}

async function post(
  url: string,
  bearer: string,
  body: unknown,
): Promise<Readonly<Record<string, string | undefined>>> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return answerOf(answer);
}

async function answerOf(answer: Response): Promise<Readonly<Record<string, string | undefined>>> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the fakes answer nothing else
  return (await answer.json()) as Record<string, string | undefined>;
}

function refused({ say }: Standing, who: string, answer: object): number {
  say(`::error::${who} refused: ${JSON.stringify(answer)}\n`);
  return 1;
}
