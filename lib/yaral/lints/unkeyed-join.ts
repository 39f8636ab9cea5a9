import type { Lint } from './lint.ts';

export const unkeyedJoin: Lint = {
  id: 'CHR123',
  title: 'a joined event variable without a match variable',
  severity: 'info',
  text:
    'The service groups events by the match variables and joins within a group. An event variable that none of them is bound ' +
    'to is joined to every group on its own: the rule is slow, and its hunts are. Bind a match variable in it too, or put the ' +
    'value that joins it into match.',
  bad: '$a.metadata.event_type = "USER_LOGIN"\n$a.principal.ip = $ip\n$a.target.user.userid = $user\n$b.metadata.event_type = "USER_LOGOUT"\n$b.target.user.userid = $user\nmatch:\n  $ip over 1h\ncondition:\n  $a and $b',
  good: '$a.metadata.event_type = "USER_LOGIN"\n$a.principal.ip = $ip\n$a.target.user.userid = $user\n$b.metadata.event_type = "USER_LOGOUT"\n$b.target.user.userid = $user\nmatch:\n  $ip, $user over 1h\ncondition:\n  $a and $b',
  fixable: false,
  find: ({ symbols }) => {
    const { events, matches, placeholders } = symbols;
    if (matches.size === 0 || events.size < 2) return [];
    const udm = [...events.values()].filter(({ source }) => source === 'udm');
    if (udm.length < 2) return [];
    const keyed = new Set(
      [...matches.keys()].flatMap((name) => [...(placeholders.get(name)?.events ?? [])]),
    );
    return udm.flatMap(({ name, first }) =>
      keyed.has(name)
        ? []
        : [
            {
              span: first.span,
              message: `no match variable is bound to $${name}`,
              hint: `bind one in $${name}, or put the value that joins it into match`,
            },
          ],
    );
  },
};
