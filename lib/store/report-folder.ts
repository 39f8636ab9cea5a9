import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { replaceWhole, stateError, writeAll, writeWhole } from './disk.ts';

/** A folder that reports are written to: files for the owner alone, each there as a whole or as it was. */
export interface ReportFolder {
  write(name: string, text: string): void;
  /** The same for what is too large for one text. */
  writeLines(name: string, lines: Iterable<string>): void;
}

/** Makes the folder, and those above it, if they are not there. Throws UserError where it cannot be written to. */
export function openReportFolder(path: string): ReportFolder {
  guarded(path, () => void mkdirSync(path, { recursive: true }));
  return {
    write: (name, text) => guarded(join(path, name), () => writeWhole(join(path, name), text)),
    writeLines: (name, lines) => guarded(join(path, name), () => pour(join(path, name), lines)),
  };
}

function guarded(path: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    throw stateError(path, error);
  }
}

/** So many characters are written at a time. */
const CHUNK = 1 << 20;

function pour(path: string, lines: Iterable<string>): void {
  replaceWhole(path, (file) => {
    let chunk = '';
    for (const line of lines) {
      chunk += line;
      if (chunk.length < CHUNK) continue;
      writeAll(file, chunk);
      chunk = '';
    }
    writeAll(file, chunk);
  });
}
