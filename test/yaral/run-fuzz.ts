import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { faultsOfReading, mutated, randomFrom } from './fuzz.ts';

/**
 * `npm run fuzz [-- COUNT [SEED]]`: reads that many texts made of the repository's own rules (50,000 unless told), and
 * exits 1 at the first that throws, takes a second of this process' time, or is printed otherwise the second time.
 */
const LIMIT_MS = 1000;
const [count = 50_000, first = 1] = process.argv.slice(2).map(Number);
const ROOT = join(import.meta.dirname, '../..');
const texts = ['rules', 'test/golden'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaral'))
    .toSorted()
    .map((name) => readFileSync(join(ROOT, folder, name), 'utf8')),
);

process.exitCode = run();

function run(): number {
  const random = randomFrom(first);
  let slowest = 0;
  for (let number = 1; number <= count; number += 1) {
    const text = mutated(texts, random);
    const began = process.cpuUsage();
    const faults = faultsOf(text);
    const took = process.cpuUsage(began).user / 1000;
    slowest = Math.max(slowest, took);
    if (faults.length === 0 && took < LIMIT_MS) continue;
    const said = [...faults, `${took.toFixed(0)} ms`, JSON.stringify(text)];
    process.stderr.write(`text ${number} of seed ${first}:\n  ${said.join('\n  ')}\n`);
    return 1;
  }
  process.stdout.write(
    `${count.toLocaleString('en-US')} texts of seed ${first} read without harm; slowest ${slowest.toFixed(0)} ms\n`,
  );
  return 0;
}

function faultsOf(text: string): readonly string[] {
  try {
    return faultsOfReading(text);
  } catch (error) {
    return [error instanceof Error ? (error.stack ?? error.message) : String(error)];
  }
}
