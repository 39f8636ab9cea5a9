import { visibleLine } from '../../text.ts';
import type { Lint } from './lint.ts';

const SUFFIX = '.yaral';

export const fileName: Lint = {
  id: 'CHR104',
  title: 'the file is not named after its rule',
  severity: 'warning',
  text:
    'An alert names the rule, and whoever gets it looks for the file. The file of rule my_rule is my_rule.yaral. ' +
    'Rename the file rather than the rule: the name in the text is what the service knows the rule by.',
  bad: '// rules/aws/root_key.yaral\nrule aws_root_key_created {\n  meta:\n    author = "Ada"\n  events:\n    $e.metadata.product_event_type = "CreateAccessKey"\n  condition:\n    $e\n}\n',
  good: '// rules/aws/aws_root_key_created.yaral\nrule aws_root_key_created {\n  meta:\n    author = "Ada"\n  events:\n    $e.metadata.product_event_type = "CreateAccessKey"\n  condition:\n    $e\n}\n',
  fixable: false,
  find: ({ source, rule }) => {
    const { path } = source;
    const { text, span } = rule.name;
    const file = path.slice(path.lastIndexOf('/') + 1, -SUFFIX.length);
    if (file === text || !path.endsWith(SUFFIX)) return [];
    return [
      {
        span,
        message: `rule ${text} is in a file of another name, ${visibleLine(file)}.yaral`,
        hint: `rename the file to ${text}.yaral`,
      },
    ];
  },
};
