import type { Operation } from './operation.ts';
import { byId, takePage } from './page.ts';

/** Google's own rules, by rule set (backstory-v2 §4.20). There are none until somebody puts some in. */
export const listCuratedRules: Operation = (call, { state, options }) => {
  const { page, nextPageToken } = takePage(call, options, {
    all: state.past.curatedRules(),
    cursor: ({ ruleSet, ruleId }) => ({ id: `${ruleSet} ${ruleId}` }),
    order: byId,
  });
  return {
    answer: {
      ...(page.length > 0 && { curatedRules: page.map(({ body }) => body) }),
      ...(nextPageToken !== undefined && { nextPageToken }),
    },
  };
};
