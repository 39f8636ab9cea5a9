import { describe, expect, it } from 'vitest';
import { ruleText } from '../helpers/builders.ts';
import { envelope, rowsOf, start } from './start.ts';
import type { Running } from './start.ts';

const LISTS = '/v2/lists';
const STRING = 'CONTENT_TYPE_DEFAULT_STRING';

describe('CreateReferenceList', () => {
  it.each([
    ['snake_case', 'content_type'],
    ['lowerCamelCase', 'contentType'],
  ])('answers the list it was given in %s', async (_, contentType) => {
    const { call } = await start();
    const { status, body } = await call('POST', LISTS, {
      name: 'nets',
      description: 'ours',
      lines: ['10.0.0.0/8 // office', '', 'fd00::/8', '// done'],
      [contentType]: 'CIDR',
    });
    expect(status).toBe(200);
    expect(body).toEqual({
      name: 'nets',
      description: 'ours',
      createTime: '2026-01-01T00:00:00Z',
      lines: ['10.0.0.0/8 // office', '', 'fd00::/8', '// done'],
      contentType: 'CIDR',
    });
  });

  it.each([[undefined], [STRING], [0], [null]])(
    'leaves the type of a string list out, given as %s',
    async (type) => {
      const { call } = await start();
      const given = {
        name: 'words',
        lines: ['a'],
        ...(type !== undefined && { contentType: type }),
      };
      const { body } = await call('POST', LISTS, given);
      expect(body).toEqual({ name: 'words', createTime: '2026-01-01T00:00:00Z', lines: ['a'] });
    },
  );

  it('reads a form that names lines more than once', async () => {
    const { call } = await start();
    const form = new URLSearchParams([
      ['name', 'words'],
      ['lines', 'a'],
      ['lines', 'b'],
    ]);
    expect((await call('POST', LISTS, form)).body['lines']).toEqual(['a', 'b']);
  });

  it('answers 409 to a name that is taken', async () => {
    const { call } = await start();
    await call('POST', LISTS, { name: 'a', lines: ['1'] });
    const { status, body } = await call('POST', LISTS, { name: 'a', lines: ['2'] });
    expect(status).toBe(409);
    expect(body).toEqual(
      envelope(409, 'ALREADY_EXISTS', 'generic::already_exists: list with name a already exists'),
    );
  });

  it('refuses lines of the wrong kind in the wording of the service', async () => {
    const { call, emulator } = await start();
    const given = { name: 'a', lines: ['dummy_lines'], content_type: 'CIDR' };
    const { status, body } = await call('POST', LISTS, given);
    expect(status).toBe(400);
    expect(body).toEqual(
      envelope(
        400,
        'INVALID_ARGUMENT',
        'generic::invalid_argument: validating parsed content: invalid cidr pattern dummy_lines',
      ),
    );
    expect(emulator.console.lists()).toEqual([]);
  });

  it.each([
    ['v1', '', 400],
    ['v1', '1st', 400],
    ['v1', 'with-hyphen', 400],
    ['v1', 'x'.repeat(256), 400],
    ['v1', 'x'.repeat(255), 200],
    ['any', '', 400],
    ['any', 'with-hyphen', 200],
  ] as const)(
    'with listNames=%s answers the name "%s" with %i',
    async (listNames, name, status) => {
      const { call } = await start({ options: { listNames } });
      expect((await call('POST', LISTS, { name, lines: ['a'] })).status).toBe(status);
    },
  );

  it.each([
    ['accept', 200],
    ['refuse', 400],
  ] as const)(
    'with emptyLists=%s answers %i to a list without lines',
    async (emptyLists, status) => {
      const { call } = await start({ options: { emptyLists } });
      expect((await call('POST', LISTS, { name: 'a' })).status).toBe(status);
    },
  );
});

