import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The nearest folder upwards that has `environments/` or `rules/`: the repository that a command works on. */
export function findRoot(from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'environments')) || existsSync(join(folder, 'rules')))
      return folder;
    if (dirname(folder) === folder) return undefined;
  }
}
