import { describe, expect, it } from 'vitest';
import { openBackstory, type BackstoryOptions } from '../../lib/secops/backstory-v2.ts';
import type { Identity } from '../../lib/secops/identity.ts';
import { VirtualClock } from '../helpers/clock.ts';

const WHO = 'chron@acme-sec.iam.gserviceaccount.com';

/** Tokens `t1`, `t2`, …: another one whenever the one at hand is refused. */
function identity(): Identity & { readonly refused: string[] } {
  const refused: string[] = [];
  return {
    who: WHO,
    refused,
    token: (one) => {
      if (one !== undefined) refused.push(one);
      return Promise.resolve(`t${refused.length + 1}`);
    },
  };
}

interface Sent {
  readonly url: string;
  readonly authorization: string | null;
  readonly redirect: string | undefined;
}

/** A client of the real host, whose requests end here. */
function client(answers: readonly number[], given: Partial<BackstoryOptions> = {}) {
  const sent: Sent[] = [];
  const who = identity();
  const secops = openBackstory({
    target: { kind: 'google', region: 'europe', identity: who },
    rates: 'none',
    clock: new VirtualClock(),
    random: () => 0,
    timeoutMs: 60_000,
    fetch: (input, init) => {
      const { headers, url, redirect } = new Request(input, init);
      sent.push({ url, authorization: headers.get('authorization'), redirect });
      const status = answers[Math.min(sent.length, answers.length) - 1] ?? 200;
      const error = { code: status, status: '', message: 'Request had invalid credentials' };
      return Promise.resolve(Response.json(status === 200 ? {} : { error }, { status }));
    },
    ...given,
  });
  return { secops, sent, who };
}

describe('a client of the service', () => {
  it('trap 19: sends its token to the host of the region, over https, following nothing', async () => {
    const { secops, sent } = client([200]);
    await secops.listRules();
    expect(secops.identity).toBe(WHO);
    expect(sent).toEqual([
      {
        url: 'https://europe-backstory.googleapis.com/v2/detect/rules?state=ALL&page_size=1000',
        authorization: 'Bearer t1',
        redirect: 'error',
      },
    ]);
  });

  it('takes another token once when the service refuses it in the middle of a run', async () => {
    const { secops, sent, who } = client([200, 401, 200]);
    await secops.listRules();
    await secops.setEnabled('ru_x', true);
    expect(sent.map(({ authorization }) => authorization)).toEqual([
      'Bearer t1',
      'Bearer t1',
      'Bearer t2',
    ]);
    expect(who.refused).toEqual(['t1']);
  });

  it('gives up when the other token is refused too', async () => {
    const { secops, sent } = client([401]);
    await expect(secops.listRules()).rejects.toMatchObject({
      status: 401,
      effect: 'rejected',
      hint: expect.stringMatching('is the key still valid'),
    });
    expect(sent).toHaveLength(2);
  });

  it('does not ask again with a token that stays the same', async () => {
    const { secops, sent } = client([401], {
      target: {
        kind: 'google',
        region: 'us',
        identity: { who: WHO, token: () => Promise.resolve('same') },
      },
    });
    await expect(secops.listRules()).rejects.toMatchObject({ status: 401 });
    expect(sent.map(({ url }) => new URL(url).host)).toEqual(['backstory.googleapis.com']);
  });

  it('names who may not', async () => {
    const { secops } = client([403]);
    await expect(secops.listRules()).rejects.toMatchObject({
      hint: expect.stringContaining(WHO),
    });
  });

  it('sends no token of an identity to an endpoint on this machine', async () => {
    const { secops, sent, who } = client([200], {
      target: { kind: 'loopback', endpoint: 'http://127.0.0.1:4711' },
    });
    await secops.listRules();
    expect(sent[0]?.authorization).toBe('Bearer loopback');
    expect(who.refused).toEqual([]);
  });
});