describe('GetReferenceList', () => {
  it.each([
    ['', ['x']],
    ['?view=FULL', ['x']],
    ['?view=BASIC', undefined],
  ])('with "%s" has the lines %s', async (query, lines) => {
    const { call } = await start();
    await call('POST', LISTS, { name: 'a', lines: ['x'] });
    expect((await call('GET', `${LISTS}/a${query}`)).body['lines']).toEqual(lines);
  });

  it('answers 404 to a name that is not there', async () => {
    const { call } = await start();
    const { status, body } = await call('GET', `${LISTS}/dummy`);
    expect(status).toBe(404);
    expect(body).toEqual(
      envelope(404, 'NOT_FOUND', 'generic::not_found: list with name dummy not found'),
    );
  });
});

describe('ListReferenceLists', () => {
  it.each([
    ['', undefined],
    ['?view=BASIC', undefined],
    ['?view=FULL', ['x']],
  ])('with "%s" has the lines %s', async (query, lines) => {
    const { call } = await start();
    await call('POST', LISTS, { name: 'a', lines: ['x'] });
    expect(rowsOf(await call('GET', `${LISTS}${query}`), 'lists')[0]?.['lines']).toEqual(lines);
  });

  it('answers {} when there are none', async () => {
    const { call } = await start();
    expect((await call('GET', LISTS)).text).toBe('{}');
  });
});

describe('UpdateReferenceList', () => {
  const LIST = { name: 'a', description: 'before', lines: ['1'] };

  it.each([
    ['?update_mask=list.lines', { lines: ['2'] }],
    ['?updateMask=list.lines', { lines: ['2'] }],
    ['?update_mask=list.description', { description: 'after' }],
    ['?update_mask=list.lines,list.description', { lines: ['2'], description: 'after' }],
    ['', { lines: ['2'], description: 'after' }],
  ])('with "%s" changes %o and nothing else', async (query, changed) => {
    const { call } = await start();
    await call('POST', LISTS, LIST);
    await call('PATCH', `${LISTS}${query}`, { name: 'a', lines: ['2'], description: 'after' });
    expect((await call('GET', `${LISTS}/a`)).body).toMatchObject({ ...LIST, ...changed });
  });

  it('gives its content a later time, though the clock stands', async () => {
    const { call } = await start();
    await call('POST', LISTS, LIST);
    const { body } = await patch(call, { name: 'a', lines: ['2'] });
    expect(body['createTime']).toBe('2026-01-01T00:00:00.000001Z');
  });

  it('empties what the mask names and the body does not', async () => {
    const { call } = await start();
    await call('POST', LISTS, LIST);
    expect((await patch(call, { name: 'a' })).body).not.toHaveProperty('lines');
  });

  it('answers 404 to a name that is not there', async () => {
    const { call } = await start();
    expect((await patch(call, { name: 'a', lines: ['2'] })).status).toBe(404);
  });

  it.each(['lines', 'list.name', 'list.lines,list.size'])('refuses the mask %s', async (mask) => {
    const { call } = await start();
    await call('POST', LISTS, LIST);
    const heard = await call('PATCH', `${LISTS}?update_mask=${mask}`, { name: 'a', lines: ['2'] });
    expect(heard.status).toBe(400);
  });

  it.each([
    ['refuse', 400, ['10.0.0.0/8']],
    ['ignore', 200, ['192.0.2.0/24']],
  ] as const)(
    'with listTypeMismatch=%s answers %i to another type',
    async (listTypeMismatch, status, lines) => {
      const { call } = await start({ options: { listTypeMismatch } });
      await call('POST', LISTS, { name: 'a', lines: ['10.0.0.0/8'], content_type: 'CIDR' });
      expect((await patch(call, { name: 'a', lines: ['192.0.2.0/24'] })).status).toBe(status);
      expect((await call('GET', `${LISTS}/a`)).body).toMatchObject({ contentType: 'CIDR', lines });
    },
  );

  it('changes the type while no rule uses the list', async () => {
    const { call, create } = await start();
    await call('POST', LISTS, { name: 'a', lines: ['10.0.0.0/8'] });
    const path = `${LISTS}?update_mask=list.content_type`;
    const changed = await call('PATCH', path, { name: 'a', content_type: 'CIDR' });
    expect(changed.body['contentType']).toBe('CIDR');
    await create('user', ruleText('user', { lists: ['a'] }));
    const refused = await call('PATCH', path, { name: 'a', content_type: STRING });
    expect(refused.body).toMatchObject({ error: { status: 'FAILED_PRECONDITION' } });
    expect((await call('PATCH', path, { name: 'a', content_type: 'CIDR' })).status).toBe(200);
  });
});

