import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fix } from '../../../lib/diagnostics/diagnostic.ts';
import { analyze } from '../../../lib/yaral/analyze.ts';
import { applyFixes, fixAll } from '../../../lib/yaral/fix.ts';
import { lint } from '../../../lib/yaral/lint.ts';
import { format } from '../../../lib/yaral/printer.ts';
import { ruleOf } from './lint-text.ts';

const LOGIN = '$e.metadata.event_type = "USER_LOGIN"\n';

function fixed(text: string): { readonly text: string; readonly ids: readonly string[] } {
  return fixAll({ path: 'rules/x.yaral', text }, (source) =>
    lint({ source, analysis: analyze(source) }),
  );
}

/** What a statement of events becomes. */
const STATEMENTS: readonly (readonly [string, string, string])[] = [
  ['a loose start', '$e.target.url = /.*\\.onion/', '$e.target.url = /\\.onion/'],
  ['a loose end', '$e.target.url = /\\/cmd\\.php.*/', '$e.target.url = /\\/cmd\\.php/'],
  [
    'loose ends of all alternatives',
    're.regex($e.target.url, `(.*a.*|b.*?|^c)`)',
    're.regex($e.target.url, `(a|b|^c)`)',
  ],
  [
    'loose ends behind flags',
    're.regex($e.target.url, `(?i).*a`)',
    're.regex($e.target.url, `(?i)a`)',
  ],
  [
    'a loose end in a string with escapes',
    're.regex($e.target.url, "\\\\\\\\a\\".*")',
    're.regex($e.target.url, "\\\\\\\\a\\"")',
  ],
  ['loose ends, twice', '$e.target.url = /.*.*a/', '$e.target.url = /a/'],
  ['nothing of an end that is anchored', '$e.target.url = /^.*a.*$/', '$e.target.url = /^.*a.*$/'],
  ['nothing of a pattern that matches all', '$e.target.url = /.*/', '$e.target.url = /.*/'],
  ['a fixed text', '$e.target.user.userid = /^ad\\/min$/', '$e.target.user.userid = "ad/min"'],
  [
    'a fixed text with quotes and backslashes',
    '$e.target.user.userid = /^a"b\\\\c$/',
    '$e.target.user.userid = "a\\"b\\\\c"',
  ],
  [
    'a fixed text with nocase',
    '$e.target.user.userid = /^admin$/ nocase',
    '$e.target.user.userid = "admin" nocase',
  ],
  [
    'a fixed text with (?i)',
    '$e.target.user.userid != /(?i)^admin$/',
    '$e.target.user.userid != "admin" nocase',
  ],
  [
    'a fixed text with (?i) on the left',
    '(/(?i)^admin$/ = $e.target.user.userid)',
    '("admin" = $e.target.user.userid nocase)',
  ],
  [
    'a fixed text in a call',
    'not re.regex($e.target.user.userid, `\\Aadmin\\z`) nocase',
    'not $e.target.user.userid = "admin" nocase',
  ],
  [
    'a fixed text of some element',
    're.regex(any $e.target.user.group_identifiers, `^a$`)',
    'any $e.target.user.group_identifiers = "a"',
  ],
  [
    'nothing of a call that is compared',
    're.regex($e.target.user.userid, `^a$`) = true',
    're.regex($e.target.user.userid, `^a$`) = true',
  ],
  [
    'nothing of a call with a comment in it',
    're.regex($e.target.user.userid, /* admin */ `^a$`)',
    're.regex($e.target.user.userid, /* admin */ `^a$`)',
  ],
  [
    'nothing of a folded text beyond ASCII',
    '$e.target.user.userid = /(?i)^straße$/',
    '$e.target.user.userid = /(?i)^straße$/',
  ],
  ['a host name', '$e.principal.hostname = "DC01"', '$e.principal.hostname = "DC01" nocase'],
  [
    'a host name in an or',
    '($e.principal.hostname = "a" or $e.principal.hostname = "B")',
    '($e.principal.hostname = "a" nocase or $e.principal.hostname = "B" nocase)',
  ],
  [
    'a fixed host name',
    '$e.principal.hostname = /^dc01$/',
    '$e.principal.hostname = "dc01" nocase',
  ],
  [
    'a fixed host name in a call',
    're.regex($e.principal.hostname, `^dc01$`)',
    '$e.principal.hostname = "dc01" nocase',
  ],
  ['a hidden character in a comment', '// a\u200Bb', '// ab'],
  [
    'a hidden character in a string',
    '$e.target.user.userid = "a\u202Eb"',
    '$e.target.user.userid = "a\\u202Eb"',
  ],
  [
    'a hidden tag in a string',
    '$e.target.user.userid = "a\u{E0041}"',
    '$e.target.user.userid = "a\\U000E0041"',
  ],
  [
    'nothing of a hidden character after a backslash',
    '$e.target.user.userid = "a\\\u200Bb"',
    '$e.target.user.userid = "a\\\u200Bb"',
  ],
  [
    'nothing of a hidden character in a pattern',
    '$e.target.url = /a\u200Bb/',
    '$e.target.url = /a\u200Bb/',
  ],
];

