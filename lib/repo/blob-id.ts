import { hash } from 'node:crypto';

/** How a repository names its objects. */
export type ObjectFormat = 'sha1' | 'sha256';

/** The id that git gives to a file with these bytes. */
export function blobId(bytes: Uint8Array, format: ObjectFormat): string {
  return hash(format, Buffer.concat([Buffer.from(`blob ${bytes.length}\0`), bytes]), 'hex');
}

/**
 * The ids of all files that chron reads as this text: with LF or CRLF, with or without a line end at the end
 * and a byte-order mark. A file that mixes line ends is not among them.
 */
export function blobIdsOfText(text: string, format: ObjectFormat): readonly string[] {
  const bare = text.replace(/\n$/, '');
  return [`${bare}\n`, bare]
    .flatMap((ending) => [ending, ending.replaceAll('\n', '\r\n')])
    .flatMap((lines) => [lines, `\uFEFF${lines}`])
    .map((variant) => blobId(Buffer.from(variant), format));
}
