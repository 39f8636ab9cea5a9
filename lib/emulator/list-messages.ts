import type { Message } from './message.ts';
import { PAGE_FIELDS } from './page.ts';
import { CONTENT_TYPES } from './stored.ts';

const VIEWS = ['REFERENCE_LIST_VIEW_UNSPECIFIED', 'BASIC', 'FULL'] as const;

/** The query of GetReferenceList; FULL where no view is asked for (backstory-v2 §7). */
export const VIEW = { view: { kind: 'enum', names: VIEWS } } as const satisfies Message;

/** The query of ListReferenceLists; BASIC, without lines, where no view is asked for. */
export const LIST_LISTS_QUERY = { ...PAGE_FIELDS, ...VIEW } as const satisfies Message;

/** The query of UpdateReferenceList: paths such as `list.lines`, separated by commas. */
export const UPDATE_MASK = { update_mask: { kind: 'string' } } as const satisfies Message;

/** The body of VerifyReferenceList. */
export const LIST_CONTENT = {
  lines: { kind: 'strings' },
  content_type: { kind: 'enum', names: CONTENT_TYPES },
} as const satisfies Message;

/** The body of CreateReferenceList and UpdateReferenceList: the name stands here, not in the path. */
export const LIST_BODY = {
  name: { kind: 'string' },
  description: { kind: 'string' },
  ...LIST_CONTENT,
} as const satisfies Message;
