/** How this machine reaches others, as the usual variables say: `HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`. */
export interface ProxySettings {
  readonly httpsProxy?: string;
  readonly httpProxy?: string;
  /** Hosts that are reached directly, comma-separated; `*` is all. */
  readonly noProxy?: string;
}

/** A fetch, and whether a proxy is set for it at all. */
export interface Reach {
  readonly fetch: typeof fetch;
  readonly proxied: boolean;
}

/**
 * The fetch that goes through the proxy of this machine where one is set, and the given one where none is: then undici
 * is not even loaded. An unusable proxy address is an error of the first call, in undici's words.
 */
export function openReach(
  direct: typeof fetch,
  { httpsProxy, httpProxy, noProxy }: ProxySettings,
): Reach {
  if (httpsProxy === undefined && httpProxy === undefined) return { fetch: direct, proxied: false };
  let opened: Promise<typeof fetch> | undefined;
  const open = async (): Promise<typeof fetch> => {
    const undici = await import('undici');
    const dispatcher = new undici.EnvHttpProxyAgent({
      httpProxy: httpProxy ?? '',
      httpsProxy: httpsProxy ?? '',
      noProxy: noProxy ?? '',
    });
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- undici's fetch is the one that node has built in, with a dispatcher
    const through = undici.fetch as unknown as (
      input: Parameters<typeof fetch>[0],
      init: object,
    ) => ReturnType<typeof fetch>;
    return (input, init) => through(input, { ...init, dispatcher });
  };
  return {
    proxied: true,
    fetch: async (input, init) => {
      opened ??= open();
      return (await opened)(input, init);
    },
  };
}
