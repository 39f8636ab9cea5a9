import { canonicalLogic } from './canonical-logic.ts';
import type { Advice } from './lint.ts';
import type { SetLint } from './set-lint.ts';

const advice: Advice = {
  id: 'CHR140',
  title: 'two rules with the same detection logic',
  severity: 'warning',
  text:
    'Both fire on the same events, so every incident is two alerts and each change must be made twice. Names of variables, the ' +
    'order of statements, layout, meta and outcomes that the condition does not use make no difference. Delete one of them, ' +
    'or give one a condition that the other does not have.',
  bad: 'rule root_key_created { … $e.metadata.product_event_type = "CreateAccessKey" … }\nrule access_key_created { … $event.metadata.product_event_type = "CreateAccessKey" … }',
  good: 'rule root_key_created { … $e.metadata.product_event_type = "CreateAccessKey" … }',
  fixable: false,
};

export const sameLogic: SetLint = {
  ...advice,
  find: (members) => {
    const first = new Map<string, (typeof members)[number]>();
    return members.flatMap((member) => {
      const logic = canonicalLogic(member.rule);
      const earlier = first.get(logic);
      if (earlier === undefined) {
        first.set(logic, member);
        return [];
      }
      const finding = {
        span: member.rule.name.span,
        message: `rule ${member.rule.name.text} detects the same as rule ${earlier.rule.name.text} in ${earlier.source.path}`,
        hint: 'delete one of them, or tell them apart by a condition',
      };
      return [{ member, finding }];
    });
  },
};
