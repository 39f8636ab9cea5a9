import { FIELDS, type FieldParams } from './messages-fields.ts';
import { CONDITIONS, type ConditionParams } from './messages-condition.ts';
import { LIMITS, type LimitParams } from './messages-limits.ts';
import { NAMES, type NameParams } from './messages-names.ts';
import { OUTCOMES, type OutcomeParams } from './messages-outcome.ts';
import { SYNTAX, type SyntaxParams } from './messages-syntax.ts';
import { TYPES, type TypeParams } from './messages-types.ts';
import type { Wording } from './message.ts';

/** What each message must be told, by its id: those of yara-l §3.3 and chron's own. */
export interface MessageParams
  extends
    SyntaxParams,
    NameParams,
    FieldParams,
    TypeParams,
    OutcomeParams,
    ConditionParams,
    LimitParams {}

export type MessageId = keyof MessageParams;

/** All wording, in one place: one file an area. */
export const MESSAGES: Wording<MessageParams> = {
  ...SYNTAX,
  ...NAMES,
  ...FIELDS,
  ...TYPES,
  ...OUTCOMES,
  ...CONDITIONS,
  ...LIMITS,
};
