import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { readCursor, writeCursor } from '../../lib/emulator/cursor.ts';
import { ruleText } from '../helpers/builders.ts';
import { envelope, rowsOf, start } from './start.ts';
import type { Running } from './start.ts';

/** How each list method is filled with so many rows, and called. */
const LISTINGS = [
  {
    title: 'ListRules',
    key: 'rules',
    fill: async ({ emulator }: Running, count: number) => {
      for (let row = 0; row < count; row += 1) {
        await emulator.console.createRule(ruleText(`r${row}`));
      }
      return '/v2/detect/rules';
    },
  },
  {
    title: 'ListRuleVersions',
    key: 'rules',
    fill: async ({ emulator, create }: Running, count: number) => {
      const ruleId = await create('r');
      for (let row = 1; row < count; row += 1) {
        await emulator.console.editRule(ruleId, ruleText('r', { threshold: row }));
      }
      return `/v2/detect/rules/${ruleId}:listVersions`;
    },
  },
  {
    title: 'ListReferenceLists',
    key: 'lists',
    fill: async ({ emulator }: Running, count: number) => {
      for (let row = 0; row < count; row += 1) {
        await emulator.console.createList({ name: `l${row}`, lines: ['x'] });
      }
      return '/v2/lists';
    },
  },
] as const;

describe.each(LISTINGS)('$title', ({ key, fill }) => {
  it.each([
    [1, 3, [1]],
    [2, 3, [2]],
    [3, 3, [3]],
    [4, 3, [3, 1]],
    [7, 3, [3, 3, 1]],
    [3, 1, [1, 1, 1]],
  ])('gives %i rows by %i in pages of %j', async (count, size, pages) => {
    const running = await start();
    const path = await fill(running, count);
    const found = await walk(running, path, `page_size=${size}`, key);
    expect(found.map((page) => page.length)).toEqual(pages);
    expect(new Set(found.flat()).size).toBe(count);
  });

  it.each([
    ['', 100],
    ['page_size=0', 100],
    ['pageSize=-1', 100],
    ['page_size=100', 100],
    ['page_size=101', 101],
    ['page_size=1001', 101],
    ['page_size=&page_token=', 100],
  ])('with "%s" gives %i of 101 rows', async (query, count) => {
    const running = await start();
    const path = await fill(running, 101);
    const heard = await running.call('GET', `${path}?${query}`);
    expect(rowsOf(heard, key)).toHaveLength(count);
    expect('nextPageToken' in heard.body).toBe(count < 101);
  });

  it.each(['dummy', '====', '%00', 'EgA=', 'GgA=x', 'GgVhYmNkZWZn'])(
    'refuses the token %s',
    async (token) => {
      const running = await start();
      const path = await fill(running, 1);
      const { status, body } = await running.call('GET', `${path}?page_token=${token}`);
      expect(status).toBe(400);
      expect(body).toEqual(
        envelope(400, 'INVALID_ARGUMENT', 'generic::invalid_argument: page token is not valid'),
      );
    },
  );

  it('gives tokens that are URL-safe base64 with padding', async () => {
    const running = await start();
    const path = await fill(running, 2);
    const { body } = await running.call('GET', `${path}?page_size=1`);
    expect(body['nextPageToken']).toMatch(/^(?:[\w-]{4})*(?:[\w-]{2}==|[\w-]{3}=)?$/);
  });
});

describe('a page', () => {
  it('goes on where it ended though the last row is gone', async () => {
    const running = await start();
    await LISTINGS[0].fill(running, 3);
    const first = await running.call('GET', '/v2/detect/rules?page_size=1');
    const [row] = rowsOf(first, 'rules');
    await running.emulator.console.deleteRule(String(row?.['ruleId']));
    const token = encodeURIComponent(String(first.body['nextPageToken']));
    const rest = await running.call('GET', `/v2/detect/rules?page_token=${token}`);
    expect(rowsOf(rest, 'rules')).toHaveLength(2);
  });

  it('never holds more than 1,000 rows', async () => {
    const running = await start();
    for (let row = 0; row < 1001; row += 1) {
      await running.emulator.console.createList({ name: `l${row}`, lines: ['x'] });
    }
    const heard = await running.call('GET', '/v2/lists?page_size=5000');
    expect(rowsOf(heard, 'lists')).toHaveLength(1000);
    expect(heard.body).toHaveProperty('nextPageToken');
  });

  it('can be refused a negative size', async () => {
    const running = await start({ options: { negativePageSize: 'refuse' } });
    expect((await running.call('GET', '/v2/lists?page_size=-1')).status).toBe(400);
  });

  it('has a cursor that survives its token', () => {
    const cursors = fc.oneof(
      fc.record({ id: fc.string() }),
      fc.record({ id: fc.string(), time: fc.integer({ min: 0, max: 2 ** 53 - 1 }) }),
    );
    fc.assert(
      fc.property(cursors, (cursor) => {
        expect(readCursor(writeCursor(cursor))).toEqual(cursor);
      }),
    );
  });

  it('takes no token but its own', () => {
    fc.assert(
      fc.property(fc.base64String(), (token) => {
        const cursor = readCursor(token);
        expect(cursor === undefined || writeCursor(cursor).replaceAll('=', '')).toBe(
          cursor === undefined || token.replaceAll('=', ''),
        );
      }),
    );
  });
});

/** All pages of a listing, each as the names of its rows. */
async function walk(
  { call }: Running,
  path: string,
  query: string,
  key: 'rules' | 'lists',
): Promise<readonly (readonly string[])[]> {
  const pages: string[][] = [];
  let token: unknown = '';
  do {
    const heard = await call(
      'GET',
      `${path}?${query}&page_token=${encodeURIComponent(String(token))}`,
    );
    pages.push(rowsOf(heard, key).map((row) => String(row['versionId'] ?? row['name'])));
    token = heard.body['nextPageToken'];
  } while (token !== undefined);
  return pages;
}
