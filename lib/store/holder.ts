import { hostname } from 'node:os';
import { UserError } from '../errors.ts';
import { visibleLine } from '../text.ts';
import { processBirth, processRuns } from './process.ts';

/** Who has a lock. `port` is where the holder serves, once it does. */
export interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly command: string;
  readonly started: Date;
  readonly port?: number;
}

/** How the holder stands in the lock's file. `birth` tells a process from a later one with its number. */
export interface Written {
  readonly pid: number;
  readonly host: string;
  readonly command: string;
  readonly started: string;
  readonly birth?: string | undefined;
  readonly port?: number;
}

/** The facts of this process. */
export function thisProcess({
  command,
  started,
  port,
}: Pick<Holder, 'command' | 'started' | 'port'>): Written {
  return {
    pid: process.pid,
    host: hostname(),
    command,
    started: started.toISOString(),
    birth: processBirth(process.pid),
    ...(port === undefined ? {} : { port }),
  };
}

/** Whether a file says who the holder is. */
export function isWritten(facts: unknown): facts is Written {
  return (
    typeof facts === 'object' &&
    facts !== null &&
    'pid' in facts &&
    Number.isSafeInteger(facts.pid) &&
    Number(facts.pid) > 0 &&
    'host' in facts &&
    typeof facts.host === 'string' &&
    'command' in facts &&
    typeof facts.command === 'string' &&
    'started' in facts &&
    typeof facts.started === 'string' &&
    (!('birth' in facts) || typeof facts.birth === 'string') &&
    (!('port' in facts) || Number.isSafeInteger(facts.port))
  );
}

/** On another host nobody can tell from here, so its holder counts as alive. */
export function lives({ pid, host, birth }: Written): boolean {
  if (host !== hostname()) return true;
  if (!processRuns(pid)) return false;
  const now = processBirth(pid);
  return birth === undefined || now === undefined || birth === now;
}

/** The holder as others are told of it. */
export function holderOf({ pid, host, command, started, port }: Written): Holder {
  return {
    pid,
    host,
    command,
    started: new Date(started),
    ...(port === undefined ? {} : { port }),
  };
}

/** The refusal that names who has the lock. */
export function heldError(path: string, { pid, host, command, started, port }: Holder): UserError {
  const here = host === hostname();
  const where = `${here ? '' : ` on ${visibleLine(host)}`}${port === undefined ? '' : `, port ${port}`}`;
  const since = Number.isNaN(started.getTime()) ? '' : ` since ${started.toISOString()}`;
  return new UserError(`"${visibleLine(command)}" (process ${pid}${where}) has ${path}${since}`, {
    hint: here
      ? 'wait until it has ended, or end it'
      : `wait until it has ended; if that machine is gone, remove ${path}`,
  });
}