describe('fixAll', () => {
  it.each(STATEMENTS)('puts right %s, and then has nothing to do', (_title, before, after) => {
    const { text } = fixed(ruleOf(`${LOGIN}${before}`));
    expect(text).toBe(ruleOf(`${LOGIN}${after}`));
    expect(fixed(text)).toEqual({ text, ids: [] });
    expect(format({ path: 'x.yaral', text }).text).toBeDefined();
  });

  it('puts right meta', () => {
    const meta = 'meta:\n  author = "Ada"\n  description = "x"\n  rule_id = "mr_1"\n';
    const { text, ids } = fixed(
      ruleOf(`${meta}  severity = "Hihg"\n  mitre_attack_technique = "t1059/001, T1078"`),
    );
    expect(text).toBe(
      ruleOf(`${meta}  severity = "HIGH"\n  mitre_attack_technique = "T1059.001, T1078"`),
    );
    expect(ids).toEqual(['CHR102', 'CHR103']);
  });

  it('takes out a comment that turns nothing off, with its line', () => {
    const text = ruleOf(
      `// chron-ignore CHR110: gone\n${LOGIN}$e.principal.port = 22 // chron-ignore CHR111: gone`,
    );
    expect(fixed(text).text).toBe(ruleOf(`${LOGIN}$e.principal.port = 22`));
  });

  it('keeps a text in style that was in style', () => {
    const before =
      format({ path: 'x.yaral', text: ruleOf(`${LOGIN}re.regex($e.target.user.userid, \`^a$\`)`) })
        .text ?? '';
    const { text } = fixed(before);
    expect(text).toContain('$e.target.user.userid = "a"');
    expect(format({ path: 'x.yaral', text }).text).toBe(text);
  });

  it('leaves a text alone that has nothing to fix', () => {
    const text = ruleOf(`${LOGIN}   $e.principal.port   = 22`);
    expect(fixed(text)).toEqual({ text, ids: [] });
  });
});

describe('applyFixes', () => {
  const text = ruleOf(LOGIN);
  const at = text.indexOf('"USER_LOGIN"');
  const replace = (put: string, from = at, to = at + 12): Fix => ({
    title: put,
    edits: [{ span: { start: from, end: to }, text: put }],
  });

  it('makes one of two that touch the same place, and gives the other back', () => {
    const [one, two] = [replace('"USER_LOGOUT"'), replace('"FILE_OPEN"', at + 2, at + 4)];
    const result = applyFixes({ path: 'x.yaral', text }, [two, one]);
    expect(result).toEqual({
      text: text.replace('USER_LOGIN', 'USER_LOGOUT'),
      applied: [one],
      left: [two],
    });
  });

  it('gives back what would break the rule, and makes the others', () => {
    const [bad, good] = [
      replace('"USER'),
      replace('y', text.indexOf('rule x') + 5, text.indexOf('rule x') + 6),
    ];
    const result = applyFixes({ path: 'x.yaral', text }, [bad, good]);
    expect(result).toEqual({
      text: text.replace('rule x', 'rule y'),
      applied: [good],
      left: [bad],
    });
  });

  it('makes a fix whole or not at all', () => {
    const far: Fix = {
      title: 'far',
      edits: [...replace('"A"', at, at + 12).edits, ...replace('z', 5, 6).edits],
    };
    const result = applyFixes({ path: 'x.yaral', text }, [replace('y', 5, 6), far]);
    expect(result.applied.map(({ title }) => title)).toEqual(['y']);
    expect(result.text).toBe(text.replace('rule x', 'rule y'));
  });
});

describe('the fix of a regular expression', () => {
  const piece = fc.constantFrom(
    '.*',
    'a',
    'b',
    '.',
    'a*',
    '^',
    '$',
    '|',
    '(',
    ')',
    '\\.',
    '[.*]',
    '.*?',
    '(?:',
    '\\\\',
    'ab',
    '/',
  );
  const value = fc.stringMatching(/^[ab./\\]{0,6}$/);

  it('never changes what it matches on one line', () => {
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 8 }),
        fc.array(value, { minLength: 8, maxLength: 8 }),
        (pieces, values) => {
          const before = pieces.join('');
          const given = compiled(before);
          if (given === undefined) return;
          const { text } = fixed(ruleOf(`${LOGIN}re.regex($e.target.user.userid, \`${before}\`)`));
          const [, after] = /re\.regex\(\$e\.target\.user\.userid, `([^`]*)`\)/.exec(text) ?? [];
          const [, plain] = /userid = ("(?:[^"\\]|\\.)*")/.exec(text) ?? [];
          for (const one of values) {
            const matches =
              plain === undefined ? compiled(after ?? '')?.test(one) : JSON.parse(plain) === one;
            expect({ before, one, matches }).toEqual({ before, one, matches: given.test(one) });
          }
        },
      ),
      { numRuns: 400 },
    );
  });
});

/** For the signs used here JavaScript's expressions and RE2's are the same. */
function compiled(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern, 's');
  } catch {
    return undefined;
  }
}
