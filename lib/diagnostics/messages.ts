import { FIELDS, type FieldParams } from './messages-fields.ts';
import { SYNTAX, type SyntaxParams } from './messages-syntax.ts';
import { TYPES, type TypeParams } from './messages-types.ts';
import type { Wording } from './message.ts';

/** What each message must be told, by its id: those of yara-l §3.3 and chron's own. */
export interface MessageParams extends SyntaxParams, FieldParams, TypeParams {}

export type MessageId = keyof MessageParams;

/** All wording, in one place: one file an area. */
export const MESSAGES: Wording<MessageParams> = { ...SYNTAX, ...FIELDS, ...TYPES };
