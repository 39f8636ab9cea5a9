import { readFileSync, writeFileSync } from 'node:fs';
import { UserError } from '../../lib/errors.ts';
import { acquireLock } from '../../lib/store/lock.ts';

/**
 * One of several processes: adds one to the number in a file so many times, each time under the lock, by reading,
 * waiting a moment and writing. Two holders at once would lose a count.
 * `die` ends it in the middle of a turn, as if killed, so that the others have to succeed it.
 */
const [lockPath = '', counterPath = '', rounds = '0', die = ''] = process.argv.slice(2);
for (let done = 0; done < Number(rounds);) {
  try {
    const lock = acquireLock(lockPath, { command: 'count', started: new Date() });
    const count = Number(readFileSync(counterPath, 'utf8'));
    if (die !== '' && done === Number(rounds) - 1) process.kill(process.pid, 'SIGKILL');
    await new Promise((resolve) => setImmediate(resolve));
    writeFileSync(counterPath, String(count + 1));
    lock.release();
    done += 1;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
