import type { Advice } from './lint.ts';

/** What is wrong with a comment that turns advice off: these cannot be turned off by a comment themselves. */
export const noReason: Advice = {
  id: 'CHR190',
  title: 'a chron-ignore comment without a reason',
  severity: 'warning',
  text:
    'Whoever reads the rule next year wants to know why its warning does not count. A comment without a reason turns nothing ' +
    'off. Write the reason after a colon.',
  bad: '// chron-ignore CHR110\n$e.principal.hostname = "bastion" nocase',
  good: '// chron-ignore CHR110: the canary writes every event type\n$e.principal.hostname = "bastion" nocase',
  fixable: false,
};

export const unknownId: Advice = {
  id: 'CHR191',
  title: 'a chron-ignore comment that names nothing that can be ignored',
  severity: 'warning',
  text:
    'The id is misspelt, missing, or that of an error: errors must be corrected, since the service would refuse the rule. ' +
    'Ids look like CHR110; several are written with commas.',
  bad: '// chron-ignore CHR11: the canary writes every event type\n$e.principal.hostname = "bastion" nocase',
  good: '// chron-ignore CHR110: the canary writes every event type\n$e.principal.hostname = "bastion" nocase',
  fixable: false,
};

export const unused: Advice = {
  id: 'CHR192',
  title: 'a chron-ignore comment that turns nothing off',
  severity: 'info',
  text:
    'What it named is no longer said at this place: the rule was corrected, or the comment stands on another line than the one ' +
    'it is about. It belongs at the end of that line, on a line of its own before it, or for the whole rule before the word rule.',
  bad: '// chron-ignore CHR110: the canary writes every event type\n$e.metadata.event_type = "USER_LOGIN"',
  good: '$e.metadata.event_type = "USER_LOGIN"',
  fixable: true,
};
