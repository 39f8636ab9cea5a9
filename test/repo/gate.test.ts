import { describe, expect, it } from 'vitest';
import { DEFAULT_GATE } from '../../lib/model/gate.ts';
import { readEnvironment } from '../../lib/repo/environment.ts';
import { parseGate } from '../../lib/repo/gate.ts';
import { readYaml } from '../../lib/repo/yaml-file.ts';
import { memoryTree } from './memory-tree.ts';
import { said } from './said.ts';

/** The files of one environment, its own first. */
function parse(...texts: readonly string[]) {
  return parseGate(
    texts.map((text, depth) => {
      const { file } = readYaml({ path: `environments/f${depth}.yaml`, text });
      if (file === undefined) throw new Error(text);
      return file;
    }),
  );
}

function policy(...texts: readonly string[]) {
  const { gate, diagnostics } = parse(...texts);
  expect(said(diagnostics)).toEqual([]);
  return gate;
}

const TEXT = '0123456789abcdef'.repeat(4);
const line = (rule: string) =>
  `{ rule: ${rule}, text: "${TEXT}", reason: known, until: 2026-12-31 }`;

describe('parseGate', () => {
  it('is the default policy where nothing is written', () => {
    expect(policy('api: embedded\n')).toEqual(DEFAULT_GATE);
    expect(policy('gate: {}\n')).toEqual(DEFAULT_GATE);
    expect(policy()).toEqual(DEFAULT_GATE);
  });

  it('reads every key', () => {
    expect(
      policy(
        [
          'gate:',
          '  window: 7d',
          '  excludeLast: 0h',
          '  maxPerDay: { default: 0.5, CRITICAL: 50, HIGH: 30, MEDIUM: 10, LOW: 5, INFORMATIONAL: 0 }',
          '  maxWorstDay: 10000',
          '  onUnproven: warn',
          '  requireEvents: true',
          '  retrohuntAlerting: muted',
          '  accept:',
          `    - ${line('noisy')}`,
          '',
        ].join('\n'),
      ),
    ).toEqual({
      windowMs: 7 * 86_400_000,
      excludeLastMs: 0,
      maxPerDay: { default: 0.5, CRITICAL: 50, HIGH: 30, MEDIUM: 10, LOW: 5, INFORMATIONAL: 0 },
      maxWorstDay: 10_000,
      onUnproven: 'warn',
      requireEvents: true,
      retrohuntAlerting: 'muted',
      accept: [
        { rule: 'noisy', text: TEXT, reason: 'known', until: new Date('2027-01-01T00:00:00Z') },
      ],
    });
  });

  it('lays the nearer file over what it extends, limit by limit, and appends what is accepted', () => {
    expect(
      policy(
        `gate: { window: 3d, maxPerDay: { LOW: 1 }, accept: [${line('own')}] }`,
        'api: embedded',
        `gate: { window: 9d, maxWorstDay: 7, maxPerDay: { default: 2, LOW: 3 }, accept: [${line('far')}, ${line('farther')}] }`,
      ),
    ).toMatchObject({
      windowMs: 3 * 86_400_000,
      maxWorstDay: 7,
      maxPerDay: { default: 2, LOW: 1 },
      accept: [{ rule: 'far' }, { rule: 'farther' }, { rule: 'own' }],
    });
  });

  it.each([
    ['off alone', ['gate: off'], 'off'],
    ['off over a policy', ['gate: off', 'gate: { maxWorstDay: 1 }'], 'off'],
    ['off that is extended', ['api: embedded', 'gate: off'], 'off'],
    [
      'a policy over off',
      ['gate: { maxWorstDay: 1 }', 'gate: off', 'gate: { maxPerDay: { default: 9 } }'],
      { ...DEFAULT_GATE, maxWorstDay: 1 },
    ],
  ])('takes %s', (_title, files, expected) => {
    expect(policy(...files)).toEqual(expected);
  });

  it.each([
    ['gate: on', '1:7 wrong-value: expected off, or a map of keys, but this is "on"'],
    ['gate:', '1:6 wrong-value: expected off, or a map of keys, but this is empty'],
    [
      'gate: { windw: 3d }',
      '1:9 unknown-key: "windw" is not a key of `gate` (did you mean window?)',
    ],
    [
      'gate: { max_per_day: 3 }',
      '1:9 unknown-key: "max_per_day" is not a key of `gate` (did you mean maxPerDay?)',
    ],
    ['gate: { window: 14 }', '1:17 wrong-value: expected a duration such as 14d, but this is 14'],
    [
      'gate: { window: 23h }',
      '1:17 gate: a window of 23h is too short (write 1d to 365d, such as window: 14d)',
    ],
    [
      'gate: { window: 366d }',
      '1:17 gate: a window of 366d is too long (write 1d to 365d, such as window: 14d)',
    ],
    [
      'gate: { excludeLast: -1h }',
      '1:22 wrong-value: expected a duration such as 6h, or 0h, but this is "-1h"',
    ],
    ['gate: { maxPerDay: 20 }', '1:20 wrong-value: expected a map of keys, but this is 20'],
    [
      'gate: { maxPerDay: { CRITCAL: 1 } }',
      '1:22 unknown-key: "CRITCAL" is not a key of `maxPerDay` (did you mean CRITICAL?)',
    ],
    [
      'gate: { maxPerDay: { critical: 1 } }',
      '1:22 unknown-key: "critical" is not a key of `maxPerDay` (did you mean CRITICAL?)',
    ],
    [
      'gate: { maxPerDay: { default: -1 } }',
      '1:31 wrong-value: expected a number from 0 to 10000, since no more are made in a day, but this is -1',
    ],
    [
      'gate: { maxWorstDay: 10001 }',
      '1:22 wrong-value: expected a number from 0 to 10000, since no more are made in a day, but this is 10001',
    ],
    [
      'gate: { maxWorstDay: .inf }',
      '1:22 wrong-value: expected a number from 0 to 10000, since no more are made in a day, but this is null',
    ],
    [
      'gate: { onUnproven: wran }',
      '1:21 wrong-value: expected one of block, warn, but this is "wran" (did you mean warn?)',
    ],
    ['gate: { requireEvents: yes }', '1:24 wrong-value: expected true or false, but this is "yes"'],
    ['gate: { accept: {} }', '1:17 wrong-value: expected a list, but this is a map of keys'],
    [
      `gate:\n  accept:\n    - { rule: r, text: "${TEXT}", reason: " ", until: 2026-02-30 }`,
      `3:100 wrong-value: expected a reason of at most 1000 characters, but this is " "`,
      '3:112 wrong-value: expected a day such as 2026-12-31, but this is "2026-02-30"',
    ],
    [
      'gate: { accept: [{ rule: a b, text: ABC, reason: x, until: soon }] }',
      '1:26 wrong-value: expected the name of a rule, but this is "a b"',
      '1:37 wrong-value: expected a SHA-256 in 64 lower-case hexadecimal digits, in quotes, but this is "ABC"',
      '1:60 wrong-value: expected a day such as 2026-12-31, but this is "soon"',
    ],
  ])('refuses %s', (text, ...expected) => {
    const { gate, diagnostics } = parse(text);
    expect(gate).toBeUndefined();
    expect(said(diagnostics).map((one) => one.replace('environments/f0.yaml:', ''))).toEqual(
      expected,
    );
  });

  it('names the file that is wrong, and every one of them', () => {
    const { diagnostics } = parse('gate: { window: 1h }', 'gate: { maxWorstDay: many }');
    expect(diagnostics.map(({ path, line: at, column }) => [path, at, column])).toEqual([
      ['environments/f0.yaml', 1, 17],
      ['environments/f1.yaml', 1, 22],
    ]);
  });
});

const read = async (gate: string, base?: string) => {
  const { environment, diagnostics } = await readEnvironment(
    memoryTree({
      'environments/e.yaml': `${base === undefined ? '' : 'extends: base.yaml\n'}api: embedded\ndeployment: [{ enabled: true }]\n${gate}`,
      ...(base === undefined ? {} : { 'environments/base.yaml': base }),
    }),
    'e',
  );
  expect(said(diagnostics)).toEqual([]);
  return environment?.gate;
};

describe('the gate of an environment', () => {
  it('is the default policy where nobody writes one', async () => {
    expect(await read('')).toEqual(DEFAULT_GATE);
  });

  it('is off only where that is written', async () => {
    expect(await read('gate: off\n')).toBe('off');
    expect(await read('', 'gate: off\n')).toBe('off');
  });

  it('is laid over what it extends', async () => {
    expect(await read('gate: { maxWorstDay: 7 }\n', 'gate: { window: 7d }\n')).toEqual({
      ...DEFAULT_GATE,
      maxWorstDay: 7,
      windowMs: 7 * 86_400_000,
    });
  });
});
