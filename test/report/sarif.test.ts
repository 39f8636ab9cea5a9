import { describe, expect, it } from 'vitest';
import { CHAPTERS, EXPLANATIONS } from '../../cmd/explanations.ts';
import { checkSarif } from '../../lib/report/sarif.ts';
import {
  aCheck,
  aFinding,
  EXPLAINED,
  HOSTILE,
  many,
  NO_SCORE,
  REMARK,
  WRONG_FIELD,
} from './findings.ts';
import { SARIF_SCHEMA } from './sarif-schema.ts';
import { violations } from './schema.ts';

interface Log {
  readonly runs: readonly {
    readonly tool: {
      readonly driver: {
        readonly semanticVersion: string;
        readonly rules: readonly {
          readonly id: string;
          readonly help?: { readonly text: string };
        }[];
      };
    };
    readonly invocations: readonly { readonly toolExecutionNotifications?: readonly unknown[] }[];
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly message: { readonly text: string };
      readonly locations: readonly {
        readonly physicalLocation: {
          readonly artifactLocation: { readonly uri: string };
          readonly region: unknown;
        };
      }[];
    }[];
  }[];
}

function run(
  diagnostics: Parameters<typeof aCheck>[0],
  { explanations = EXPLAINED, fileOf = (path: string) => path } = {},
) {
  const log: unknown = JSON.parse(checkSarif(aCheck(diagnostics), explanations, fileOf));
  expect(violations(log, SARIF_SCHEMA)).toEqual([]);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it has just been held against the schema
  const [only] = (log as Log).runs;
  if (only === undefined) throw new Error('no run');
  return only;
}

describe('checkSarif', () => {
  it('puts a result at its place, with its rule and its level', () => {
    const { results, tool } = run([WRONG_FIELD]);
    expect(tool.driver.semanticVersion).toBe('1.2.3');
    expect(results).toEqual([
      {
        ruleId: 'FLD001',
        ruleIndex: 0,
        level: 'error',
        message: { text: 'Noun has no field "hostnam"; did you mean hostname?' },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'rules/aws/root_login.yaral', uriBaseId: '%SRCROOT%' },
              region: { startLine: 5, startColumn: 18, endLine: 5, endColumn: 25 },
            },
          },
        ],
      },
    ]);
  });

  it('names each rule once, and points to it from its results', () => {
    const { results, tool } = run([NO_SCORE, WRONG_FIELD, REMARK, WRONG_FIELD]);
    const { rules } = tool.driver;
    expect(rules.map(({ id }) => id)).toEqual(['CHR105', 'FLD001', 'OUT013']);
    expect(results.map(({ ruleId, level }) => `${level} ${ruleId}`)).toEqual([
      'error FLD001',
      'error FLD001',
      'warning CHR105',
      'note OUT013',
    ]);
    expect(results.map(({ ruleIndex }) => rules[ruleIndex]?.id)).toEqual(
      results.map(({ ruleId }) => ruleId),
    );
  });

  it('helps with the text and both examples', () => {
    expect(run([WRONG_FIELD]).tool.driver.rules[0]?.help?.text).toBe(
      'There is no such field.\n\nWrong:\n\nevents:\n  $e.principal.hostnam = "a"\n\nRight:\n\nevents:\n  $e.principal.hostname = "a"',
    );
  });

  it('explains every finding that there is', () => {
    const all = CHAPTERS.flatMap(({ explanations }) => explanations).map(({ id, severity }) =>
      aFinding({ id, severity }),
    );
    const { rules } = run(all, { explanations: EXPLANATIONS }).tool.driver;
    expect(rules.filter(({ help }) => help === undefined)).toEqual([]);
    expect(rules).toHaveLength(all.length);
  });

  it('keeps the 5,000 worst and says how many are left out', () => {
    const { results, invocations } = run([
      ...many(3, { severity: 'info', id: 'OUT013' }),
      ...many(5_000),
    ]);
    expect(results).toHaveLength(5_000);
    expect(new Set(results.map(({ level }) => level))).toEqual(new Set(['error']));
    expect(invocations[0]?.toolExecutionNotifications).toEqual([
      { level: 'warning', message: { text: '3 further results were left out' } },
    ]);
  });

  it('says nothing of what is left out where nothing is', () => {
    const { results, invocations } = run(many(5_000));
    expect(results).toHaveLength(5_000);
    expect(invocations[0]).toEqual({ executionSuccessful: true });
  });

  it('writes paths as URIs, and those outside the repository whole', () => {
    const uris = run(
      [
        aFinding({ path: 'rules/a b%/ü[1].yaral' }),
        aFinding({ path: 'outside' }),
        aFinding({ path: `rules/${HOSTILE}`, message: HOSTILE }),
      ],
      { fileOf: (path) => (path === 'outside' ? 'file:///srv/x.yaral' : path) },
    ).results.map(({ locations }) => locations[0]?.physicalLocation.artifactLocation);
    expect(uris.slice(0, 2)).toEqual([
      { uri: 'rules/a%20b%25/%C3%BC%5B1%5D.yaral', uriBaseId: '%SRCROOT%' },
      { uri: 'file:///srv/x.yaral' },
    ]);
  });

  it('shows control characters in messages instead of sending them on', () => {
    const [result] = run([aFinding({ message: HOSTILE })]).results;
    // oxlint-disable-next-line no-control-regex -- none may be left
    expect(result?.message.text).not.toMatch(/[\u0000-\u0008\u000B-\u001F\u202E\u2028]/);
  });

  it('is a log without results where nothing was found', () => {
    expect(run([]).results).toEqual([]);
  });
});
