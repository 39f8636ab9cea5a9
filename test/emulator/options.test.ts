import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { chooseOptions, EMULATOR_OPTIONS, readOptions } from '../../lib/emulator/options.ts';

describe('options', () => {
  it('default to the first value of their row', () => {
    const options = chooseOptions();
    for (const [name, row] of Object.entries(EMULATOR_OPTIONS)) {
      expect(options).toHaveProperty(name, row.values[0]);
    }
  });

  it('are read from words', () => {
    expect(readOptions(['quotas=published', 'tier=standard'])).toEqual({
      quotas: 'published',
      tier: 'standard',
    });
  });

  it.each([
    ['quota=published', 'emulator option "quota" does not exist', 'did you mean quotas'],
    ['__proto__=x', 'emulator option "__proto__" does not exist', undefined],
    [
      'tier=gold',
      'emulator option "tier" cannot be "gold"',
      'choose enterprise or standard or enterprise-plus',
    ],
    [
      'tier',
      'emulator option "tier" cannot be ""',
      'choose enterprise or standard or enterprise-plus',
    ],
  ])('refuse %s', (word, message, hint = expect.stringContaining('known are tier, quotas')) => {
    expect(() => readOptions([word])).toThrow(expect.objectContaining({ message, hint }));
  });
});

describe('docs/emulator.md', () => {
  it('has the table of options as it is', () => {
    const docs = readFileSync(new URL('../../docs/emulator.md', import.meta.url), 'utf8');
    const rows = Object.entries(EMULATOR_OPTIONS).map(
      ([name, { values, doc }]) =>
        `| \`${name}\` | ${values.map((value) => `\`${value}\``).join(', ')} | ${doc} |`,
    );
    expect(docs.split('\n').filter((line) => line.startsWith('| `'))).toEqual(rows);
  });
});
