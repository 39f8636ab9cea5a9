import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkJson } from '../../lib/report/diagnostics-json.ts';
import { aCheck, aFinding, HOSTILE, NO_SCORE, REMARK, WRONG_FIELD } from './findings.ts';
import { workflowCommands } from './runner.ts';
import { violations } from './schema.ts';

const SCHEMA: object = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../docs/check-schema.json'), 'utf8'),
);

describe('checkJson', () => {
  it.each<[title: string, view: ReturnType<typeof aCheck>, summary: object]>([
    ['nothing found', aCheck([]), { errors: 0, warnings: 0, infos: 0, fixable: 0 }],
    [
      'one of each severity',
      aCheck([WRONG_FIELD, NO_SCORE, REMARK], {
        fixable: 1,
        fixed: [{ path: 'rules/a.yaral', ids: ['CHR112'] }],
      }),
      { errors: 1, warnings: 1, infos: 1, fixable: 1 },
    ],
    [
      'what strangers wrote',
      aCheck([aFinding({ message: HOSTILE, hint: HOSTILE, path: `rules/${HOSTILE}` })]),
      { errors: 1, warnings: 0, infos: 0, fixable: 0 },
    ],
  ])('keeps to its schema with %s', (_title, view, counts) => {
    const text = checkJson(view);
    const value: { readonly counts?: unknown } = JSON.parse(text);
    expect(violations(value, SCHEMA)).toEqual([]);
    expect(value.counts).toEqual(counts);
    expect(workflowCommands(text)).toEqual([]);
    // oxlint-disable-next-line no-control-regex -- none may be left
    expect(text).not.toMatch(/[\u0000-\u0008\u000B-\u001F\u202E\u2028]/);
  });

  it.each([
    [[NO_SCORE], false, false],
    [[NO_SCORE], true, true],
    [[REMARK], true, false],
    [[WRONG_FIELD], false, true],
  ])('says whether the check fails (%#)', (diagnostics, strict, failed) => {
    expect(JSON.parse(checkJson(aCheck(diagnostics, { strict })))).toMatchObject({
      failed,
      strict,
    });
  });
});
