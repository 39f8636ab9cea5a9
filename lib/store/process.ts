import { readFileSync } from 'node:fs';
import { errorCode } from './disk.ts';

/** Whether a process of this number runs, whoever owns it. One that has ended but was not collected yet does not. */
export function processRuns(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return processStat(pid)?.[0] !== 'Z';
  } catch (error) {
    // EPERM: it runs, but belongs to somebody else.
    return errorCode(error) === 'EPERM';
  }
}

/**
 * When a process began, in a form to be compared for equality: the boot of the machine and the ticks since.
 * Numbers of processes are used again; this is not. Undefined where the system has no /proc.
 */
export function processBirth(pid: number): string | undefined {
  const ticks = processStat(pid)?.[19];
  const boot = readText('/proc/sys/kernel/random/boot_id')?.trim();
  return ticks === undefined || boot === undefined ? undefined : `${boot}:${ticks}`;
}

/**
 * What Linux says of a process, from its state on (the third word of /proc/PID/stat). The word before is the
 * command, in parentheses, and may hold spaces and parentheses itself.
 */
function processStat(pid: number): readonly string[] | undefined {
  const stat = readText(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
