import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../lib/errors.ts';
import { ASSUMED_FIELDS, type Memory, type RememberedObject } from '../../lib/model/memory.ts';
import { decodeValue, encodeValue, LONGEST_LINE, parseLine } from '../../lib/plan/memory-line.ts';
import { readObject } from '../../lib/plan/memory-object.ts';
import { memoryHash, readMemory, writeMemory } from '../../lib/plan/memory.ts';
import { compareText } from '../../lib/text.ts';

const HASH = 'ab'.repeat(32);
const MEMORY: Memory = {
  repository: 'f00d',
  environment: 'prod',
  commit: 'c0ffee',
  time: new Date('2026-02-03T04:05:06.789Z'),
  identity: 'chron@acme.iam',
  objects: [
    { kind: 'no-rule', name: 'gone' },
    { kind: 'rule', name: 'held', textHash: HASH, enabled: true, alerting: false, archived: false },
  ],
};
const LINES = [
  `chron1 repo=f00d applied=2026-02-03T04%3A05%3A06.789Z env=prod commit=c0ffee by=chron%40acme.iam sum=SUM`,
  'chron1 repo=f00d no-rule=gone',
  `chron1 repo=f00d rule=held text=${HASH} enabled=1 alerting=0 archived=0`,
];

const ATOMS = [
  ...'a Z 0 _ - . = % \\ // é 💥 __proto__ constructor chron1 repo='.split(' '),
  ...' |\n|\r|\t|\u0000|\u202E|\uD800|\uDC00'.split('|'),
];
const hostile = fc
  .array(fc.constantFrom(...ATOMS), { maxLength: 12 })
  .map((parts) => parts.join(''));
const hash = fc.stringMatching(/^[0-9a-f]{64}$/);
const place = fc.record({ commit: hostile, path: hostile }, { requiredKeys: [] });

const object: fc.Arbitrary<RememberedObject> = fc.oneof(
  fc.record({ kind: fc.constantFrom('no-rule' as const, 'no-list' as const), name: hostile }),
  fc
    .tuple(fc.record({ name: hostile, contentHash: hash }), place)
    .map(([facts, where]): RememberedObject => ({ kind: 'list', ...facts, ...where })),
  fc
    .tuple(
      fc.record({
        name: hostile,
        textHash: hash,
        enabled: fc.boolean(),
        alerting: fc.boolean(),
        archived: fc.boolean(),
      }),
      fc.record(
        {
          metaRuleId: hostile,
          assumed: fc.subarray([...ASSUMED_FIELDS], { minLength: 1 }),
          removed: fc.constant(true as const),
        },
        { requiredKeys: [] },
      ),
      place,
    )
    .map(([facts, more, where]): RememberedObject => ({
      kind: 'rule',
      ...facts,
      ...more,
      ...where,
    })),
);

const memory: fc.Arbitrary<Memory> = fc
  .tuple(
    fc.record({
      repository: hostile,
      environment: hostile,
      time: fc.date({ noInvalidDate: true }),
      identity: hostile,
      objects: fc.array(object, { maxLength: 6 }),
    }),
    fc.record({ commit: hostile }, { requiredKeys: [] }),
  )
  .map(([facts, commit]) => ({ ...facts, ...commit }));

const anyOrder = ({ objects, ...rest }: Memory) => ({
  ...rest,
  objects: objects
    .map((one) => JSON.stringify(one, Object.keys(one).toSorted(compareText)))
    .toSorted(compareText),
});

