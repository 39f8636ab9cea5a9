import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../lib/errors.ts';
import { openReportFolder } from '../../lib/store/report-folder.ts';
import { tempFolder } from '../helpers/temp.ts';

describe('a folder of reports', () => {
  it('is made with those above it, and its files are replaced as a whole', async () => {
    const path = join(await tempFolder(), 'a', 'b');
    openReportFolder(path).write('report.json', 'first');
    const folder = openReportFolder(path);
    folder.write('report.json', 'second');
    folder.writeLines('lines.ndjson', ['{"a":1}\n', '{"a":2}\n']);
    expect(readdirSync(path).toSorted()).toEqual(['lines.ndjson', 'report.json']);
    expect(readFileSync(join(path, 'report.json'), 'utf8')).toBe('second');
    expect(readFileSync(join(path, 'lines.ndjson'), 'utf8')).toBe('{"a":1}\n{"a":2}\n');
  });

  it('writes more than fits into one text, and leaves nothing of what broke off', async () => {
    const path = await tempFolder();
    const folder = openReportFolder(path);
    const line = `${'x'.repeat(999)}\n`;
    folder.writeLines(
      'many',
      Array.from({ length: 3000 }, () => line),
    );
    expect(readFileSync(join(path, 'many'), 'utf8')).toHaveLength(3_000_000);
    function* broken(): Generator<string> {
      yield line;
      throw new Error('no more');
    }
    expect(() => folder.writeLines('few', broken())).toThrow('no more');
    expect(readdirSync(path)).toEqual(['many']);
  });

  it('says what stands in the way', async () => {
    const path = join(await tempFolder(), 'file');
    writeFileSync(path, '');
    expect(() => openReportFolder(path)).toThrow(UserError);
  });
});
