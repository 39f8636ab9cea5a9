/**
 * A tag for example texts: the indentation of the source file goes, and backslashes stay as they are written.
 * Only a back-quote needs one before it.
 */
export function snippet({ raw }: TemplateStringsArray): string {
  const lines = (raw[0] ?? '').replaceAll('\\`', '`').split('\n').slice(1, -1);
  const written = lines.filter((line) => line.trim() !== '');
  const indent = Math.min(...written.map((line) => line.search(/\S/)));
  return lines.map((line) => line.slice(indent)).join('\n');
}
