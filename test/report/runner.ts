/**
 * How the GitHub runner finds commands in a line of output (reliability B5): `::name …::` after leading white space,
 * and the older `##[name …]` anywhere.
 */
export function workflowCommands(text: string): readonly string[] {
  return text.split(/\r\n|[\n\r\u0085\u2028\u2029]/).filter((line) => {
    const trimmed = line.replace(/^[\s\u0085]+/, '');
    return (trimmed.startsWith('::') && trimmed.indexOf('::', 2) > 0) || /##\[[^\]]*\]/.test(line);
  });
}
