import { expect, it } from 'vitest';
import { UserError } from '../../lib/errors.ts';
import { repositoryAddress } from '../../lib/github/address.ts';

it.each([
  ['acme/rules', 'https://api.github.com', 'https://api.github.com/repos/acme/rules'],
  [
    'a-b/.github',
    'https://ghe.acme.example/api/v3/',
    'https://ghe.acme.example/api/v3/repos/a-b/.github',
  ],
  ['a/b', 'http://127.0.0.1:8080', 'http://127.0.0.1:8080/repos/a/b'],
  ['a/b', 'http://[::1]:8080', 'http://[::1]:8080/repos/a/b'],
])('puts %s on %s', (name, api, address) => {
  expect(repositoryAddress(name, api).repository).toBe(address);
});

it.each([
  '',
  'acme',
  'acme/',
  '/rules',
  'acme/..',
  'acme/.',
  '../..',
  'a/b/c',
  'a/b?x',
  'a b/c',
  '-a/b',
])('takes %j for no repository', (name) => {
  expect(() => repositoryAddress(name, 'https://api.github.com')).toThrow(UserError);
});

it.each([
  'http://api.github.com',
  'http://127.0.0.1.evil.example',
  'https://token@api.github.com',
  'https://api.github.com?x=1',
  'file:///etc/passwd',
  'nothing',
])('sends no token to %s', (api) => {
  expect(() => repositoryAddress('acme/rules', api)).toThrow(UserError);
});
