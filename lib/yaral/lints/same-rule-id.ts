import type { SetLint, SetMember } from './set-lint.ts';

export const sameRuleId: SetLint = {
  id: 'CHR141',
  title: 'two rules with one rule_id',
  severity: 'warning',
  text:
    'The rule_id in meta tells that a rule was renamed. If it was copied with the file, chron may take the copy for the renamed ' +
    'original. Give the copy an id of its own: mr_ and a new UUID.',
  bad: 'rule key_created {\n  meta:\n    rule_id = "mr_1"\n  events:\n    $e.metadata.product_event_type = "CreateAccessKey"\n  condition:\n    $e\n}\nrule user_created {\n  meta:\n    rule_id = "mr_1"\n  events:\n    $e.metadata.product_event_type = "CreateUser"\n  condition:\n    $e\n}\n',
  good: 'rule key_created {\n  meta:\n    rule_id = "mr_1"\n  events:\n    $e.metadata.product_event_type = "CreateAccessKey"\n  condition:\n    $e\n}\nrule user_created {\n  meta:\n    rule_id = "mr_2"\n  events:\n    $e.metadata.product_event_type = "CreateUser"\n  condition:\n    $e\n}\n',
  fixable: false,
  find: (members) => {
    const first = new Map<string, SetMember>();
    return members.flatMap((member) => {
      const value = member.ruleId;
      if (value === undefined) return [];
      const earlier = first.get(value.value);
      if (earlier === undefined) {
        first.set(value.value, member);
        return [];
      }
      const finding = {
        span: value.span,
        message: `rule ${earlier.name.text} in ${earlier.source.path} has the same rule_id`,
        hint: 'give this rule an id of its own: mr_ and a new UUID',
      };
      return [{ member, finding }];
    });
  },
};
