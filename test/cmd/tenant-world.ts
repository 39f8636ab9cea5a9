import { onTestFinished } from 'vitest';
import type { Detection } from '../../lib/model/detection.ts';
import type { Detector } from '../../lib/ports/detector.ts';
import { startEmulator, type Emulator } from '../../lib/emulator/server.ts';
import type { EmulatorOptions } from '../../lib/emulator/options.ts';
import { ruleText } from '../helpers/builders.ts';
import { chron, type Ran, type World } from '../helpers/chron.ts';
import { VirtualClock } from '../helpers/clock.ts';
import { MemoryRecords } from '../helpers/records.ts';
import { testRepository, type TestRepository } from '../helpers/repository.ts';
import { steadyFetch } from '../secops/client.ts';

/** A repository with an environment `prod` whose tenant is an emulator on this machine; time is virtual. */
export interface TenantWorld {
  readonly repository: TestRepository;
  readonly emulator: Emulator;
  readonly clock: VirtualClock;
  readonly run: (words: string, world?: Partial<World>) => Promise<Ran>;
}

const ENVIRONMENT = [
  'api: backstory',
  'region: us',
  'credentials: { ambient: true }',
  'deployment: [{ enabled: true, alerting: false }]',
  'gate: off',
  'rates: none',
  '',
].join('\n');

export async function tenantWorld({
  options = {},
  rules = {},
  found,
}: {
  readonly options?: Partial<EmulatorOptions>;
  /** What a run of a text finds, of the detections in its range; nothing where it is not said. What it throws is an error of the rule. */
  readonly found?: (text: string) => readonly Detection[];
  /** In git, by name. */
  readonly rules?: Readonly<Record<string, string>>;
} = {}): Promise<TenantWorld> {
  const files = { one: ruleText('one'), two: ruleText('two'), ...rules };
  const repository = await testRepository({
    'environments/prod.yaml': ENVIRONMENT,
    ...Object.fromEntries(
      Object.entries(files).map(([name, text]) => [`rules/family/${name}.yaral`, text]),
    ),
  });
  const clock = new VirtualClock();
  const emulator = await startEmulator({
    records: new MemoryRecords(),
    clock,
    options,
    ...(found === undefined ? {} : { detector: detectorOf(found) }),
  });
  onTestFinished(() => emulator.close());
  return {
    repository,
    emulator,
    clock,
    run: (words, world = {}) =>
      chron(words, {
        cwd: repository.root,
        env: { CHRON_BACKSTORY_ENDPOINT: emulator.url },
        clock,
        fetch: steadyFetch(clock),
        ...world,
      }),
  };
}

function detectorOf(found: (text: string) => readonly Detection[]): Detector {
  return {
    about: 'finds what the test says',
    detect: async ({ text, range }) => {
      await Promise.resolve();
      const detections = found(text).filter(
        ({ detectionTime: at }) => at >= range.from && at < range.to,
      );
      return { detections, errors: [] };
    },
  };
}
