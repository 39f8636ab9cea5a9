/** A package whose code is in the bundle. */
export interface Packed {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  /** Bytes of its code in the bundle, before compression; of the files, for one that is copied whole. */
  readonly bytes: number;
}

/** A file of the release folder. */
export interface ReleaseFile {
  /** Below the folder, with forward slashes. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** The name of the package that a module belongs to; undefined for our own code. */
export function packageOfModule(id: string): string | undefined {
  const inside = id.replaceAll('\\', '/').split('/node_modules/').at(-1);
  if (inside === undefined || !id.includes('node_modules')) return undefined;
  const [first = '', second = ''] = inside.split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
}

/** What `sha256sum --check` reads. */
export function checksums(files: readonly ReleaseFile[]): string {
  return files.map(({ path, sha256 }) => `${sha256}  ${path}\n`).join('');
}

/** What is in the release folder and how large, as Markdown: the largest first. */
export function contentsText(
  ownBytes: number,
  packed: readonly Packed[],
  files: readonly ReleaseFile[],
): string {
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const rows = [
    { name: 'chron', version: '', license: 'Apache-2.0', bytes: ownBytes },
    ...packed,
  ].toSorted((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1));
  return [
    '# What the action carries',
    '',
    `${files.length} files, ${size(total)}. Nothing is installed where it runs.`,
    '',
    '| Package | Version | Licence | Size |',
    '| --- | --- | --- | ---: |',
    ...rows.map(
      ({ name, version, license, bytes }) =>
        `| ${name} | ${version} | ${license} | ${size(bytes)} |`,
    ),
    '',
  ].join('\n');
}

function size(bytes: number): string {
  return bytes >= 1_000_000
    ? `${(bytes / 1_000_000).toFixed(1)} MB`
    : `${Math.ceil(bytes / 1000)} kB`;
}
