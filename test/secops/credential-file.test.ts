import { describe, expect, it } from 'vitest';
import { UserError } from '../../lib/errors.ts';
import { checkCredentialFile, isGoogleUrl } from '../../lib/secops/credential-file.ts';

const FEDERATED = {
  type: 'external_account',
  audience: '//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/q',
  subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
  token_url: 'https://sts.googleapis.com/v1/token',
  credential_source: { file: '/tmp/token' },
};

describe('checkCredentialFile', () => {
  it.each([
    ['a file', { file: '/var/run/token' }],
    [
      "GitHub's token service",
      { url: 'https://pipelines.actions.githubusercontent.com/x/y?api-version=2.0' },
    ],
    [
      'the metadata server of Google',
      { url: 'http://metadata.google.internal/computeMetadata/v1/x' },
    ],
    [
      'AWS',
      {
        environment_id: 'aws1',
        region_url: 'http://169.254.169.254/latest/meta-data/placement/availability-zone',
        url: 'http://169.254.169.254/latest/meta-data/iam/security-credentials',
        regional_cred_verification_url:
          'https://sts.{region}.amazonaws.com?Action=GetCallerIdentity&Version=2011-06-15',
      },
    ],
  ])('takes a subject token from %s', (_title, credential_source) => {
    expect(checkCredentialFile({ ...FEDERATED, credential_source }).type).toBe('external_account');
  });

  it.each<[string, unknown]>([
    ['a program', { executable: { command: '/bin/sh -c id' } }],
    ['a program beside a file', { file: '/x', executable: { command: 'id' } }],
    ['another host', { url: 'https://evil.example/token' }],
    ['plain http to GitHub', { url: 'http://x.actions.githubusercontent.com/token' }],
    ['a host that ends like GitHub', { url: 'https://evilactions.githubusercontent.com/token' }],
    [
      'a host that begins like GitHub',
      { url: 'https://x.actions.githubusercontent.com.evil.example/' },
    ],
    ['userinfo', { url: 'https://x.actions.githubusercontent.com@evil.example/' }],
    ['this machine', { url: 'http://127.0.0.1:8080/token' }],
    ['the metadata server by number', { url: 'http://2852039166/latest' }],
    ['the metadata server with a port', { url: 'http://169.254.169.254:8080/latest' }],
    ['a region of another host', { environment_id: 'aws1', region_url: 'https://evil.example/' }],
    ['a session token of another host', { imdsv2_session_token_url: 'http://evil.example/' }],
    [
      'a verification of another host',
      { regional_cred_verification_url: 'https://sts.evil.example/?x' },
    ],
    ['nothing', undefined],
    ['a list', []],
  ])('does not take a subject token from %s', (_title, credential_source) => {
    expect(() => checkCredentialFile({ ...FEDERATED, credential_source })).toThrow(UserError);
  });

  it.each([
    ['token_url', { token_url: 'https://evil.example/v1/token' }],
    [
      'service_account_impersonation_url',
      {
        service_account_impersonation_url:
          'https://iamcredentials.googleapis.com.evil.example/v1/x:generateAccessToken',
      },
    ],
    ['universe_domain', { universe_domain: 'evil.example' }],
    ['token_uri', { type: 'service_account', token_uri: 'http://oauth2.googleapis.com/token' }],
    ['a type of its own', { type: 'gdch_service_account' }],
    ['a type that every object has', { type: 'constructor' }],
    [
      'source_credentials',
      {
        type: 'impersonated_service_account',
        source_credentials: { type: 'authorized_user', universe_domain: 'evil.example' },
      },
    ],
    [
      'source_credentials that run a program',
      {
        type: 'impersonated_service_account',
        source_credentials: { ...FEDERATED, credential_source: { executable: { command: 'id' } } },
      },
    ],
  ])('refuses a foreign %s with exit 7', (_title, fields) => {
    expect(() => checkCredentialFile({ ...FEDERATED, ...fields })).toThrow(
      expect.objectContaining({ exit: 7 }),
    );
  });

  it('drops whatever else would steer the library', () => {
    const file = checkCredentialFile({
      ...FEDERATED,
      endpoint: 'https://evil.example',
      transporterOptions: { proxy: 'http://evil.example' },
      cloud_resource_manager_url: 'https://evil.example',
      quota_project_id: 'x',
    });
    expect(Object.keys(file).toSorted()).toEqual(
      ['audience', 'credential_source', 'subject_token_type', 'token_url', 'type'].toSorted(),
    );
  });
});

describe('isGoogleUrl', () => {
  it.each([
    'https://oauth2.googleapis.com/token',
    'https://sts.googleapis.com/v1/token',
    'https://sts.mtls.googleapis.com/v1/token',
    'https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/x:generateAccessToken',
    'https://accounts.google.com/o/oauth2/token',
  ])('takes %s', (url) => {
    expect(isGoogleUrl(url)).toBe(true);
  });

  it.each([
    'http://oauth2.googleapis.com/token',
    'https://googleapis.com',
    'https://oauth2.googleapis.com.',
    'https://evil.example',
    'https://oauth2.googleapis.com.evil.example',
    'https://evilgoogleapis.com',
    'https://oauth2-googleapis.com',
    'https://oauth2.googleapis.com@evil.example',
    'https://evil.example@oauth2.googleapis.com',
    'https://@oauth2.googleapis.com',
    'https://oauth2.googleapis.com:444/token',
    'https://evil.example/.googleapis.com',
    'https://evil.example#.googleapis.com',
    'https://evil.example?.googleapis.com',
    'https://evil.example\\.googleapis.com',
    'https://оauth2.gооgleapis.com',
    'https://oauth2。googleapis。com',
    'https://oauth2.googleapis.com%2eevil.example',
    ' https://oauth2.googleapis.com',
    'https://OAUTH2.googleapis.com',
    'https:oauth2.googleapis.com',
    'https:\\\\oauth2.googleapis.com',
    'https://mail.google.com',
    'https://127.0.0.1',
    'https://169.254.169.254',
    'ftp://oauth2.googleapis.com',
    'file:///oauth2.googleapis.com',
    '',
    'oauth2.googleapis.com',
    7,
    null,
    {},
    ['https://oauth2.googleapis.com'],
  ])('does not take %j', (url) => {
    expect(isGoogleUrl(url)).toBe(false);
  });
});
