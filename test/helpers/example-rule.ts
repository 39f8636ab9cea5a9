/**
 * A whole rule around an example of a few sections, or of a few statements of `events`: what a rule must have and the
 * example does not show is added. An example that is a whole rule stays as it is.
 */
export function exampleRule(example: string): string {
  if (/^(?:\/\/.*\n)*rule /.test(example) || example.startsWith('//')) return `${example}\n`;
  const sections = /^[a-z]+:$/m.test(example) ? example : `events:\n${indented(example)}`;
  const has = (section: string): boolean => new RegExp(`^${section}:`, 'm').test(sections);
  const parts = sections.split(/^(?=[a-z]+:$)/m).map((part) => part.trimEnd());
  const late = parts.findIndex((part) => part.startsWith('options:'));
  const at = late < 0 ? parts.length : late;
  const whole = [
    ...(has('meta') ? [] : ['meta:\n  author = "An Author"']),
    ...(has('meta') || has('events') ? [] : [EVENTS]),
    ...parts.slice(0, at),
    ...(has('meta') && !has('events') ? [EVENTS] : []),
    ...(has('condition') ? [] : ['condition:\n  $e']),
    ...parts.slice(at),
  ];
  return `rule example {\n${indented(whole.join('\n'))}\n}\n`;
}

const EVENTS = 'events:\n  $e.metadata.event_type = "USER_LOGIN"';

function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '  ');
}
