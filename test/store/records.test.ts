import { lstat, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../lib/errors.ts';
import type { StoredRecord } from '../../lib/ports/keep.ts';
import { openRecords } from '../../lib/store/records.ts';
import { tempFolder } from '../helpers/temp.ts';
import { ruleText } from '../helpers/builders.ts';

const newPath = async (): Promise<string> => join(await tempFolder(), 'local.jsonl');

async function reloaded(path: string): Promise<readonly StoredRecord[]> {
  const records = await openRecords(path);
  const found = await records.load();
  await records.close();
  return found;
}

describe('openRecords', () => {
  it('gives back what was appended, the last of a key, in the order of appending', async () => {
    const path = await newPath();
    const records = await openRecords(path);
    expect(await records.load()).toEqual([]);
    await records.append([
      { key: 'a', value: 1 },
      { key: 'b', value: { text: 'zwölf\n' } },
    ]);
    await records.append([{ key: 'a', value: 2 }]);
    await records.append([
      { key: 'c', value: 3 },
      { key: 'c', value: null },
    ]);
    const expected = [
      { key: 'b', value: { text: 'zwölf\n' } },
      { key: 'a', value: 2 },
    ];
    expect(await records.load()).toEqual(expected);
    await records.close();
    expect(await reloaded(path)).toEqual(expected);
  });

  it('keeps the order of appends that nobody waits for, and the values as they were', async () => {
    const path = await newPath();
    const records = await openRecords(path);
    const value = { count: 0 };
    const all = Array.from({ length: 200 }, (_, count) => {
      value.count = count;
      return records.append([{ key: `k${count % 7}`, value }]);
    });
    await Promise.all(all);
    await records.close();
    expect(await reloaded(path)).toEqual(
      [193, 194, 195, 196, 197, 198, 199].map((count) => ({
        key: `k${count % 7}`,
        value: { count },
      })),
    );
  });

  it('is for its owner alone', async () => {
    const path = await newPath();
    await reloaded(path);
    expect((await lstat(path)).mode & 0o777).toBe(0o600);
  });

  it('drops an append that was torn, wherever it was torn, and goes on after it', async () => {
    const whole = '[["a","ä"],["b",2]]\n';
    const torn = Buffer.from('[["a","ü"],["c",3]]');
    for (let length = 1; length <= torn.length; length += 1) {
      const path = await newPath();
      await writeFile(path, Buffer.concat([Buffer.from(whole), torn.subarray(0, length)]));
      const records = await openRecords(path);
      const before = [
        { key: 'a', value: 'ä' },
        { key: 'b', value: 2 },
      ];
      expect(await records.load()).toEqual(before);
      await records.append([{ key: 'd', value: 4 }]);
      await records.close();
      expect(await reloaded(path)).toEqual([...before, { key: 'd', value: 4 }]);
    }
  });

  it('clears out what no longer counts when it is opened', async () => {
    const path = await newPath();
    const records = await openRecords(path);
    for (let count = 0; count < 500; count += 1) {
      await records.append([{ key: `k${count % 3}`, value: 'x'.repeat(1000) + String(count) }]);
    }
    await records.close();
    const before = (await stat(path)).size;
    const found = await reloaded(path);
    expect((await stat(path)).size).toBeLessThan(before / 100);
    expect(await reloaded(path)).toEqual(found);
    expect(found.map(({ key }) => key)).toEqual(
      ['k0', 'k1', 'k2'].toSorted(
        (x, y) => found.findIndex((one) => one.key === x) - found.findIndex((one) => one.key === y),
      ),
    );
  });

  it('refuses a file that something else has changed, with the line', async () => {
    const path = await newPath();
    await writeFile(path, '[["a",1]]\n{"a":1}\n');
    await expect(openRecords(path)).rejects.toThrow(`${path}:2 is not a line that chron wrote`);
    await expect(openRecords(path)).rejects.toBeInstanceOf(UserError);
    expect(await readFile(path, 'utf8')).toBe('[["a",1]]\n{"a":1}\n');
  });

  it('refuses a link, and does not touch what it points to', async () => {
    const path = await newPath();
    await writeFile(`${path}.outside`, 'theirs');
    await symlink(`${path}.outside`, path);
    await expect(openRecords(path)).rejects.toThrow('ELOOP');
    expect(await readFile(`${path}.outside`, 'utf8')).toBe('theirs');
  });

  it('says what to do where the file cannot be made', async () => {
    await expect(openRecords(join(await newPath(), 'below'))).rejects.toMatchObject({
      name: 'UserError',
      hint: 'the folder above it does not exist',
    });
  });

  it('loads what a map would hold, whatever was appended', async () => {
    const value = fc.oneof(fc.constant(null), fc.string({ unit: 'binary' }), fc.integer());
    const record = fc.record({ key: fc.constantFrom('a', 'b', 'c', '__proto__'), value });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(record, { maxLength: 3 }), { maxLength: 8 }),
        async (batches) => {
          const path = await newPath();
          const model = new Map<string, unknown>();
          for (const batch of batches) {
            const records = await openRecords(path);
            await records.append(batch);
            await records.close();
            for (const { key, value: kept } of batch) {
              model.delete(key);
              if (kept !== null) model.set(key, kept);
            }
          }
          expect(await reloaded(path)).toEqual(
            Array.from(model, ([key, kept]) => ({ key, value: kept })),
          );
        },
      ),
      { numRuns: 15 },
    );
  });

  it('loads 1,000 rules of 3 KB within 100 ms', async () => {
    const path = await newPath();
    const text = ruleText('r').padEnd(3000, '/');
    const lines = Array.from(
      { length: 1000 },
      (_, count) => `${JSON.stringify([[`rule/${count}`, { text, count }]])}\n`,
    );
    await writeFile(path, lines.join(''));
    const times: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      const start = performance.now();
      expect(await reloaded(path)).toHaveLength(1000);
      times.push(performance.now() - start);
    }
    expect(Math.min(...times)).toBeLessThan(100);
  });
});
