import { fork } from 'node:child_process';
import { join } from 'node:path';
import { TOP } from './top.ts';
import type { Answer, Holding, Question } from './tenant-process.ts';

/** Tenants in another process. */
export interface Tenants {
  /** Opens one and gives its address. */
  open(holding: Holding): Promise<string>;
  /** What was called there so far, by the names of the methods. */
  calls(url: string): Promise<readonly string[]>;
  close(): void;
}

/** Starts the process that plays them. */
export function openTenants(): Tenants {
  const child = fork(join(TOP, 'test/bench/tenant-process.ts'), {
    cwd: TOP,
    execArgv: ['--import', 'tsx'],
  });
  const ask = (question: Question): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const gone = (): void => reject(new Error('the process of the tenants has ended'));
      child.once('exit', gone);
      child.once('message', (answer: Answer) => {
        child.off('exit', gone);
        resolve(answer);
      });
      child.send(question);
    });
  return {
    open: async (holding) => (await ask({ ask: 'open', holding })).url,
    calls: async (url) => (await ask({ ask: 'calls', url })).calls,
    close: () => child.disconnect(),
  };
}
