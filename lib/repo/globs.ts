import picomatch from 'picomatch';

/** Longer patterns are refused where they are read: nobody needs them, and matching them could take long. */
export const GLOB_CHARACTERS = 256;

/** Whether a name or path matches at least one of the globs: `*` within a folder, `**` across folders, `{a,b}`, `[ab]`. */
export function matcherOf(globs: readonly string[]): (text: string) => boolean {
  if (globs.length === 0) return () => false;
  return picomatch([...globs], { dot: true, noextglob: true, nonegate: true, windows: false });
}