describe('writeMemory', () => {
  it('writes one line an object, after one that says what was given', () => {
    const lines = writeMemory([], MEMORY);
    expect(lines.map((line) => line.replace(/sum=.*/, 'sum=SUM'))).toEqual(LINES);
  });

  it('comes back as it was written, with whatever names', () => {
    fc.assert(
      fc.property(memory, (written) => {
        const { memory: read, unreadable } = readMemory(
          writeMemory([], written),
          written.repository,
        );
        expect(unreadable).toBeUndefined();
        expect(read === undefined ? read : anyOrder(read)).toEqual(anyOrder(written));
      }),
      { numRuns: 500 },
    );
  });

  it('writes lines that the service takes: short, and without comment, space or backslash in a value', () => {
    fc.assert(
      fc.property(memory, (written) => {
        for (const line of writeMemory([], written)) {
          expect(line).toMatch(/^chron1(?: [a-z-]+=[A-Za-z0-9._%-]*)+$/);
          expect(line.length).toBeLessThanOrEqual(LONGEST_LINE);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('keeps the lines of others, byte for byte and in order, and puts its own where they were', () => {
    const other = writeMemory([], { ...MEMORY, repository: 'other' });
    const lines = ['// by hand', ...other, ...writeMemory([], MEMORY), '  chron9 what', '', 'x'];
    const next = writeMemory(lines, { ...MEMORY, objects: [] });
    expect(next).toHaveLength(lines.length - 2);
    expect(next.filter((_, index) => index !== 4)).toEqual([
      '// by hand',
      ...other,
      '  chron9 what',
      '',
      'x',
    ]);
    expect(next[4]).toContain('repo=f00d');
  });

  it('never loses or changes a line of others', () => {
    fc.assert(
      fc.property(fc.array(hostile), memory, memory, (before, mine, theirs) => {
        fc.pre(mine.repository !== theirs.repository);
        const others = [...before, ...writeMemory([], theirs)].filter(
          (line) => memoryHash([line], mine.repository) === memoryHash([], mine.repository),
        );
        const next = writeMemory(writeMemory(others, mine), { ...mine, objects: [] });
        expect(next.filter((line) => others.includes(line))).toEqual(others);
        expect(next).toHaveLength(others.length + 1);
        expect(readMemory(next, theirs.repository).memory).toBeDefined();
      }),
      { numRuns: 300 },
    );
  });

  it('leaves out what only helps where a line would be too long', () => {
    const long = 'p'.repeat(4000);
    const lines = writeMemory([], {
      ...MEMORY,
      objects: [
        {
          kind: 'rule',
          name: 'a',
          textHash: HASH,
          enabled: true,
          alerting: true,
          archived: false,
          metaRuleId: 'id',
          commit: 'c1',
          path: `${long}/${long}`,
        },
      ],
    });
    expect(readMemory(lines, 'f00d').memory?.objects).toEqual([
      {
        kind: 'rule',
        name: 'a',
        textHash: HASH,
        enabled: true,
        alerting: true,
        archived: false,
        metaRuleId: 'id',
        commit: 'c1',
      },
    ]);
  });

  it('says so where a name is too long to be remembered', () => {
    const objects = [{ kind: 'no-rule' as const, name: 'n'.repeat(LONGEST_LINE) }];
    expect(() => writeMemory([], { ...MEMORY, objects })).toThrow(UserError);
  });
});

describe('readMemory', () => {
  const lines = writeMemory([], MEMORY);

  it.each([
    ['no lines', []],
    ['lines of another repository', writeMemory([], { ...MEMORY, repository: 'f00d2' })],
    ['lines that are not chron’s', ['chron', 'chron1', '// chron1 repo=f00d', 'repo=f00d']],
  ])('finds no memory in %s, and nothing wrong', (_title, given) => {
    expect(readMemory(given, 'f00d')).toEqual({ memory: undefined });
  });

  it('does not mind the order of lines', () => {
    expect(readMemory(lines.toReversed(), 'f00d')).toEqual({
      memory: { ...MEMORY, objects: MEMORY.objects.toReversed() },
    });
  });

  it.each<[string, (all: readonly string[]) => readonly string[]]>([
    ['a line is missing', (all) => all.slice(0, -1)],
    ['the first line is missing', (all) => all.slice(1)],
    ['only the first line is left', (all) => all.slice(0, 1)],
    ['a line is there twice', (all) => [...all, ...all.slice(1, 2)]],
    ['the first line is there twice', (all) => [...all, ...all.slice(0, 1)]],
    ['a flag was edited', (all) => all.map((line) => line.replace('alerting=0', 'alerting=1'))],
    ['the commit was edited', (all) => all.map((line) => line.replace('c0ffee', 'decaf'))],
    ['the sum was edited', (all) => all.map((line) => line.replace(/sum=3/, 'sum=2'))],
    ['a line was added by hand', (all) => [...all, 'chron1 repo=f00d no-rule=b']],
    ['a line is no line', (all) => [...all, 'chron1 repo=f00d what']],
    ['a value is not encoded', (all) => [...all, 'chron1 repo=f00d no-rule=a%zz']],
    ['it is of a later chron', (all) => all.map((line) => line.replace('chron1', 'chron2'))],
  ])('is unreadable, as a whole, where %s', (_title, damage) => {
    const { memory: read, unreadable } = readMemory(damage(lines), 'f00d');
    expect(read).toBeUndefined();
    expect(unreadable).toMatch(/^[a-z]/);
  });

  it.each([
    ['nothing but its repository', 'chron1 repo=f00d'],
    ['a rule without flags', `chron1 repo=f00d rule=a text=${HASH}`],
    ['a hash that is none', 'chron1 repo=f00d list=a content=abc'],
    ['more than there may be', 'chron1 repo=f00d no-rule=a extra=1'],
    ['a flag that is none', `chron1 repo=f00d rule=a text=${HASH} enabled=2 alerting=0 archived=0`],
    [
      'a doubtful assumption',
      `chron1 repo=f00d rule=a text=${HASH} enabled=1 alerting=0 archived=0 assumed=text`,
    ],
  ])('takes no line for an object that has %s', (_title, line) => {
    expect(readObject(parseLine(line)?.fields ?? new Map())).toBeUndefined();
  });

  it('throws at nothing', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(hostile, fc.constantFrom(...lines)), { maxLength: 5 }),
        (given) => {
          const { memory: read, unreadable } = readMemory(given, 'f00d');
          expect(read === undefined || unreadable === undefined).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('reads a memory of many lines in good time', () => {
    const objects = Array.from({ length: 5000 }, (_, index) => ({
      kind: 'no-rule' as const,
      name: `rule_${index}`,
    }));
    const start = performance.now();
    const read = readMemory(writeMemory([], { ...MEMORY, objects }), 'f00d');
    expect(read.memory?.objects).toHaveLength(5000);
    expect(performance.now() - start).toBeLessThan(1500);
  });
});

describe('a value of a line', () => {
  it('decodes to what was encoded, and in no other way', () => {
    fc.assert(
      fc.property(hostile, hostile, (one, other) => {
        expect(decodeValue(encodeValue(one))).toBe(one);
        const read = decodeValue(other);
        expect(read === undefined || encodeValue(read) === other).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    '%',
    '%4',
    '%zz',
    '%c3',
    '%C3',
    '%41',
    '%uD83D%uDE00',
    '%ud800',
    'a b',
    'a=b',
    'é',
    '/',
  ])('is not %s', (encoded) => {
    expect(decodeValue(encoded)).toBeUndefined();
  });
});

describe('memoryHash', () => {
  it('moves with this repository’s lines only', () => {
    const lines = writeMemory([], MEMORY);
    const before = memoryHash(lines, 'f00d');
    expect(memoryHash(['x', ...lines.toReversed()], 'f00d')).toBe(before);
    expect(memoryHash(writeMemory(lines, { ...MEMORY, repository: 'b' }), 'f00d')).toBe(before);
    expect(memoryHash(lines.slice(1), 'f00d')).not.toBe(before);
    expect(memoryHash(writeMemory(lines, { ...MEMORY, commit: 'd' }), 'f00d')).not.toBe(before);
  });
});
