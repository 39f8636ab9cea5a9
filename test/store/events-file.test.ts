import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openEventsFile, type EventsFile } from '../../lib/store/events-file.ts';
import { tempFolder } from '../helpers/temp.ts';

async function linesOf(file: EventsFile): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const line of file.lines()) lines.push(line);
  return lines;
}

describe('a file of events', () => {
  it('is empty until something is appended, and the same when it is opened again', async () => {
    const path = join(await tempFolder(), 'events.ndjson');
    const file = await openEventsFile(path);
    expect([file.empty(), await linesOf(file)]).toEqual([true, []]);
    await file.append(['{"a":1}', '{"ü":2}']);
    await file.append(['{"b":3}']);
    expect(readFileSync(path, 'utf8')).toBe('{"a":1}\n{"ü":2}\n{"b":3}\n');
    const again = await openEventsFile(path);
    expect([again.empty(), await linesOf(again)]).toEqual([
      false,
      ['{"a":1}', '{"ü":2}', '{"b":3}'],
    ]);
  });

  it('drops a last line without its end, which nobody was told of', async () => {
    const path = join(await tempFolder(), 'events.ndjson');
    writeFileSync(path, '{"a":1}\n{"b":');
    const file = await openEventsFile(path);
    await file.append(['{"c":3}']);
    expect(await linesOf(file)).toEqual(['{"a":1}', '{"c":3}']);
    expect(readFileSync(path, 'utf8')).toBe('{"a":1}\n{"c":3}\n');
  });

  it('is replaced as a whole, by nothing too', async () => {
    const file = await openEventsFile(join(await tempFolder(), 'events.ndjson'));
    await file.append(['{"a":1}']);
    file.replace(['{"b":2}', '{"c":3}']);
    await file.append(['{"d":4}']);
    expect(await linesOf(file)).toEqual(['{"b":2}', '{"c":3}', '{"d":4}']);
    file.replace([]);
    expect([file.empty(), await linesOf(file)]).toEqual([true, []]);
  });

  it('says where it cannot be written', async () => {
    const file = await openEventsFile(join(await tempFolder(), 'gone', 'events.ndjson'));
    await expect(file.append(['{}'])).rejects.toThrow(/cannot write .*events\.ndjson \(ENOENT\)/);
  });
});
