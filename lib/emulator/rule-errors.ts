import type { Message } from './message.ts';
import type { Answer, Operation } from './operation.ts';
import { byTime, PAGE_FIELDS, takePage } from './page.ts';
import { refusal } from './refusal.ts';
import { versionById } from './rule-id.ts';
import type { EmulatorState } from './state.ts';
import type { StoredError } from './stored-past.ts';
import { timestamp } from './time.ts';

/** The query of ListErrors; the filter's name is dotted (backstory-v2 §4.21, §9 trap 8). */
export const LIST_ERRORS_QUERY = {
  ...PAGE_FIELDS,
  category: { kind: 'enum', names: ['CATEGORY_UNSPECIFIED', 'RULES_EXECUTION_ERROR'] },
  start_time: { kind: 'timestamp' },
  end_time: { kind: 'timestamp' },
  rule_filter: { kind: 'message', fields: { version_id: { kind: 'string' } } },
} as const satisfies Message;

/** Errors of rules at work, newest first; a bare rule id stands for all its versions (backstory-v2 §4.21). */
export const listErrors: Operation = (call, { state, options }) => {
  const ofRule = ruleFilter(call.text('rule_filter.version_id'), state);
  const from = call.has('start_time') ? call.number('start_time') : Number.NEGATIVE_INFINITY;
  const to = call.has('end_time') ? call.number('end_time') : Number.POSITIVE_INFINITY;
  const { page, nextPageToken } = takePage(call, options, {
    all: state.past
      .errors()
      .filter((error) => ofRule(error) && error.time >= from && error.time < to),
    cursor: ({ time, errorId }) => ({ time, id: errorId }),
    order: byTime,
  });
  return {
    answer: {
      ...(page.length > 0 && { errors: page.map(errorJson) }),
      ...(nextPageToken !== undefined && { nextPageToken }),
    },
  };
};

export const getError: Operation = (call, { state }) => {
  const id = call.id('errorId');
  if (!id.startsWith('ed_')) {
    throw refusal('INVALID_ARGUMENT', `provided error ID ${id} is not valid`);
  }
  const error = state.past.error(id);
  if (error === undefined) throw refusal('NOT_FOUND', `error with ID ${id} could not be found`);
  return { answer: errorJson(error) };
};

function ruleFilter(id: string, state: EmulatorState): (error: StoredError) => boolean {
  if (id === '') return () => true;
  const { rule, version } = versionById(id, state);
  return id === rule.ruleId
    ? ({ ruleId }) => ruleId === rule.ruleId
    : ({ versionId }) => versionId === version.versionId;
}

function errorJson(error: StoredError): Answer {
  return {
    errorId: error.errorId,
    category: 'RULES_EXECUTION_ERROR',
    ...(error.text !== '' && { text: error.text }),
    errorTime: timestamp(error.time),
    ruleExecution: {
      windowStartTime: timestamp(error.windowStart),
      windowEndTime: timestamp(error.windowEnd),
      ruleId: error.ruleId,
      versionId: error.versionId,
    },
  };
}
