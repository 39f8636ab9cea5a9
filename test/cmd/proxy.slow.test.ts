import { execFile, execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ruleText } from '../helpers/builders.ts';
import { startProxy } from '../helpers/connect-proxy.ts';
import { testRepository } from '../helpers/repository.ts';
import { tempFolder } from '../helpers/temp.ts';
import { fileOf, KEY } from '../secops/token-server.ts';

const TOP = resolve(import.meta.dirname, '..', '..');
const ENVIRONMENT = [
  'api: backstory',
  'region: europe',
  'credentials: { ambient: true }',
  'deployment: [{ enabled: true, alerting: false }]',
  'gate: off',
  '',
].join('\n');

/** A certificate for Google's hosts that nobody but this test trusts. */
async function certificate(): Promise<{ readonly cert: string; readonly key: string }> {
  const folder = await tempFolder();
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const words =
    'req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=test -addext subjectAltName=DNS:*.googleapis.com';
  execFileSync('openssl', [...words.split(' '), '-keyout', key, '-out', cert], { stdio: 'ignore' });
  return { cert, key };
}

/** Google behind TLS: a token server and an empty tenant, by host. */
async function startGoogle(files: { readonly cert: string; readonly key: string }) {
  const asked: string[] = [];
  const options = { cert: readFileSync(files.cert), key: readFileSync(files.key) };
  const server = createServer(options, (request, response) => {
    asked.push(`${request.headers.host ?? ''} ${request.headers.authorization ?? ''}`.trim());
    const token = request.headers.host?.startsWith('oauth2') === true;
    response.setHeader('Content-Type', 'application/json');
    response.end(token ? '{"access_token":"token-1","expires_in":3600}' : '{}');
  });
  await new Promise<void>((resolveListening) => {
    server.listen(0, '127.0.0.1', resolveListening);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return { asked, port: typeof address === 'object' && address !== null ? address.port : 0 };
}

describe('chron behind a proxy', () => {
  it('reaches the token server and the service through it, and trusts NODE_EXTRA_CA_CERTS', async () => {
    const files = await certificate();
    const google = await startGoogle(files);
    const proxy = await startProxy({ to: google.port });
    const { root } = await testRepository({
      'environments/prod.yaml': ENVIRONMENT,
      'rules/family/one.yaral': ruleText('one'),
    });
    const run = promisify(execFile);
    const { stdout } = await run(
      process.execPath,
      [
        '--import',
        import.meta.resolve('tsx'),
        join(TOP, 'cmd/main.ts'),
        'plan',
        '--env',
        'prod',
        '--format',
        'json',
      ],
      {
        cwd: root,
        env: {
          ...process.env,
          NODE_PATH: join(TOP, 'node_modules'),
          HTTPS_PROXY: proxy.url,
          NO_PROXY: 'example.com',
          NODE_EXTRA_CA_CERTS: files.cert,
          CHRON_BACKSTORY_KEY_FILE: await fileOf(KEY),
        },
      },
    );
    expect(stdout).toContain('"create-rule"');
    expect(new Set(proxy.asked)).toEqual(
      new Set(['oauth2.googleapis.com:443', 'europe-backstory.googleapis.com:443']),
    );
    expect(google.asked).toContain('europe-backstory.googleapis.com Bearer token-1');
  });
});
