import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../errors.ts';
import { visibleLine } from '../text.ts';

/** Puts a new text in the place of a file, whole or not at all: whoever reads it meanwhile sees the old one. Its permissions stay. */
export function replaceText(path: string, text: string): void {
  const beside = join(dirname(path), `.${basename(path)}.${randomUUID().slice(0, 8)}.tmp`);
  try {
    const { mode } = statSync(path);
    const file = openSync(beside, 'wx', mode);
    try {
      writeFileSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    chmodSync(beside, mode);
    renameSync(beside, path);
  } catch (cause) {
    rmSync(beside, { force: true });
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
    throw new UserError(`"${visibleLine(path)}" cannot be written (${why})`, {
      hint: 'look at the permissions of its folder; nothing of it was changed',
      cause,
    });
  }
}
