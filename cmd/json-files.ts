import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import picomatch from 'picomatch';
import { UserError } from '../lib/errors.ts';
import { compareText, visibleLine } from '../lib/text.ts';

/** No machine output is longer, in bytes. */
const LONGEST_FILE = 256 * 1024 * 1024;

/** A file that is asked for: by its name, or found by a glob, where one that is not right is no misuse. */
export interface Found {
  readonly path: string;
  readonly typed: boolean;
}

/** The value in a file. Throws a UserError where it cannot be read, or is no JSON. */
export function readJson(cwd: string, { path }: Found): unknown {
  const value = jsonOf(readText(cwd, path));
  if (value === NO_JSON) throw new UserError(`${visibleLine(path)} is not JSON`);
  return value;
}

/** The text of a file. Throws a UserError where it cannot be read. */
export function readText(cwd: string, path: string): string {
  try {
    return readFileSync(resolve(cwd, path), 'utf8');
  } catch (error) {
    throw new UserError(`${visibleLine(path)} cannot be read`, {
      hint: error instanceof Error ? error.message : '',
      cause: error,
    });
  }
}

/** What a text that is no JSON, or too long to be looked at, is read as. */
export const NO_JSON = Symbol('no JSON');

export function jsonOf(text: string): unknown {
  try {
    return text.length > LONGEST_FILE ? NO_JSON : (JSON.parse(text) as unknown);
  } catch {
    return NO_JSON;
  }
}

/** Files by name and by glob, each once. What a login action leaves beside them is nobody's plan. */
export function findFiles(cwd: string, patterns: readonly string[]): readonly Found[] {
  const found = new Map<string, Found>();
  for (const pattern of patterns) {
    const { base, isGlob } = picomatch.scan(pattern);
    if (!isGlob) found.set(pattern, { path: pattern, typed: true });
    else {
      const matches = picomatch(pattern, { noextglob: true, nonegate: true });
      for (const path of filesBelow(cwd, base)) {
        const secret = basename(path).startsWith('gha-creds-');
        if (matches(path) && !secret) found.set(path, { path, typed: false });
      }
    }
  }
  return [...found.values()];
}

function filesBelow(cwd: string, base: string): readonly string[] {
  try {
    return readdirSync(resolve(cwd, base), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const below = relative(resolve(cwd, base), join(entry.parentPath, entry.name));
        return join(base, below).replaceAll('\\', '/');
      })
      .toSorted(compareText);
  } catch {
    return [];
  }
}
