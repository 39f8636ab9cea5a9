import type { LogicText } from './canonical-logic.ts';
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
    const sketched = alikeIn(members, ({ sketch }) => sketch);
    return sketched.flatMap((group) => {
      const read = group.map((member) => ({ member, logic: member.logic() }));
      return alikeIn(read, ({ logic }) => logic.blank).flatMap(doublesIn);
    });
  },
};

/** Groups of two and more with the same key, each in the order given. */
function alikeIn<T>(all: readonly T[], keyOf: (one: T) => string): readonly (readonly T[])[] {
  const alike = new Map<string, T[]>();
  for (const one of all) {
    const key = keyOf(one);
    const same = alike.get(key);
    if (same === undefined) alike.set(key, [one]);
    else same.push(one);
  }
  return [...alike.values()].filter((group) => group.length > 1);
}

interface Read {
  readonly member: SetMember;
  readonly logic: LogicText;
}

function doublesIn(group: readonly Read[]): ReturnType<SetLint['find']> {
  const first = new Map<string, SetMember>();
  return group.flatMap(({ member, logic: { numbered } }) => {
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
