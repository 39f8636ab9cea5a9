/**
 * `npm run bench`: measures what design §6 promises, prints one table, and exits 1 where a limit is missed.
 * `npm run bench -- NAME…` measures only some of it.
 */
import { type Figure, kept } from './figure.ts';
import { benchApply } from './apply.ts';
import { benchCheck } from './check.ts';
import { benchEmulator } from './emulator.ts';
import { benchEvaluate } from './evaluate.ts';
import { benchGate } from './gate.ts';
import { benchHistory } from './history.ts';
import { machineFacts } from './machine.ts';
import { benchPlan } from './plan.ts';
import { benchRuleTests } from './rule-tests.ts';
import { benchReport } from './report.ts';
import { openScratch, type Scratch } from './scratch.ts';
import { benchStart } from './start.ts';
import { tableOf } from './table.ts';

const BENCHES: Readonly<Record<string, (scratch: Scratch) => Promise<readonly Figure[]>>> = {
  start: benchStart,
  check: benchCheck,
  plan: benchPlan,
  history: benchHistory,
  apply: benchApply,
  emulator: benchEmulator,
  evaluate: benchEvaluate,
  test: benchRuleTests,
  gate: benchGate,
  report: benchReport,
};

process.exitCode = await run(process.argv.slice(2));

async function run(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => !(name in BENCHES));
  if (unknown.length > 0) {
    process.stderr.write(
      `bench: unknown ${unknown.join(', ')}; there are ${Object.keys(BENCHES).join(', ')}\n`,
    );
    return 1;
  }
  const scratch = await openScratch();
  try {
    const figures: Figure[] = [];
    for (const [name, bench] of Object.entries(BENCHES)) {
      if (names.length > 0 && !names.includes(name)) continue;
      process.stderr.write(`measuring ${name}\n`);
      figures.push(...(await bench(scratch)));
    }
    process.stdout.write(`${tableOf(figures)}\n${machineFacts()}\n`);
    return figures.every(kept) ? 0 : 1;
  } finally {
    await scratch.close();
  }
}
