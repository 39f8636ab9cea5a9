import { UserError } from '../errors.ts';
import { visibleLine } from '../text.ts';

/** Where a repository's API lies: `https://api.github.com/repos/acme/rules`, no slash at the end. */
export interface RepositoryAddress {
  /** The API's root, which `/user` hangs from. */
  readonly api: string;
  readonly repository: string;
}

const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);

/**
 * The address of a repository, `owner/name`, on an API: GitHub's own, or that of an Enterprise Server. Throws a
 * UserError for what is no such name, and for an API without TLS anywhere else than on this machine: a token goes there.
 */
export function repositoryAddress(name: string, api: string): RepositoryAddress {
  if (!/^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\/(?!\.{1,2}$)[\w.-]+$/.test(name)) {
    throw new UserError(`"${visibleLine(name.slice(0, 200))}" is not the name of a repository`, {
      hint: 'GITHUB_REPOSITORY=owner/name',
    });
  }
  const root = apiRoot(api);
  return { api: root, repository: `${root}/repos/${name}` };
}

function apiRoot(text: string): string {
  const refused = new UserError(
    `"${visibleLine(text.slice(0, 200))}" is not an API that a token may be sent to`,
    { hint: 'GITHUB_API_URL=https://api.github.com, or https://HOST/api/v3' },
  );
  if (!URL.canParse(text)) throw refused;
  const url = new URL(text);
  const safe =
    url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.has(url.hostname));
  const plain = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  if (!safe || !plain) throw refused;
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}
