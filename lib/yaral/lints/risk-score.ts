import { sectionOf } from '../ast.ts';
import type { Lint } from './lint.ts';

export const riskScore: Lint = {
  id: 'CHR105',
  title: 'no $risk_score',
  severity: 'warning',
  text:
    'Without an outcome $risk_score a detection gets the default score (40 for an alert, 15 for other detections), so it is ' +
    'sorted like any other and adds the same to the risk of its user or asset. By convention 10 is informational, 35 low, ' +
    '65 medium, 85 high, 95 critical.',
  bad: 'outcome:\n  $address = array_distinct($e.principal.ip)',
  good: 'outcome:\n  $risk_score = 65\n  $address = array_distinct($e.principal.ip)',
  fixable: false,
  find: ({ rule, symbols }) => {
    if (symbols.outcomes.has('risk_score')) return [];
    const span = sectionOf(rule, 'outcome')?.head ?? rule.name.span;
    const value = sectionOf(rule, 'match') === undefined ? '65' : 'max(65)';
    return [
      {
        span,
        message: `rule ${rule.name.text} gives no $risk_score`,
        hint: `write $risk_score = ${value} in outcome: 35 is low, 65 medium, 85 high, 95 critical`,
      },
    ];
  },
};
