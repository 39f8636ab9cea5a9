import { describe, expect, it } from 'vitest';
import { UserError } from '../../lib/errors.ts';
import { backstoryOrigin, loopbackOrigin, REGIONS } from '../../lib/secops/hosts.ts';

describe('backstoryOrigin', () => {
  it('trap 19: puts no prefix before us', () => {
    expect(backstoryOrigin('us')).toBe('https://backstory.googleapis.com');
  });

  it.each(REGIONS.filter((region) => region !== 'us'))(
    'trap 19: puts %s before the host',
    (region) => {
      expect(backstoryOrigin(region)).toBe(`https://${region}-backstory.googleapis.com`);
    },
  );

  it.each([
    '',
    'US',
    ' us',
    'us ',
    'us\n',
    'us.',
    'moon',
    'europe-west99',
    'us/',
    'us#',
    'us?',
    'us@evil.example',
    'evil.example/',
    'evil.example#',
    '//evil.example',
    'https://evil.example',
    'europe%2eevil',
    'europe\u0000',
    '../europe',
    'eu-rope',
    'e\u200burope',
    'еurope',
    '__proto__',
    'constructor',
    'toString',
  ])('does not take %j for a region', (region) => {
    expect(() => backstoryOrigin(region)).toThrow(UserError);
  });

  it('advises the nearest region', () => {
    expect(() => backstoryOrigin('europ')).toThrow(
      expect.objectContaining({ hint: 'did you mean europe?' }),
    );
  });
});

describe('loopbackOrigin', () => {
  it.each([
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['http://127.0.0.1:8080/', 'http://127.0.0.1:8080'],
    ['http://127.0.0.1', 'http://127.0.0.1'],
    ['http://127.8.9.255:1', 'http://127.8.9.255:1'],
    ['http://localhost:65535', 'http://localhost:65535'],
    ['http://[::1]:8080', 'http://[::1]:8080'],
  ])('takes %s', (endpoint, origin) => {
    expect(loopbackOrigin(endpoint)).toBe(origin);
  });

  it.each([
    // another machine
    'http://example.com',
    'http://8.8.8.8',
    'http://10.0.0.1',
    'http://192.168.1.1:80',
    'http://172.16.0.1',
    'http://169.254.169.254',
    'http://metadata.google.internal',
    'http://[fd00:ec2::254]',
    'http://[fe80::1]',
    'http://0.0.0.0:80',
    'http://[::]:80',
    'http://128.0.0.1',
    'http://126.255.255.255',
    'http://backstory.googleapis.com',
    'https://backstory.googleapis.com',
    'http://oauth2.googleapis.com',
    // another protocol
    'https://127.0.0.1:8443',
    'https://localhost',
    'ftp://127.0.0.1',
    'file:///etc/passwd',
    'ws://127.0.0.1',
    'gopher://127.0.0.1:70',
    'data:text/plain,x',
    'javascript:1',
    'unix:/tmp/socket',
    '//127.0.0.1',
    '127.0.0.1:80',
    'localhost:80',
    'HTTP://127.0.0.1',
    'http:127.0.0.1',
    'http:/127.0.0.1',
    'http:\\\\127.0.0.1',
    // userinfo and what only looks like the host
    'http://127.0.0.1@evil.example',
    'http://localhost@evil.example',
    'http://user:pw@127.0.0.1',
    'http://@127.0.0.1',
    'http://evil.example@127.0.0.1',
    'http://127.0.0.1:80@evil.example',
    'http://127.0.0.1#@evil.example',
    'http://127.0.0.1?@evil.example',
    'http://127.0.0.1\\@evil.example',
    'http://127.0.0.1.evil.example',
    'http://localhost.evil.example',
    'http://evil-localhost',
    'http://localhost.localdomain',
    'http://127.0.0.1.',
    'http://localhost.',
    'http://127.0.0.1%2eevil.example',
    'http://127.0.0.1%00.evil.example',
    'http://127.0.0.1 .evil.example',
    'http://127.0.0.1\t',
    'http://127.0.0.1\n',
    ' http://127.0.0.1',
    'http://127.0.0.1 ',
    'http://ⓛocalhost',
    'http://lоcalhost',
    'http://127。0。0。1',
    'http://localhost\u200b',
    'http://1⁲7.0.0.1',
    // numbers that a parser would make 127.0.0.1, or another host
    'http://2130706433',
    'http://0x7f000001',
    'http://0x7f.0.0.1',
    'http://017700000001',
    'http://0177.0.0.1',
    'http://127.1',
    'http://127.0.1',
    'http://127.0.0.01',
    'http://127.0.0.256',
    'http://127.0.0.1.1',
    'http://127',
    'http://3232235777',
    'http://[::ffff:127.0.0.1]',
    'http://[::ffff:7f00:1]',
    'http://[0:0:0:0:0:0:0:1]',
    'http://[::1%25lo]',
    'http://[::2]',
    'http://[::127.0.0.1]',
    'http://::1',
    // ports and paths
    'http://127.0.0.1:0',
    'http://127.0.0.1:65536',
    'http://127.0.0.1:080',
    'http://127.0.0.1:-1',
    'http://127.0.0.1:http',
    'http://127.0.0.1:',
    'http://127.0.0.1/v2',
    'http://127.0.0.1//evil.example',
    'http://127.0.0.1/../x',
    'http://127.0.0.1?x',
    'http://127.0.0.1#x',
    '',
    'http://',
    'http://:80',
  ])('refuses %j', (endpoint) => {
    expect(() => loopbackOrigin(endpoint)).toThrow(UserError);
  });
});
