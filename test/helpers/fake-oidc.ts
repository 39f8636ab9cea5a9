import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { meets, type Claims } from './cel.ts';
import { listening, textOf } from './fake-server.ts';

/** A workload identity provider: who may come in by it, and the accounts that those may become. */
export interface Provider {
  /** The attribute condition, in the part of CEL that helpers/cel.ts reads. */
  readonly condition: string;
  readonly accounts: readonly string[];
}

/** One attempt to become somebody. */
export interface Exchange {
  readonly provider: string;
  readonly claims: Claims;
  readonly account: string;
  readonly granted: boolean;
}

/**
 * GitHub's issuer of tokens for jobs, Google's security token service and IAM Credentials, on one loopback port.
 * Nothing is signed: a token is a name for what was said when it was asked for.
 */
export interface FakeOidc {
  readonly url: string;
  /** Opens the issuer to a job; gives what the runner puts into its environment. */
  readonly open: (claims: Claims) => Readonly<Record<string, string>>;
  /** All that was tried, in order. */
  readonly exchanges: readonly Exchange[];
  /** Every token that was handed out: none may turn up in a log, a comment or an artifact. */
  readonly tokens: readonly string[];
}

export async function openFakeOidc(
  providers: Readonly<Record<string, Provider>>,
): Promise<FakeOidc> {
  const exchanges: Exchange[] = [];
  const tokens: string[] = [];
  const jobs = new Map<string, Claims>();
  const identities = new Map<string, Claims>();
  const federated = new Map<string, { readonly provider: string; readonly claims: Claims }>();

  const mint = (): string => {
    const token = `secret-${randomUUID()}`;
    tokens.push(token);
    return token;
  };

  const answer = async (request: IncomingMessage): Promise<readonly [number, unknown]> => {
    const path = request.url ?? '';
    const bearer = /^Bearer (.*)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    if (path.startsWith('/token')) {
      const claims = jobs.get(bearer);
      if (claims === undefined) return [401, { message: 'unknown job' }];
      const token = mint();
      identities.set(token, claims);
      return [200, { value: token }];
    }
    const body: Record<string, unknown> = JSON.parse(await textOf(request));
    if (path === '/v1/token') {
      const claims = identities.get(String(body['subjectToken']));
      const provider = String(body['audience']);
      const known = providers[provider];
      if (claims === undefined || known === undefined) return [400, { error: 'invalid_request' }];
      if (!meets(known.condition, claims)) {
        exchanges.push({ provider, claims, account: '', granted: false });
        return [400, { error: 'unauthorized_client', error_description: REJECTED }];
      }
      const token = mint();
      federated.set(token, { provider, claims });
      return [200, { access_token: token, token_type: 'Bearer', expires_in: 3600 }];
    }
    const account = /serviceAccounts\/([^:]+):generateAccessToken$/.exec(path)?.[1] ?? '';
    const who = federated.get(bearer);
    if (who === undefined) return [401, { error: { code: 401, status: 'UNAUTHENTICATED' } }];
    const granted = providers[who.provider]?.accounts.includes(account) ?? false;
    exchanges.push({ ...who, account, granted });
    if (!granted) return [403, { error: { code: 403, status: 'PERMISSION_DENIED' } }];
    return [200, { accessToken: mint(), expireTime: '2026-01-01T00:00:00Z' }];
  };

  const url = await listening(
    createServer((request: IncomingMessage, response: ServerResponse) => {
      void answer(request).then(([status, body]) => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(body));
      });
    }),
  );
  return {
    url,
    open: (claims) => {
      const token = mint();
      jobs.set(token, claims);
      return {
        ACTIONS_ID_TOKEN_REQUEST_URL: `${url}/token?api-version=2.0`,
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: token,
      };
    },
    exchanges,
    tokens,
  };
}

const REJECTED = 'The given credential is rejected by the attribute condition.';