describe('VerifyReferenceList', () => {
  it.each([
    ['CIDR', '10.0.0.0/8'],
    ['CIDR', '2001:db8::/32 // lab'],
    ['CIDR', '::ffff:192.0.2.0/120'],
    ['REGEX', '^svc-[a-z]+$'],
    ['REGEX', '(?i)admin|(?P<who>root)|[[:alpha:]]{2,3}|a\\.b|[]x]|[^]]|(?s:.)|x*?'],
    ['REGEX', 'https?://[^/]+(/x)?'],
    ['REGEX', '^a$ // a comment (open'],
    [STRING, 'anything ( [ at all'],
  ])('is content with %s %s', async (type, line) => {
    expect(await verify([line], type)).toEqual({ success: true });
  });

  it.each([
    ['CIDR', '10.0.0.0/33'],
    ['CIDR', '10.0.0/8'],
    ['CIDR', '10.0.0.256/8'],
    ['CIDR', '010.0.0.1/8'],
    ['CIDR', '10.0.0.1'],
    ['CIDR', '2001:db8::/129'],
    ['CIDR', '2001:db8::zz/64'],
    ['CIDR', 'x]/@/8'],
    ['REGEX', '(open'],
    ['REGEX', 'close)'],
    ['REGEX', '[open'],
    ['REGEX', '*a'],
    ['REGEX', 'a|+b'],
    ['REGEX', '(?=ahead)'],
    ['REGEX', '(?<!behind)'],
    ['REGEX', '(a)\\1'],
    ['REGEX', 'a\\'],
  ])('finds fault with %s %s', async (type, line) => {
    const kind = type.toLowerCase();
    expect(await verify(['// fine', line], type)).toEqual({
      errors: [{ lineNumber: 2, errorMessage: `invalid ${kind} pattern ${line}` }],
    });
  });

  it.each([
    ['CIDR', Array.from({ length: 151 }, () => '10.0.0.0/8'), -1, 'list has more than 150 lines'],
    ['CIDR', Array.from({ length: 150 }, () => '10.0.0.0/8'), undefined, undefined],
    ['REGEX', Array.from({ length: 101 }, () => 'a'), -1, 'list has more than 100 lines'],
    [
      'REGEX',
      Array.from({ length: 100 }, () => 'a'.repeat(1000)),
      -1,
      'list is larger than 0.1 MB',
    ],
    [STRING, Array.from({ length: 1300 }, () => 'a'.repeat(4999)), -1, 'list is larger than 6 MB'],
    [STRING, ['a'.repeat(5001)], 1, 'line is longer than 5000 characters'],
    [STRING, ['a'.repeat(5000)], undefined, undefined],
  ])('holds %s to its limits (%#)', async (type, lines, lineNumber, errorMessage) => {
    expect(await verify(lines, type)).toEqual(
      lineNumber === undefined ? { success: true } : { errors: [{ lineNumber, errorMessage }] },
    );
  });
});

function patch(call: Running['call'], body: object): ReturnType<Running['call']> {
  return call('PATCH', `${LISTS}?update_mask=list.lines`, body);
}

async function verify(lines: readonly string[], type: string): Promise<unknown> {
  const { call } = await start();
  const { body } = await call('POST', `${LISTS}:verifyReferenceList`, {
    lines,
    content_type: type,
  });
  return body;
}
