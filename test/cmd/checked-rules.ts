/** A rule that nothing is to be said about, with some lines of its own. */
export function cleanRule(
  name: string,
  {
    events = ['$e.metadata.event_type = "USER_LOGIN"'],
    value = name,
  }: { readonly events?: readonly string[]; readonly value?: string } = {},
): string {
  return [
    `rule ${name} {`,
    '  meta:',
    '    author = "detection engineering"',
    `    rule_id = "id_${name}"`,
    '    description = "what it finds, and what to do"',
    '    severity = "HIGH"',
    '',
    '  events:',
    ...events.map((line) => `    ${line}`),
    `    $e.principal.hostname = "${value}" nocase`,
    '',
    '  outcome:',
    '    $risk_score = 65',
    '',
    '  condition:',
    '    $e',
    '}',
    '',
  ].join('\n');
}

/** The same with a field that there is not. */
export function brokenRule(name: string): string {
  return cleanRule(name).replace('$e.principal.hostname', '$e.principal.hostnam');
}

/** The same without a score, which is a warning. */
export function scorelessRule(name: string): string {
  return cleanRule(name).replace('  outcome:\n    $risk_score = 65\n\n', '');
}
