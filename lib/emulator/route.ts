import type { Message } from './message.ts';
import type { LongOperation, Operation, StreamOperation } from './operation.ts';

/** So many calls in so many milliseconds; `unlisted` where the published table is silent, `none` where there is none. */
export type Quota = { readonly calls: number; readonly perMs: number } | 'unlisted' | 'none';

/** What a method does: at once, in its time, or element by element. */
type Work =
  | { readonly run: Operation }
  | { readonly wait: LongOperation }
  | { readonly stream: StreamOperation };

/** One line of the published reference: how a method is called and what it does. */
export type Route = Work & {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** In Google's notation: `{name}` is one segment, `{name=a/*}` several, a verb follows a colon. */
  readonly path: string;
  /** The method's name in the reference. */
  readonly operation: string;
  readonly query: Message;
  readonly body: Message;
  readonly quota: Quota;
  /** Looks at hunts and what they found, so it waits for searches whose time is over. */
  readonly past?: true;
  /** May also be called with a slash at its end, as the reference writes it once (backstory-v2 §4.14). */
  readonly slash?: true;
};

/** A route and the values of its path variables. */
export interface Matched {
  readonly route: Route;
  readonly ids: ReadonlyMap<string, string>;
}

/** Finds the route of a call; undefined where Google's front end would know no such page. */
export type Router = (method: string, path: string) => Matched | undefined;

/** Prepares a table of routes. */
export function makeRouter(routes: readonly Route[]): Router {
  const patterns = routes.map((route) => ({ route, pattern: parsePattern(route.path) }));
  return (method, path) => {
    const asked = parsePath(path);
    if (asked === undefined) return undefined;
    for (const { route, pattern } of patterns) {
      const given = route.slash === true ? withoutSlash(asked) : asked;
      const ids = route.method === method ? matchPattern(pattern, given) : undefined;
      if (ids !== undefined) return { route, ids };
    }
    return undefined;
  };
}

interface Pattern {
  /** `*` is any one segment. */
  readonly segments: readonly string[];
  readonly variables: readonly {
    readonly name: string;
    readonly start: number;
    readonly end: number;
  }[];
  readonly verb: string;
}

interface Asked {
  readonly segments: readonly string[];
  readonly verb: string;
}

function parsePattern(template: string): Pattern {
  const [, path = '', verb = ''] = /^(.*?)(?::([a-zA-Z]+))?$/.exec(template) ?? [];
  const segments: string[] = [];
  const variables: { name: string; start: number; end: number }[] = [];
  for (const piece of path.match(/\{[^}]+\}|[^/]+/g) ?? []) {
    if (!piece.startsWith('{')) {
      segments.push(piece);
      continue;
    }
    const [name = '', inner = '*'] = piece.slice(1, -1).split('=');
    const start = segments.length;
    segments.push(...inner.split('/'));
    variables.push({ name, start, end: segments.length });
  }
  return { segments, variables, verb };
}

/** Segments are split before they are decoded: `%40` and `%3A` stand for `@` and `:` (UNCONFIRMED), `%2F` never splits. */
function parsePath(path: string): Asked | undefined {
  if (!path.startsWith('/')) return undefined;
  let segments: string[];
  try {
    segments = path.slice(1).split('/').map(decodeURIComponent);
  } catch {
    return undefined;
  }
  const last = segments.pop() ?? '';
  const colon = last.lastIndexOf(':');
  return {
    segments: [...segments, colon === -1 ? last : last.slice(0, colon)],
    verb: colon === -1 ? '' : last.slice(colon + 1),
  };
}

function withoutSlash({ segments, verb }: Asked): Asked {
  return segments.at(-1) === '' ? { segments: segments.slice(0, -1), verb } : { segments, verb };
}

function matchPattern(pattern: Pattern, asked: Asked): ReadonlyMap<string, string> | undefined {
  if (pattern.verb !== asked.verb || pattern.segments.length !== asked.segments.length) {
    return undefined;
  }
  const fits = pattern.segments.every((segment, index) => {
    const found = asked.segments[index] ?? '';
    return segment === '*' ? found !== '' : segment === found;
  });
  if (!fits) return undefined;
  return new Map(
    pattern.variables.map(({ name, start, end }) => [
      name,
      asked.segments.slice(start, end).join('/'),
    ]),
  );
}
