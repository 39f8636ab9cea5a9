import type { Reply } from './fake-github-routes.ts';

/** Ways in which GitHub, or the way to it, fails. `-after`: the request took effect all the same. */
export const GITHUB_FAULTS = [
  'reset-before',
  'reset-after',
  'half-after',
  'html-after',
  'hang-before',
  'hang-after',
  '500-before',
  '500-after',
  '502-before',
  '502-after',
  '503-before',
  '504-after',
  '408-before',
  '429',
  '429-bare',
  'secondary',
  'secondary-bare',
  'primary',
  'primary-far',
  '401',
  '403',
  '404',
  '410',
  '422',
  'locked',
  'redirect',
] as const;
export type GitHubFault = (typeof GITHUB_FAULTS)[number];

/** Whether the request does what it asks for, whatever comes back. */
export function takesEffect(fault: GitHubFault): boolean {
  return fault.endsWith('-after');
}

const SECONDARY =
  'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.';
const NOT_PERMITTED = 'Resource not accessible by integration';

/** What comes back under a fault; a word where it is no answer. */
export function faultReply(fault: GitHubFault, reply: Reply): Reply | 'hang' | 'reset' | 'half' {
  switch (fault) {
    case 'reset-before':
    case 'reset-after':
      return 'reset';
    case 'half-after':
      return 'half';
    case 'html-after':
      return {
        status: reply.status,
        json: undefined,
        html: '<!DOCTYPE html><title>Unicorn!</title>',
      };
    case 'hang-before':
    case 'hang-after':
      return 'hang';
    case '500-before':
    case '500-after':
      return { status: 500, json: { message: 'Server Error' } };
    case '502-before':
    case '502-after':
      return { status: 502, json: undefined, html: '<html>502 Bad Gateway</html>' };
    case '503-before':
      return { status: 503, json: { message: 'Service unavailable' } };
    case '504-after':
      return { status: 504, json: { message: 'We could not respond to your request in time.' } };
    case '408-before':
      return { status: 408, json: { message: 'Request timeout' } };
    case '429':
      return said(429, 'Too many requests', { 'retry-after': '3' });
    case '429-bare':
      return said(429, 'Too many requests');
    case 'secondary':
      return said(403, SECONDARY, { 'retry-after': '5' });
    case 'secondary-bare':
      return said(403, SECONDARY);
    case 'primary':
      return said(403, 'API rate limit exceeded for installation ID 1.', {
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': '1',
      });
    case 'primary-far':
      return said(403, 'API rate limit exceeded for installation ID 1.', {
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': '9999999999',
      });
    case '401':
      return said(401, 'Bad credentials');
    case '403':
      return said(403, NOT_PERMITTED);
    case '404':
      return said(404, 'Not Found');
    case '410':
      return said(410, 'Issues are disabled for this repo');
    case '422':
      return said(422, 'Validation Failed');
    case 'locked':
      return said(403, 'Unable to create comment because issue is locked.');
    case 'redirect':
      return said(301, 'Moved Permanently', { location: 'https://example.invalid/' });
  }
}

function said(
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return { status, json: { message, documentation_url: 'https://docs.github.com/rest' }, headers };
}
