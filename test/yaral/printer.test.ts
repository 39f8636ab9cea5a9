import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Reporter } from '../../lib/diagnostics/reporter.ts';
import { lex } from '../../lib/yaral/lexer.ts';
import { format } from '../../lib/yaral/printer.ts';
import { significant } from '../../lib/yaral/token.ts';
import { golden } from '../helpers/golden.ts';
import { faultsOfFormat } from './same-meaning.ts';

golden('format', 'input.yaral', 'formatted.yaral', (text, path) => {
  return format({ path, text }).text ?? faultsOfFormat(text).join('\n');
});

/** Rule texts that have no errors: the inputs of the golden cases. */
const texts = ['format', 'parse'].flatMap((suite) => {
  const folder = join(import.meta.dirname, '..', 'golden', suite);
  return readdirSync(folder).map((name) => readFileSync(join(folder, name, 'input.yaral'), 'utf8'));
});
const whole = texts.filter((text) => format({ path: 'a.yaral', text }).text !== undefined);

const gap = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(' ', '  ', '\t') },
  { weight: 4, arbitrary: fc.constantFrom('\n', '\n\n', '\r\n', ' \n \n\n') },
  {
    weight: 2,
    arbitrary: fc.constantFrom(' // x\n', '\n// y\n', ' // z\n\n// w\n', '\n\n// v\n\n'),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(' /* a */ ', '\n/* b */\n', ' /* c\n   d */\n', '/* e */'),
  },
);

describe('format', () => {
  it('leaves a text with errors alone', () => {
    const { text, diagnostics } = format({ path: 'a.yaral', text: 'rule a {\n' });
    expect(text).toBeUndefined();
    expect(diagnostics).not.toEqual([]);
  });

  it.each(whole)('keeps tree and comments, and is stable: %#', (text) => {
    expect(faultsOfFormat(text)).toEqual([]);
  });

  it('keeps tree and comments and is stable, whatever stands between the tokens', () => {
    expect(whole.length).toBeGreaterThan(5);
    fc.assert(
      fc.property(
        fc.constantFrom(...whole),
        fc.array(gap, { minLength: 40, maxLength: 400 }),
        (text, gaps) => {
          const source = { path: 'a.yaral', text };
          const words = significant(lex(source, new Reporter(source))).map((token) => token.text);
          const mixed = words
            .map((word, index) => word + (gaps[index % gaps.length] ?? ' '))
            .join('');
          // White space means something in a few places only; then the mixed text may have errors.
          if (format({ path: 'a.yaral', text: mixed }).text === undefined) return;
          expect(faultsOfFormat(mixed)).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });
});
