/** A line that the runner reads as `::command::`, after any white space (.NET's idea of it, which has more than ours). */
const COMMAND =
  // oxlint-disable-next-line no-control-regex -- the runner trims some of them
  /^([\s\u0000-\u001F\u0085]*):(?=:)/;

/**
 * Keeps GitHub Actions from reading printed text as workflow commands: a line may not begin with `::`, and the
 * older `##[` may stand nowhere in it (reliability B5). Both are broken by a space; nothing is lost to a reader.
 * For everything printed there but the commands that chron itself means.
 */
export function actionsSafe(text: string): string {
  return text
    .split(/(\r\n|[\n\r\u0085\u2028\u2029])/)
    .map((part) => part.replace(COMMAND, '$1: ').replaceAll('##[', '# #['))
    .join('');
}
