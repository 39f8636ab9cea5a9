import { describe, expect, it } from 'vitest';
import { analyze } from '../../lib/yaral/analyze.ts';
import { corpusRules } from './material.ts';

/** What yara-l §3.3 expects of the whole corpus: values that no enum has, and numbers compared with text. */
const VALUES = new Set(
  '"SetValue" "10" "allowed" "listening" "outbound" "outgoing" "SYSCALL" "3"'.split(' '),
);
/** Where deprecated fields are named, by their last step. */
const DEPRECATED = new Set(['labels', 'import_hash', 'type', 'pe', 'file_metadata']);

describe('fields and types', () => {
  const findings = corpusRules().flatMap((source) =>
    analyze(source).diagnostics.map((found) => ({
      ...found,
      marked: source.text.slice(found.span.start, found.span.end),
    })),
  );
  const errors = findings.filter(({ severity }) => severity === 'error');

  it.runIf(findings.length > 0)('are right in every rule of the current style', () => {
    expect(errors.filter(({ path }) => path.startsWith('community/'))).toEqual([]);
  });

  it.runIf(findings.length > 0)('are wrong in old rules only as the reference predicts', () => {
    expect(new Set(errors.map(({ id }) => id))).toEqual(new Set(['FLD014', 'TYP001', 'LEX002']));
    const values = errors.filter(({ id }) => id === 'FLD014').map(({ marked }) => marked);
    expect(values.filter((value) => !VALUES.has(value))).toEqual([]);
    const compared = errors.filter(({ id }) => id === 'TYP001').map(({ marked }) => marked);
    expect(compared.filter((value) => !/^"(0x)?[\da-f]+"$/i.test(value))).toEqual([]);
  });

  it.runIf(findings.length > 0)('are told as deprecated where the reference counts them', () => {
    const deprecated = findings.filter(({ id }) => id === 'FLD004').map(({ marked }) => marked);
    expect(deprecated.length).toBeGreaterThan(0);
    expect(deprecated.filter((field) => !DEPRECATED.has(field))).toEqual([]);
  });

  it.runIf(findings.length > 0)('give no other warning', () => {
    const others = findings.filter(
      ({ id, severity }) => severity === 'warning' && /^(?:LEX|PAR|FLD|TYP|CMP)/.test(id),
    );
    expect(new Set(others.map(({ id }) => id))).toEqual(new Set(['FLD004']));
  });
});
