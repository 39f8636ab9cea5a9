import type { SetLint, SetMember } from './set-lint.ts';

export const sameLogic: SetLint = {
  id: 'CHR140',
  title: 'two rules with the same detection logic',
  severity: 'warning',
  text:
    'Both fire on the same events, so every incident is two alerts and each change must be made twice. Names of variables, the ' +
    'order of statements, layout, meta and outcomes that the condition does not use make no difference. Delete one of them, ' +
    'or give one a condition that the other does not have.',
  bad: 'rule key_created {\n  meta:\n    author = "Ada"\n  events:\n    $e.metadata.log_type = "AWS_CLOUDTRAIL"\n    $e.metadata.product_event_type = "CreateAccessKey"\n  condition:\n    $e\n}\nrule access_key_created {\n  meta:\n    author = "Eve"\n  events:\n    $event.metadata.product_event_type = "CreateAccessKey"\n    $event.metadata.log_type = "AWS_CLOUDTRAIL"\n  condition:\n    $event\n}\n',
  good: 'rule key_created {\n  meta:\n    author = "Ada"\n  events:\n    $e.metadata.log_type = "AWS_CLOUDTRAIL"\n    $e.metadata.product_event_type = "CreateAccessKey"\n  condition:\n    $e\n}\n',
  fixable: false,
  find: (members) => {
    const alike = new Map<string, SetMember[]>();
    for (const member of members) {
      const same = alike.get(member.logic.blank);
      if (same === undefined) alike.set(member.logic.blank, [member]);
      else same.push(member);
    }
    return [...alike.values()].flatMap((group) => (group.length < 2 ? [] : doublesIn(group)));
  },
};

function doublesIn(group: readonly SetMember[]): ReturnType<SetLint['find']> {
  const first = new Map<string, SetMember>();
  return group.flatMap((member) => {
    const { numbered } = member.logic;
    const earlier = first.get(numbered);
    if (earlier === undefined) {
      first.set(numbered, member);
      return [];
    }
    const { text, span } = member.name;
    const finding = {
      span,
      message: `rule ${text} detects the same as rule ${earlier.name.text} in ${earlier.source.path}`,
      hint: 'delete one of them, or tell them apart by a condition',
    };
    return [{ member, finding }];
  });
}
